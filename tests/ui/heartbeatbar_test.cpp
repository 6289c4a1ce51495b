// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/heartbeatbar.h"

#include "support/localzone.h"
#include "support/paintkit.h"
#include "support/somecharts.h"
#include "support/testmain.h"
#include "support/windowkit.h"
#include "ui/controls/theme.h"
#include "ui/controls/zone.h"

#include <limits>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

constexpr int pitch = 8;

struct ShownBeats {
    explicit ShownBeats(const QList<Beat> &beats = someBeats(), int width = mostBeats * pitch + 2)
    {
        bar.display(beats);
        bar.resize(width, bar.sizeHint().height());
        bar.show();
        bar.activateWindow();
        if (!QTest::qWaitForWindowActive(&bar))
            qFatal("the bar is not shown");
        bar.clearFocus();
    }
    QRect slot(int index) const { return {index * pitch + 2, 0, pitch, bar.height()}; }
    QString described() const { return bar.accessibleDescription(); }

    HeartbeatBar bar;
};

QList<Beat> mixedBeats()
{
    QList<Beat> beats = someBeats();
    spoil(beats[10], Verdict::Degraded, "database = unavailable");
    spoil(beats[11], Verdict::Degraded, "database = unavailable");
    spoil(beats[20], Verdict::Down, "connection refused");
    return beats;
}

/// What somebody sees who sees no colours: where something is, of a place.
QList<bool> outlineOf(const QImage &image, const QRect &where)
{
    const int card = qGray(image.pixel(where.left(), where.top()));
    QList<bool> outline;
    for (int y = where.top(); y <= where.bottom(); ++y) {
        for (int x = where.left(); x <= where.right(); ++x)
            outline.append(std::abs(qGray(image.pixel(x, y)) - card) > 40);
    }
    return outline;
}

int rowsOf(const QList<bool> &outline)
{
    int rows = 0;
    for (qsizetype at = 0; at + pitch <= outline.size(); at += pitch)
        rows += outline.mid(at, pitch).contains(true) ? 1 : 0;
    return rows;
}

} // namespace

class HeartbeatBarTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { applyTheme(ThemeChoice::Light); }

    void verdictsAreToldApartWithoutColours_data()
    {
        QTest::addColumn<ThemeChoice>("choice");
        QTest::newRow("light") << ThemeChoice::Light;
        QTest::newRow("dark") << ThemeChoice::Dark;
        QTest::newRow("contrast") << ThemeChoice::HighContrast;
    }
    void verdictsAreToldApartWithoutColours()
    {
        QFETCH(ThemeChoice, choice);
        applyTheme(choice);
        QList<Beat> beats = mixedBeats();
        beats[30].verdict = Verdict::Unknown;
        ShownBeats shown(beats);
        const QImage image = pictureOf(&shown.bar);
        const QList<bool> healthy = outlineOf(image, shown.slot(9));
        const QList<bool> degraded = outlineOf(image, shown.slot(10));
        const QList<bool> down = outlineOf(image, shown.slot(20));
        const QList<bool> unknown = outlineOf(image, shown.slot(30));
        QVERIFY(healthy != down);
        QVERIFY(degraded.count(true) * 3 < healthy.count(true) * 2); // half as tall, and its dot
        QVERIFY(down.count(true) * 4 < healthy.count(true) * 3);     // hollow
        QVERIFY(rowsOf(down) > rowsOf(healthy));
        QCOMPARE(rowsOf(unknown), 2); // a dash
        QVERIFY(unknown.count(true) > 4);
        QCOMPARE(outlineOf(image, shown.slot(11)), degraded);
    }

    void fewResultsStandAtTheRight()
    {
        QList<Beat> beats = someBeats(3);
        spoil(beats[0], Verdict::Down, "connection refused");
        ShownBeats shown(beats);
        const QImage image = pictureOf(&shown.bar);
        QCOMPARE(rowsOf(outlineOf(image, shown.slot(56))), 2);
        QVERIFY(rowsOf(outlineOf(image, shown.slot(57))) > 12);
        QVERIFY(rowsOf(outlineOf(image, shown.slot(59))) > 12);
        QVERIFY(image.pixel(image.width() - 2, 9) != image.pixel(image.width() - pitch, 9)); // up to the edge
    }

    void onlyTheLastSixtyAreShown()
    {
        QList<Beat> beats = someBeats(70);
        spoil(beats[9], Verdict::Down, "too old");
        ShownBeats shown(beats);
        QCOMPARE(shown.bar.accessibleName(), QStringLiteral("Last 60 results: 60 healthy"));
    }

    void theyAreSaidInWords()
    {
        ShownBeats shown(mixedBeats());
        QCOMPARE(shown.bar.accessibleName(), QStringLiteral("Last 60 results: 57 healthy, 2 degraded, 1 down"));
        QCOMPARE(shown.described(), QStringLiteral("Latest: 11:06:40 UTC: healthy, 200, 80 ms"));
    }

    void anotherZoneIsTakenUp()
    {
        const ShownBeats shown;
        const LocalZone berlin(centralEurope);
        setShownZone(ShownZone::Utc);
        applyZone(ShownZone::Local);
        QCOMPARE(shown.described(), QStringLiteral("Latest: 12:06:40 CET: healthy, 200, 80 ms"));
    }

    void withoutAnyItSaysSo()
    {
        ShownBeats shown(QList<Beat>{});
        QCOMPARE(shown.bar.accessibleName(), QStringLiteral("No results yet"));
        shown.bar.setFocus();
        pressKey(&shown.bar, Qt::Key_Left);
        QCOMPARE(shown.bar.cursorText(), QString());
        QVERIFY(toolTipAt(&shown.bar, {100, 9}).contains(QStringLiteral("Nothing was measured yet")));
        shown.bar.clearFocus();
        QCOMPARE(rowsOf(outlineOf(pictureOf(&shown.bar), shown.slot(30))), 2);
    }

    void theKeyboardWalksTheResults()
    {
        ShownBeats shown(mixedBeats());
        shown.bar.setFocus();
        pressKey(&shown.bar, Qt::Key_Left);
        QCOMPARE(shown.bar.cursorText(), QStringLiteral("11:06:40 UTC: healthy, 200, 80 ms"));
        pressKey(&shown.bar, Qt::Key_Right);
        QCOMPARE(shown.bar.cursorText(), QStringLiteral("11:06:40 UTC: healthy, 200, 80 ms"));
        pressKey(&shown.bar, Qt::Key_Left);
        QCOMPARE(shown.bar.cursorText(), QStringLiteral("11:06:30 UTC: healthy, 200, 81 ms"));
        QCOMPARE(shown.described(), shown.bar.cursorText());
        QVERIFY(QToolTip::text().contains(shown.bar.cursorText()));
        pressKey(&shown.bar, Qt::Key_Home);
        QCOMPARE(shown.bar.cursorText(), beatText(mixedBeats().constFirst()));
        pressKey(&shown.bar, Qt::Key_End);
        QCOMPARE(shown.bar.cursorText(), beatText(mixedBeats().constLast()));
        shown.bar.clearFocus();
        QCOMPARE(shown.bar.cursorText(), QString());
        QVERIFY(shown.described().startsWith(QStringLiteral("Latest")));
    }

    void theCursorIsSeenAndStaysAtItsResult()
    {
        QList<Beat> beats = mixedBeats();
        ShownBeats shown(beats);
        const QColor highlight = shown.bar.palette().color(QPalette::Highlight);
        shown.bar.setFocus();
        pressKey(&shown.bar, Qt::Key_Left);
        const QString told = shown.bar.cursorText();
        QVERIFY(countOf(pictureOf(&shown.bar), highlight, shown.slot(59)) > 20);
        beats.append({.atMs = noon.wallMs + 10'000, .verdict = Verdict::Healthy});
        shown.bar.display(beats);
        QCOMPARE(shown.bar.cursorText(), told);
        QVERIFY(countOf(pictureOf(&shown.bar), highlight, shown.slot(58)) > 20);
        shown.bar.display({beats.constLast()});
        QCOMPARE(shown.bar.cursorText(), QString()); // it is gone
    }

    void theMouseIsToldEach()
    {
        ShownBeats shown(mixedBeats());
        QVERIFY(toolTipAt(&shown.bar, shown.slot(10).center())
                    .contains(QStringLiteral("degraded, 200, 84 ms, database = unavailable")));
        QVERIFY(toolTipAt(&shown.bar, shown.slot(20).center())
                    .contains(QStringLiteral("UTC: down, no answer, connection refused")));
        QVERIFY(toolTipAt(&shown.bar, {shown.bar.width() - 1, 9}).contains(beatText(mixedBeats().constLast())));
    }

    void hostileAndHugeResultsArePlainTextAndBounded()
    {
        QList<Beat> beats = someBeats(1);
        spoil(beats[0], Verdict::Degraded, "<b>\u202Egnp</b> & ");
        beats[0].reason = beats[0].reason.repeated(10'000);
        beats[0].latencyMs = std::numeric_limits<int>::max();
        ShownBeats shown(beats);
        const QString tip = toolTipAt(&shown.bar, shown.slot(59).center());
        QVERIFY2(tip.contains(QStringLiteral("2147484 s, &lt;b&gt;&lt;U+202E&gt;gnp")), qPrintable(tip));
        QVERIFY(tip.size() < 3'000);
    }

    void aNarrowBarStillTellsThemApart()
    {
        HeartbeatBar bar;
        bar.display(mixedBeats());
        bar.resize(bar.minimumSizeHint());
        const QImage image = pictureOf(&bar);
        const auto inked = [&](int slot, Tone tone) {
            return countOf(image, inkOf(tone, bar.palette()), {slot * 3 + 1, 0, 3, bar.height()});
        };
        QVERIFY(inked(9, Tone::Good) > inked(10, Tone::Warn));
        QVERIFY(inked(10, Tone::Warn) > 8);
        QVERIFY(inked(20, Tone::Bad) > 8);
    }

    void theSameAgainDoesNothing()
    {
        ShownBeats shown;
        QCoreApplication::processEvents();
        PaintCounter paints(&shown.bar);
        shown.bar.display(someBeats());
        QCoreApplication::processEvents();
        QCOMPARE(paints.count, 0);
        shown.bar.display(mixedBeats());
        QCoreApplication::processEvents();
        QCOMPARE(paints.count, 1);
    }

    void hiddenItDoesNothingUntilItIsShown()
    {
        ShownBeats shown;
        shown.bar.hide();
        PaintCounter paints(&shown.bar);
        shown.bar.display(mixedBeats());
        QCoreApplication::processEvents();
        QCOMPARE(paints.count, 0);
        QCOMPARE(shown.bar.accessibleName(), QStringLiteral("Last 60 results: 60 healthy"));
        shown.bar.show();
        QVERIFY(shown.bar.accessibleName().contains(QStringLiteral("57 healthy")));
    }
};

SLIPWAY_TEST(HeartbeatBarTest)
#include "heartbeatbar_test.moc"

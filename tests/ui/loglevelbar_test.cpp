// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/loglevelbar.h"

#include "support/paintkit.h"
#include "support/somelines.h"
#include "support/testmain.h"
#include "support/windowkit.h"
#include "ui/controls/theme.h"

#include <QSignalSpy>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

constexpr qint64 firstMinute = noon.wallMs / 60'000; // 11:06

MinuteCounts aMinute(int after, int errors, int warnings, int infos, int fresh = 0)
{
    MinuteCounts minute{.minute = firstMinute + after, .fresh = fresh};
    minute.levels.at(size_t(LogLevel::Error)) = errors;
    minute.levels.at(size_t(LogLevel::Warn)) = warnings;
    minute.levels.at(size_t(LogLevel::Info)) = infos;
    return minute;
}

QList<MinuteCounts> someMinutes()
{
    return {aMinute(0, 0, 0, 200), aMinute(1, 3, 12, 225, 2), aMinute(2, 0, 0, 0), aMinute(3, 1, 0, 1000)};
}

struct ShownLevels {
    explicit ShownLevels(const QList<MinuteCounts> &minutes = someMinutes(), int width = 600)
    {
        bar.display(minutes);
        bar.resize(width, bar.sizeHint().height());
        bar.show();
        bar.activateWindow();
        if (!QTest::qWaitForWindowActive(&bar))
            qFatal("the bar is not shown");
        bar.clearFocus();
    }
    int inked(qsizetype minute, const QColor &ink) { return countOf(pictureOf(&bar), ink, bar.place(minute)); }

    LogLevelBar bar;
};

} // namespace

class LogLevelBarTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { applyTheme(ThemeChoice::Light); }

    void aMinuteIsToldInWords()
    {
        QCOMPARE(minuteText(aMinute(0, 3, 12, 225, 2)),
                 QStringLiteral("11:06 UTC: 3 errors, 12 warnings, 240 lines, 2 new"));
        QCOMPARE(minuteText(aMinute(0, 1, 1, 0)), QStringLiteral("11:06 UTC: 1 error, 1 warning, 2 lines"));
        QCOMPARE(minuteText(aMinute(0, 0, 0, 0)), QStringLiteral("11:06 UTC: no lines"));
    }

    void itSaysWhatItShows()
    {
        ShownLevels shown;
        QCOMPARE(shown.bar.accessibleName(),
                 QStringLiteral("Last 4 minutes: 4 errors, 12 warnings, 1441 lines, 2 new"));
        QVERIFY(shown.bar.accessibleDescription().startsWith(QStringLiteral("Latest: 11:09 UTC: 1 error")));
        ShownLevels none(QList<MinuteCounts>{});
        QCOMPARE(none.bar.accessibleName(), QStringLiteral("No lines yet"));
    }

    void oneErrorAmongAThousandLinesIsSeen_data()
    {
        QTest::addColumn<ThemeChoice>("choice");
        QTest::newRow("light") << ThemeChoice::Light;
        QTest::newRow("dark") << ThemeChoice::Dark;
        QTest::newRow("contrast") << ThemeChoice::HighContrast;
    }
    void oneErrorAmongAThousandLinesIsSeen()
    {
        QFETCH(ThemeChoice, choice);
        applyTheme(choice);
        ShownLevels shown;
        const QColor bad = inkOf(Tone::Bad, shown.bar.palette());
        QVERIFY(shown.inked(3, bad) >= 2 * 6);
        QCOMPARE(shown.inked(0, bad), 0);
        QCOMPARE(shown.inked(2, bad), 0);
    }

    void levelsAreToldApartWithoutColours()
    {
        ShownLevels shown({aMinute(0, 100, 0, 0), aMinute(1, 0, 100, 0), aMinute(2, 0, 0, 100)});
        const QImage grey = pictureOf(&shown.bar).convertToFormat(QImage::Format_Grayscale8);
        QList<QList<bool>> outlines;
        for (qsizetype minute = 0; minute < 3; ++minute) {
            const QImage part = grey.copy(shown.bar.place(minute));
            const int ground = qGray(grey.pixel(2, 2));
            QList<bool> outline;
            for (int y = 0; y < part.height(); ++y) {
                for (int x = 0; x < part.width(); ++x)
                    outline.append(std::abs(qGray(part.pixel(x, y)) - ground) > 40);
            }
            QVERIFY(!outlines.contains(outline));
            outlines.append(outline);
        }
    }

    void newLinesAreMarked()
    {
        ShownLevels shown;
        const QColor mark = inkOf(Tone::Running, shown.bar.palette());
        QVERIFY(shown.inked(1, mark) >= 6);
        QCOMPARE(shown.inked(0, mark), 0);
    }

    void theMouseIsToldEachMinute()
    {
        ShownLevels shown;
        QVERIFY(toolTipAt(&shown.bar, shown.bar.place(1).center())
                    .contains(QStringLiteral("11:07 UTC: 3 errors, 12 warnings, 240 lines, 2 new")));
        QVERIFY(toolTipAt(&shown.bar, {3, 10}).contains(QStringLiteral("No lines from here yet")));
    }

    void aClickChoosesAMinute()
    {
        ShownLevels shown;
        QSignalSpy chosen(&shown.bar, &LogLevelBar::minuteChosen);
        QTest::mouseClick(shown.bar.windowHandle(), Qt::LeftButton, {}, shown.bar.place(1).center());
        QCOMPARE(chosen, (QList<QVariantList>{{firstMinute + 1}}));
        QTest::mouseClick(shown.bar.windowHandle(), Qt::LeftButton, {}, QPoint(3, 10));
        QTest::mouseClick(shown.bar.windowHandle(), Qt::RightButton, {}, shown.bar.place(1).center());
        QCOMPARE(chosen.size(), 1);
    }

    void theKeyboardWalksAndChooses()
    {
        ShownLevels shown;
        QSignalSpy chosen(&shown.bar, &LogLevelBar::minuteChosen);
        shown.bar.setFocus();
        pressKey(&shown.bar, Qt::Key_Return);
        QCOMPARE(chosen.size(), 0); // there is no cursor yet
        pressKey(&shown.bar, Qt::Key_Left);
        QVERIFY(shown.bar.cursorText().startsWith(QStringLiteral("11:09")));
        pressKey(&shown.bar, Qt::Key_Left);
        pressKey(&shown.bar, Qt::Key_Left);
        QCOMPARE(shown.bar.accessibleDescription(), minuteText(someMinutes().at(1)));
        pressKey(&shown.bar, Qt::Key_Return);
        QCOMPARE(chosen, (QList<QVariantList>{{firstMinute + 1}}));
        shown.bar.clearFocus();
        QCOMPARE(shown.bar.cursorText(), QString());
    }

    void theCursorStaysAtItsMinute()
    {
        ShownLevels shown;
        shown.bar.setFocus();
        pressKey(&shown.bar, Qt::Key_Home);
        const QString told = shown.bar.cursorText();
        shown.bar.display(someMinutes() + QList<MinuteCounts>{aMinute(4, 0, 0, 1)});
        QCOMPARE(shown.bar.cursorText(), told);
        shown.bar.display({aMinute(4, 0, 0, 1)});
        QCOMPARE(shown.bar.cursorText(), QString());
    }

    void moreMinutesThanThereIsRoomForShowTheNewest()
    {
        QList<MinuteCounts> minutes;
        for (int i = 0; i < 200; ++i)
            minutes.append(aMinute(i, 0, 0, 1));
        ShownLevels shown(minutes, 200);
        QVERIFY(shown.bar.accessibleName().startsWith(QStringLiteral("Last 120 minutes")));
        shown.bar.setFocus();
        pressKey(&shown.bar, Qt::Key_Home);
        QVERIFY(shown.bar.rect().contains(shown.bar.place(119)));
        QVERIFY(!shown.bar.cursorText().startsWith(minuteText(minutes.at(80)).left(5))); // that one is not seen
        pressKey(&shown.bar, Qt::Key_End);
        QCOMPARE(shown.bar.cursorText(), minuteText(minutes.constLast()));
    }
};

SLIPWAY_TEST(LogLevelBarTest)
#include "loglevelbar_test.moc"

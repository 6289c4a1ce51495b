// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/shownlog.h"
#include "support/testmain.h"
#include "ui/controls/theme.h"

using namespace Slipway;
using namespace Slipway::Test;

namespace {

/// Whatever is not the ground, of a row.
int inkedIn(const QImage &image, const QRect &where)
{
    const QRgb ground = image.pixel(where.right(), where.top());
    int inked = 0;
    for (int y = where.top(); y <= where.bottom(); ++y) {
        for (int x = where.left(); x <= where.right(); ++x)
            inked += image.pixel(x, y) != ground ? 1 : 0;
    }
    return inked;
}

/// Of a single line in an otherwise empty list.
QImage rowPicture(const SomeLine &line, ShownLog &shown)
{
    shown.add(line);
    return shown.picture().copy(shown.list.rowRect(0));
}

QImage rowPicture(const SomeLine &line)
{
    ShownLog shown(0);
    return rowPicture(line, shown);
}

} // namespace

class LogListPaintTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { applyTheme(ThemeChoice::Light); }

    void oneMoreLinePaintsOneMoreRow()
    {
        ShownLog shown;
        const qint64 before = shown.list.rowsPainted();
        shown.add({.message = "newest", .afterMs = 200'000});
        QCoreApplication::processEvents();
        const qint64 painted = shown.list.rowsPainted() - before;
        QVERIFY2(painted >= 1 && painted <= 2, qPrintable(QString::number(painted)));
    }

    void whatWasScrolledLooksLikeWhatIsPaintedAnew()
    {
        ShownLog shown;
        shown.add({.message = "newest", .level = LogLevel::Error, .afterMs = 200'000});
        shown.wheel(1);
        shown.wheel(-1);
        shown.add({.message = "still newer", .level = LogLevel::Warn, .afterMs = 200'001});
        QCoreApplication::processEvents();
        QWidget *window = shown.list.window();
        const QImage scrolled = shown.picture();
        window->repaint();
        QCOMPARE(shown.picture(), scrolled);
    }

    void aWholeFramePaintsOnlyTheRowsThatAreSeen()
    {
        ShownLog shown(5000);
        const qint64 before = shown.list.rowsPainted();
        shown.list.viewport()->repaint();
        QCOMPARE(shown.list.rowsPainted() - before, qint64(shown.list.pageRows()));
    }

    void movingTheCurrentRowPaintsTwo()
    {
        ShownLog shown;
        shown.click(95);
        QCoreApplication::processEvents();
        const qint64 before = shown.list.rowsPainted();
        shown.key(Qt::Key_Up);
        QCoreApplication::processEvents();
        QCOMPARE(shown.list.rowsPainted() - before, qint64(2));
    }

    void whatComesOutOfSightPaintsNothing()
    {
        ShownLog shown;
        shown.wheel(5);
        QCoreApplication::processEvents();
        const qint64 before = shown.list.rowsPainted();
        shown.add({.message = "newest", .afterMs = 200'000});
        QCoreApplication::processEvents();
        QCOMPARE(shown.list.rowsPainted(), before);
    }

    void aFloodIsPaintedInFarFewerFrames()
    {
        ShownLog shown;
        PaintCounter paints(shown.list.viewport());
        for (int i = 0; i < 20'000; ++i) {
            addTo(shown.store, {.message = "flood", .afterMs = 200'000});
            shown.list.linesArrived();
        }
        QTRY_COMPARE(shown.list.rowCount(), 20'100);
        QVERIFY2(paints.count < 10'000, qPrintable(QString::number(paints.count)));
    }

    void hiddenItDoesNothingUntilItIsShown()
    {
        ShownLog shown;
        shown.list.hide();
        addTo(shown.store, {.message = "newest", .afterMs = 200'000});
        shown.list.linesArrived();
        QCoreApplication::processEvents();
        QCOMPARE(shown.list.rowCount(), 100);
        shown.list.show();
        QCOMPARE(shown.list.rowCount(), 101);
        QCOMPARE(shown.messageOf(shown.bottomRow()), std::string("newest"));
    }

    void levelsAreToldByColourAndWord_data()
    {
        QTest::addColumn<ThemeChoice>("choice");
        QTest::newRow("light") << ThemeChoice::Light;
        QTest::newRow("dark") << ThemeChoice::Dark;
        QTest::newRow("contrast") << ThemeChoice::HighContrast;
    }
    void levelsAreToldByColourAndWord()
    {
        QFETCH(ThemeChoice, choice);
        applyTheme(choice);
        ShownLog shown(0);
        QList<QImage> pictures;
        for (const LogLevel level :
             {LogLevel::None, LogLevel::Debug, LogLevel::Info, LogLevel::Warn, LogLevel::Error}) {
            shown.add({.message = "same", .level = level});
            const QRect rect = shown.list.rowRect(shown.list.rowCount() - 1);
            const QImage row = shown.picture().copy(rect);
            QVERIFY(!pictures.contains(row));
            pictures.append(row);
        }
        const QColor bad = inkOf(Tone::Bad, shown.list.palette());
        QVERIFY(countOf(pictures.at(4), bad, pictures.at(4).rect()) > 10);
        QCOMPARE(countOf(pictures.at(2), bad, pictures.at(2).rect()), 0);
    }

    void hostileTextIsSeenAndMovesNothing_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::newRow("only direction marks") << QByteArray("\u202E\u202E\u202E");
        QTest::newRow("only zero-width") << QByteArray("\u200B\u200D\uFEFF");
        QTest::newRow("only NUL") << QByteArray("\0\0\0", 3);
        QTest::newRow("only line ends") << QByteArray("\n\n\n");
        QTest::newRow("no UTF-8") << QByteArray("\xFF\xFE\x80");
        QTest::newRow("stacked marks") << QByteArray("z\u0300\u0301\u0302\u0303\u0304").repeated(200);
        QTest::newRow("from the right") << QByteArray("\u0645\u0631\u062D\u0628\u0627 \u05E9\u05DC\u05D5\u05DD");
        QTest::newRow("wide") << QByteArray("\u4E2D\U0001F600").repeated(500);
    }
    void hostileTextIsSeenAndMovesNothing()
    {
        QFETCH(QByteArray, message);
        const QImage blank = rowPicture({.message = ""});
        const QImage row = rowPicture({.message = message.toStdString()});
        const int head = 13 * blank.width() / 100; // the time is left of it, whatever the message is
        const QRect time(0, 0, head, blank.height());
        QCOMPARE(row.copy(time), blank.copy(time));
        QVERIFY(inkedIn(row, row.rect()) > inkedIn(blank, blank.rect()) + 20);
    }

    void whatWasFoundIsMarked()
    {
        ShownLog shown(0);
        shown.add({.message = "connection timeout after 5 s"});
        const QColor found = foundFill(shown.list.palette());
        QCOMPARE(countOf(shown.picture(), found, shown.list.rowRect(0)), 0);
        shown.filterFor("TIMEOUT");
        const int marked = countOf(shown.picture(), found, shown.list.rowRect(0));
        QVERIFY(marked > 100);
        shown.filterFor("timeout after");
        QVERIFY(countOf(shown.picture(), found, shown.list.rowRect(0)) > marked);
    }

    void whatWasFoundInOtherLettersIsMarked()
    {
        ShownLog shown(0);
        shown.add({.message = "gr\u00fc\u00dfe an alle \u4E2D"});
        shown.filterFor("\u00dfe");
        QVERIFY(countOf(shown.picture(), foundFill(shown.list.palette()), shown.list.rowRect(0)) > 20);
    }

    void whatStandsAroundAMatchIsDim()
    {
        ShownLog shown(0);
        shown.add({.message = "before"});
        shown.add({.message = "timeout"});
        const QColor ink = shown.list.palette().color(QPalette::Text);
        QVERIFY(countOf(shown.picture(), ink, shown.list.rowRect(0)) > 10);
        shown.filter({.include = {.text = QStringLiteral("timeout")}, .context = 1});
        QCOMPARE(shown.list.rowCount(), 2);
        QCOMPARE(countOf(shown.picture(), ink, shown.list.rowRect(0)), 0);
        QVERIFY(countOf(shown.picture(), ink, shown.list.rowRect(1)) > 10);
    }

    void newLinesBearAMark()
    {
        const QImage usual = rowPicture({.message = "same"});
        const QImage fresh = rowPicture({.message = "same", .isNew = true});
        const QColor mark = strongFill(Tone::Running, QGuiApplication::palette());
        QCOMPARE(countOf(usual, mark, usual.rect()), 0);
        QVERIFY(countOf(fresh, mark, fresh.rect()) > 40);
    }

    void notesStandBetweenRules_data() { levelsAreToldByColourAndWord_data(); }
    void notesStandBetweenRules()
    {
        QFETCH(ThemeChoice, choice);
        applyTheme(choice);
        const QImage row = rowPicture({.message = "42 s without connection", .source = LogSource::Note});
        const QColor line = lineColour(QGuiApplication::palette());
        QVERIFY(countOf(row, line, {10, 0, 60, row.height()}) >= 50);
        QVERIFY(countOf(row, line, {row.width() - 70, 0, 60, row.height()}) >= 50);
        const QRect middle(row.width() / 2 - 60, 0, 120, row.height());
        QVERIFY(inkedIn(row, middle) > 100);
    }

    void bothEnvironmentsAreToldApart()
    {
        ShownLog shown(0);
        shown.list.setBothEnvironments(true);
        shown.add({.message = "same", .environment = Environment::Staging});
        shown.add({.message = "same", .environment = Environment::Production});
        const QImage picture = shown.picture();
        QVERIFY(picture.copy(shown.list.rowRect(0)) != picture.copy(shown.list.rowRect(1)));
        shown.list.setBothEnvironments(false);
        const QImage single = shown.picture();
        QCOMPARE(single.copy(shown.list.rowRect(0)), single.copy(shown.list.rowRect(1)));
    }

    void selectedRowsAreSeenAsSuch_data() { levelsAreToldByColourAndWord_data(); }
    void selectedRowsAreSeenAsSuch()
    {
        QFETCH(ThemeChoice, choice);
        applyTheme(choice);
        ShownLog shown;
        shown.click(93);
        shown.click(95, Qt::ShiftModifier);
        const QImage picture = shown.picture();
        const QColor fill = selectedFill(shown.list.palette());
        for (const LogView::Row row : {93, 94, 95})
            QVERIFY(countOf(picture, fill, shown.list.rowRect(row)) > 1000);
        for (const LogView::Row row : {92, 96})
            QCOMPARE(countOf(picture, fill, shown.list.rowRect(row)), 0);
    }
};

SLIPWAY_TEST(LogListPaintTest)
#include "loglistpaint_test.moc"

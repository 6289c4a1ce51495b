// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/healthchart.h"

#include "models/values/utc.h"
#include "support/localzone.h"
#include "support/paintkit.h"
#include "support/somecharts.h"
#include "support/testmain.h"
#include "support/windowkit.h"
#include "ui/controls/zone.h"

#include <QRandomGenerator>

#include <algorithm>
#include <limits>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

constexpr QSize chartSize{600, 160};

struct ShownChart {
    explicit ShownChart(const HealthChart &shown = aChart(), QSize size = chartSize)
        : chart(shown)
    {
        view.setTone(Tone::Good);
        view.display(chart);
        view.resize(size);
        view.show();
        view.activateWindow();
        if (!QTest::qWaitForWindowActive(&view))
            qFatal("the chart is not shown");
        view.clearFocus();
    }
    ChartDrawing drawing() const { return chartDrawing(chart, view.size(), QFontMetricsF(view.font())); }
    int x(qint64 atMs) const { return int(drawing().scale.x(atMs)); }
    int y(int milliseconds) const { return int(drawing().scale.y(milliseconds)); }
    QRect plot() const { return drawing().scale.plot.toRect(); }
    /// Three rows of pixels about a value.
    QRect rowOf(int milliseconds) const { return {plot().left(), y(milliseconds) - 1, plot().width(), 3}; }
    QColor ink(Tone tone = Tone::Good) const { return inkOf(tone, view.palette()); }
    QString described() const { return view.accessibleDescription(); }

    HealthChart chart;
    HealthChartView view;
};

HealthChart aFlatChart()
{
    HealthChart chart = aChart();
    for (LatencyColumn &column : chart.columns)
        column = {.atMs = column.atMs, .samples = 1, .lowest = 70, .p50 = 100, .p95 = 200, .highest = 300};
    return chart;
}

ChartMark aMark(qint64 agoMs, const char *text = "deployed 3f9c2ab")
{
    return {.atMs = noon.wallMs - agoMs, .text = QString::fromUtf8(text)};
}

QStringList textsOf(const QList<PlacedText> &placed)
{
    QStringList texts;
    for (const PlacedText &each : placed)
        texts.append(each.text);
    return texts;
}

/// Where a row of pixels has nothing of a colour.
int blankColumns(const QImage &image, const QColor &ink, const QRect &row)
{
    int blank = 0;
    for (int x = row.left(); x <= row.right(); ++x)
        blank += countOf(image, ink, {x, row.top(), 1, row.height()}) == 0 ? 1 : 0;
    return blank;
}

} // namespace

class HealthChartTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { applyTheme(ThemeChoice::Light); }

    void p50IsSolidAndP95IsDashed()
    {
        ShownChart shown(aFlatChart());
        const QImage image = pictureOf(&shown.view);
        const int width = shown.plot().width();
        QVERIFY(blankColumns(image, shown.ink(), shown.rowOf(100)) < 12);
        const int spaces = blankColumns(image, shown.ink(), shown.rowOf(200));
        QVERIFY2(spaces > width / 4 && spaces < width * 3 / 4, qPrintable(QString::number(spaces)));
    }

    void aGapIsHatchedAndNotJoined()
    {
        constexpr qint64 agoMs = 900'000;
        constexpr qint64 lengthMs = 300'000;
        ShownChart whole(aFlatChart());
        ShownChart torn(withGap(aFlatChart(), agoMs, lengthMs));
        const int left = torn.x(noon.wallMs - agoMs) + 4;
        const QRect gap(QPoint(left, torn.plot().top()),
                        QPoint(torn.x(noon.wallMs - agoMs + lengthMs) - 4, torn.plot().bottom()));
        const QImage joined = pictureOf(&whole.view);
        const QImage image = pictureOf(&torn.view);
        QVERIFY(countOf(joined, whole.ink(), gap) >= gap.width());
        QCOMPARE(countOf(image, torn.ink(), gap), 0);
        const QRect free(left, torn.y(200) + 2, gap.width(), torn.y(110) - torn.y(200) - 4);
        const QColor line = lineColour(torn.view.palette());
        QVERIFY(countOf(image, line, free) > free.width());
        QVERIFY(countOf(joined, line, free) < countOf(image, line, free) / 4);
    }

    void anOutageIsNeitherJoinedNorHatched()
    {
        HealthChart chart = aFlatChart();
        for (LatencyColumn &column : chart.columns) {
            if (column.atMs >= noon.wallMs - 900'000 && column.atMs < noon.wallMs - 600'000)
                column = {.atMs = column.atMs, .samples = 1, .failures = 1};
        }
        ShownChart shown(chart);
        const QImage image = pictureOf(&shown.view);
        const QRect outage(QPoint(shown.x(noon.wallMs - 890'000), shown.y(280)),
                           QPoint(shown.x(noon.wallMs - 620'000), shown.y(110)));
        QCOMPARE(countOf(image, shown.ink(), outage), 0);
        QVERIFY(countOf(image, shown.ink(Tone::Bad), shown.view.rect()) > 80);
    }

    void aFailureIsACrossOnTheBottomEdge()
    {
        HealthChart chart = aFlatChart();
        ShownChart well(chart);
        QCOMPARE(countOf(pictureOf(&well.view), well.ink(Tone::Bad), well.view.rect()), 0);
        chart.columns[100].failures = 1;
        ShownChart shown(chart);
        const int x = int(shown.drawing().x(chart.columns[100]));
        const QRect bottom(x - 6, shown.plot().bottom() - 5, 13, 12);
        QVERIFY(countOf(pictureOf(&shown.view), shown.ink(Tone::Bad), bottom) >= 9);
    }

    void anExtremeIsPainted_data()
    {
        QTest::addColumn<int>("width");
        QTest::newRow("wide") << 600;
        QTest::newRow("narrow") << 200;
    }
    void anExtremeIsPainted()
    {
        QFETCH(int, width);
        HealthChart chart = aFlatChart();
        ShownChart flat(chart, {width, 120});
        chart.columns[77].highest = 30'000;
        ShownChart shown(chart, {width, 120});
        const int x = shown.x(chart.columns[77].atMs);
        const QImage image = pictureOf(&shown.view);
        const QColor card = image.pixelColor(shown.plot().left() + 3, shown.y(28'500)); // where nothing else is
        const auto isPainted = [&](int y) {
            int painted = 0;
            for (int near = x - 4; near <= x + 4; ++near)
                painted += image.pixelColor(near, y) == card ? 0 : 1;
            return painted;
        };
        for (const int value : {29'500, 28'000, 13'000, 7'000})
            QVERIFY2(isPainted(shown.y(value)) > 0, qPrintable(QString::number(value)));
        QCOMPARE(isPainted(shown.y(30'000) - 2), 0);
    }

    void deploymentsAreLinesWithWords()
    {
        HealthChart chart = aFlatChart();
        ShownChart without(chart);
        QCOMPARE(countOf(pictureOf(&without.view), without.ink(Tone::Running), without.view.rect()), 0);
        chart.deployments = {aMark(600'000), aMark(4'000'000, "before the window")};
        ShownChart shown(chart);
        const QImage image = pictureOf(&shown.view);
        const QRect line(shown.x(chart.deployments[0].atMs) - 1, shown.plot().top(), 3, shown.plot().height());
        QVERIFY(countOf(image, shown.ink(Tone::Running), line) > shown.plot().height() / 3);
        QVERIFY(shown.described().contains(QStringLiteral("UTC: deployed 3f9c2ab")));
        QVERIFY(!shown.described().contains(QStringLiteral("before the window")));
    }

    void wordsOfDeploymentsNeverTouch()
    {
        QRandomGenerator random(7);
        const QFontMetricsF metrics(QFont{});
        for (int round = 0; round < 300; ++round) {
            HealthChart chart = aFlatChart();
            for (int i = random.bounded(12); i >= 0; --i)
                chart.deployments.append(aMark(random.bounded(1'800'000)));
            const ChartScale scale = chartScale(chart, QSizeF(200 + random.bounded(700), 120), metrics);
            QList<PlacedText> texts = markTexts(chart.deployments, scale, 90, metrics);
            std::sort(texts.begin(), texts.end(),
                      [](const auto &left, const auto &right) { return left.left < right.left; });
            double free = 90;
            for (const PlacedText &text : std::as_const(texts)) {
                QVERIFY(text.left >= free);
                QVERIFY(metrics.horizontalAdvance(text.text) <= text.width + 1);
                free = text.left + text.width;
            }
            QVERIFY(free <= scale.plot.right() + 1);
        }
    }

    void timesNeverTouchAndTheLastIsUtc()
    {
        const QFontMetricsF metrics(QFont{});
        for (const ChartWindow window : chartWindows) {
            for (int width = 180; width < 900; width += 7) {
                const ChartScale scale = chartScale(aChart(window), QSizeF(width, 120), metrics);
                const QList<PlacedText> labels = timeLabels(scale, window, metrics);
                QCOMPARE(labels.constLast().text, QStringLiteral("11:06 UTC"));
                double free = 0;
                for (const PlacedText &label : labels) {
                    QVERIFY(label.left >= free);
                    free = label.left + label.width + 1;
                }
                QVERIFY(labels.constLast().left + labels.constLast().width <= width);
            }
        }
    }

    void localTimesAreRoundOnTheClockOnTheWall()
    {
        const LocalZone local(kathmandu);
        const QFontMetricsF metrics(QFont{});
        const ChartScale scale = chartScale(aChart(ChartWindow::Day), QSizeF(900, 120), metrics);
        const QStringList told = textsOf(timeLabels(scale, ChartWindow::Day, metrics));
        QCOMPARE(told, (QStringList{QStringLiteral("18:00"), QStringLiteral("00:00"), QStringLiteral("06:00"),
                                    QStringLiteral("12:00"), QStringLiteral("16:51 UTC+05:45")}));
    }

    void daysBeginAtLocalMidnight()
    {
        const LocalZone local(newYork);
        const QFontMetricsF metrics(QFont{});
        const ChartScale scale = chartScale(aChart(ChartWindow::Week), QSizeF(900, 120), metrics);
        const QList<PlacedText> labels = timeLabels(scale, ChartWindow::Week, metrics);
        QCOMPARE(labels.constLast().text, QStringLiteral("06:06 EST"));
        const qint64 midnight = QDateTime(QDate(2026, 11, 17), QTime(5, 0), utcZone).toMSecsSinceEpoch();
        QCOMPARE(labels.at(labels.size() - 2).text, QStringLiteral("17 Nov"));
        QCOMPARE(labels.at(labels.size() - 2).at, scale.x(midnight));
    }

    void timesBeforeTheClocksWereChangedNameTheirZone()
    {
        const LocalZone local(centralEurope);
        const QFontMetricsF metrics(QFont{});
        HealthChart chart = aChart(ChartWindow::SixHours);
        chart.untilMs = QDateTime(QDate(2026, 10, 25), QTime(3, 30), utcZone).toMSecsSinceEpoch();
        const ChartScale scale = chartScale(chart, QSizeF(1'200, 120), metrics);
        const QStringList told = textsOf(timeLabels(scale, ChartWindow::SixHours, metrics));
        QCOMPARE(told, (QStringList{QStringLiteral("00:00 CEST"), QStringLiteral("02:00"), QStringLiteral("04:00"),
                                    QStringLiteral("04:30 CET")}));
    }

    void anotherZoneIsTakenUpWhereItIsShown()
    {
        ShownChart shown;
        shown.view.setFocus();
        pressKey(&shown.view, Qt::Key_End);
        const QImage before = pictureOf(&shown.view);
        QVERIFY(shown.described().startsWith(QStringLiteral("11:06:35 UTC: ")));
        const LocalZone berlin(centralEurope);
        setShownZone(ShownZone::Utc);
        applyZone(ShownZone::Local);
        QVERIFY(shown.described().startsWith(QStringLiteral("12:06:35 CET: ")));
        QVERIFY(shown.view.cursorText().startsWith(QStringLiteral("12:06:35 CET: ")));
        QVERIFY(pictureOf(&shown.view) != before);
    }

    void stepsAreRound()
    {
        QCOMPARE(roundStep(410, 4), 200.0);
        QCOMPARE(roundStep(1, 4), 1.0);
        QCOMPARE(roundStep(3'100, 4), 1'000.0);
        QCOMPARE(roundStep(std::numeric_limits<int>::max(), 4), 1e9);
        QCOMPARE(axisText(200), QStringLiteral("200 ms"));
        QCOMPARE(axisText(1'000), QStringLiteral("1 s"));
        QCOMPARE(axisText(1'500), QStringLiteral("1.5 s"));
        QCOMPARE(axisText(2e9), QStringLiteral("2000000 s"));
    }

    void theKeyboardWalksTheColumns()
    {
        ShownChart shown;
        shown.view.setFocus();
        pressKey(&shown.view, Qt::Key_Home);
        const QString first = columnText(shown.chart.columns.constFirst(), ChartWindow::HalfHour);
        QCOMPARE(shown.view.cursorText(), first);
        QCOMPARE(shown.described(), first);
        QVERIFY(QToolTip::text().contains(first));
        pressKey(&shown.view, Qt::Key_Left);
        QCOMPARE(shown.view.cursorText(), first); // there is nothing before
        pressKey(&shown.view, Qt::Key_Right);
        QCOMPARE(shown.view.cursorText(), columnText(shown.chart.columns.at(1), ChartWindow::HalfHour));
        pressKey(&shown.view, Qt::Key_End);
        const QString last = columnText(shown.chart.columns.constLast(), ChartWindow::HalfHour);
        QCOMPARE(shown.view.cursorText(), last);
        pressKey(&shown.view, Qt::Key_Right);
        QCOMPARE(shown.view.cursorText(), last);
    }

    void theCursorIsALineAndStaysAtItsTime()
    {
        ShownChart shown;
        shown.view.setFocus();
        for (int i = 0; i < 9; ++i)
            pressKey(&shown.view, Qt::Key_Left);
        const QString told = shown.view.cursorText();
        const qsizetype column = shown.chart.columns.size() - 9;
        const QColor highlight = shown.view.palette().color(QPalette::Highlight);
        const int x = int(shown.drawing().x(shown.chart.columns.at(column)));
        const QRect line(x - 1, shown.plot().top() + 1, 3, shown.plot().height() - 2);
        QVERIFY(countOf(pictureOf(&shown.view), highlight, line) >= shown.plot().height() - 2);
        shown.chart.untilMs += 60'000;
        shown.chart.columns.append(aColumn(noon.wallMs + 55'000, 90));
        shown.view.display(shown.chart);
        QCOMPARE(shown.view.cursorText(), told);
        shown.view.clearFocus();
        QCOMPARE(shown.view.cursorText(), QString());
        QVERIFY(shown.described().contains(QStringLiteral("latest")));
    }

    void aClickGivesTheFocusAndOtherKeysAreLeftAlone()
    {
        ShownChart shown;
        QVERIFY(!shown.view.hasFocus());
        clickOn(&shown.view);
        QVERIFY(shown.view.hasFocus());
        pressKey(&shown.view, Qt::Key_A);
        QCOMPARE(shown.view.cursorText(), QString());
    }

    void theMouseIsToldTheColumnUnderIt()
    {
        HealthChart chart = aChart();
        chart.columns[50] = {.atMs = chart.columns[50].atMs,
                             .samples = 24,
                             .failures = 1,
                             .lowest = 70,
                             .p50 = 84,
                             .p95 = 132,
                             .highest = 1'410};
        chart.deployments = {{.atMs = chart.columns[50].atMs, .text = QStringLiteral("deployed <b>3f9c2ab</b>")}};
        ShownChart shown(withGap(chart, 900'000, 300'000));
        const int x = qRound(shown.drawing().x(chart.columns[50]));
        const QString tip = toolTipAt(&shown.view, {x, shown.plot().center().y()});
        QVERIFY2(tip.contains(QStringLiteral(
                     "10:45:05 UTC: p50 84 ms, p95 132 ms, lowest 70 ms, highest 1.4 s, 24 samples, 1 failed")),
                 qPrintable(tip));
        QVERIFY(tip.contains(QStringLiteral("10:45 UTC: deployed &lt;b&gt;3f9c2ab&lt;/b&gt;")));
        const QPoint gap(shown.x(noon.wallMs - 750'000), shown.plot().center().y());
        QVERIFY(toolTipAt(&shown.view, gap).contains(QStringLiteral("Nothing was measured")));
    }

    void itIsSaidInWords()
    {
        ShownChart shown;
        QCOMPARE(shown.view.accessibleName(), QStringLiteral("Latency of staging, last 30 min"));
        QVERIFY(shown.described().startsWith(QStringLiteral("p50 84 ms, p95 132 ms; latest 11:06:35 UTC: p50")));
        shown.chart.environment = Environment::Production;
        shown.chart.window = ChartWindow::Week;
        shown.view.display(shown.chart);
        QCOMPARE(shown.view.accessibleName(), QStringLiteral("Latency of production, last 7 days"));
    }

    void withoutDataItSaysSo()
    {
        ShownChart shown(HealthChart{});
        QCOMPARE(shown.described(), QStringLiteral("No data yet"));
        QVERIFY(toolTipAt(&shown.view, {50, 50}).contains(QStringLiteral("No data yet")));
        shown.view.setFocus();
        pressKey(&shown.view, Qt::Key_End);
        QCOMPARE(shown.view.cursorText(), QString());
        const QImage empty = pictureOf(&shown.view);
        shown.chart.trouble = QStringLiteral("The past is damaged and was set aside");
        shown.view.display(shown.chart);
        QCOMPARE(shown.described(), shown.chart.trouble);
        QVERIFY(pictureOf(&shown.view) != empty);
    }

    void hostileWordsAreVisibleAndBounded()
    {
        const QString hostile = QStringLiteral("<b>\u202Eevil</b>\n ").repeated(20'000);
        HealthChart chart{.untilMs = noon.wallMs, .trouble = hostile};
        ShownChart empty(chart);
        QVERIFY(empty.described().startsWith(QStringLiteral("<b><U+202E>evil</b>")));
        QVERIFY(empty.described().size() < 6'000);
        pictureOf(&empty.view);
        chart = aChart();
        chart.deployments = {{.atMs = noon.wallMs - 1'000, .text = hostile},
                             {.atMs = noon.wallMs - 1'799'000, .text = hostile}};
        ShownChart shown(chart, {180, 90});
        pictureOf(&shown.view);
        QVERIFY(!shown.described().contains(QChar(0x202E)));
        QVERIFY(shown.described().size() < 3'000);
    }

    void hugeValuesAreDrawn()
    {
        HealthChart chart = aFlatChart();
        chart.columns[10].highest = chart.columns[10].p95 = std::numeric_limits<int>::max();
        ShownChart shown(chart);
        QVERIFY(countOf(pictureOf(&shown.view), shown.ink(), shown.plot()) > shown.plot().width());
        QVERIFY(shown.plot().width() > 450); // the labels leave room
        QVERIFY(columnText(chart.columns[10], chart.window).contains(QStringLiteral("highest 2147484 s")));
    }

    void oneColumnAloneIsSeen()
    {
        HealthChart chart = aFlatChart();
        chart.columns = chart.columns.mid(80, 1);
        ShownChart shown(chart);
        const int x = int(shown.drawing().x(chart.columns[0]));
        QVERIFY(countOf(pictureOf(&shown.view), shown.ink(), {x - 2, shown.y(100) - 1, 5, 3}) >= 2);
    }

    void theSameAgainDoesNothing()
    {
        ShownChart shown;
        QCoreApplication::processEvents();
        PaintCounter paints(&shown.view);
        shown.view.display(HealthChart(shown.chart));
        QCoreApplication::processEvents();
        QCOMPARE(paints.count, 0);
        shown.chart.columns.last().p50 = 90;
        shown.view.display(shown.chart);
        QCoreApplication::processEvents();
        QCOMPARE(paints.count, 1);
    }

    void hiddenItDoesNothingUntilItIsShown()
    {
        ShownChart shown;
        const QString before = shown.described();
        shown.view.hide();
        PaintCounter paints(&shown.view);
        shown.chart.p50 = 999;
        shown.view.display(shown.chart);
        QCoreApplication::processEvents();
        QCOMPARE(paints.count, 0);
        QCOMPARE(shown.described(), before);
        shown.view.show();
        QVERIFY(shown.described().startsWith(QStringLiteral("p50 999 ms")));
    }

    void itIsLegibleInEveryTheme_data()
    {
        QTest::addColumn<ThemeChoice>("choice");
        QTest::newRow("light") << ThemeChoice::Light;
        QTest::newRow("dark") << ThemeChoice::Dark;
        QTest::newRow("contrast") << ThemeChoice::HighContrast;
    }
    void itIsLegibleInEveryTheme()
    {
        QFETCH(ThemeChoice, choice);
        applyTheme(choice);
        ShownChart shown(aFlatChart());
        const QImage image = pictureOf(&shown.view);
        const QColor band = image.pixelColor(shown.plot().center().x(), shown.y(250));
        const QColor card = image.pixelColor(shown.plot().right() + 3, shown.y(250));
        applyTheme(ThemeChoice::Light);
        QVERIFY(band != card);
        QVERIFY(blankColumns(image, shown.ink(), shown.rowOf(100)) < 12);
    }

    void itAsksForLittleRoom()
    {
        HealthChartView view;
        QCOMPARE(view.sizeHint(), QSize(420, 120));
        QCOMPARE(view.minimumHeight(), 64);
        QCOMPARE(view.sizePolicy().horizontalPolicy(), QSizePolicy::Expanding);
    }
};

SLIPWAY_TEST(HealthChartTest)
#include "healthchart_test.moc"

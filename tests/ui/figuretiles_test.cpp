// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/environment/figuretiles.h"

#include "support/healthstates.h"
#include "support/testmain.h"
#include "support/windowkit.h"
#include "ui/environment/figurewords.h"

#include <QSignalSpy>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

FigureTile tileOf(const QList<FigureTile> &tiles, const char *id)
{
    for (const FigureTile &tile : tiles) {
        if (tile.id == QLatin1String(id))
            return tile;
    }
    qFatal("there is no tile %s", id);
}

FigureTile uptimeOf(Milliseconds up, Milliseconds down)
{
    HealthChart chart = aLivelyChart();
    chart.day = {.up = up, .down = down};
    return tileOf(figureTiles(aKnownEnvironment(), chart), "uptime");
}

QPoint middleOf(const FigureTiles &tiles, int tile, int of)
{
    return {tiles.width() * (2 * tile + 1) / (2 * of), tiles.height() / 2};
}

} // namespace

class FigureTilesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void numbersThatAreThereAreTold()
    {
        const QList<FigureTile> tiles = figureTiles(aKnownEnvironment(), aLivelyChart());
        QCOMPARE(tileOf(tiles, "latency").value, QStringLiteral("84 / 132"));
        QCOMPARE(tileOf(tiles, "uptime").value, QStringLiteral("99.93 %"));
        QVERIFY(tileOf(tiles, "uptime").detail.contains(QStringLiteral("1 h: 100 % of 42 min measured")));
        QCOMPARE(tileOf(tiles, "issues").value, QStringLiteral("0 of 7"));
        QCOMPARE(tileOf(tiles, "errors").value, QStringLiteral("0.2"));
    }

    void noNumberIsZeroAndNoneIsEmpty()
    {
        const QList<HealthState> states = healthStates();
        for (const HealthState &state : states) {
            const QList<FigureTile> tiles = figureTiles(state.view, std::nullopt);
            for (const FigureTile &tile : tiles) {
                QVERIFY2(!tile.value.trimmed().isEmpty(), qPrintable(tile.id));
                QVERIFY2(!tile.detail.trimmed().isEmpty(), qPrintable(tile.id));
                QVERIFY2(tile.known || !tile.value.contains(QLatin1Char('0')), qPrintable(tile.value));
            }
        }
        QVERIFY(!tileOf(figureTiles(aKnownEnvironment(), std::nullopt), "latency").known);
        QVERIFY(!tileOf(figureTiles(aKnownEnvironment(), HealthChart{}), "uptime").known);
    }

    void aNumberThatCannotBeHadSaysWhy()
    {
        EnvironmentView view = aKnownEnvironment();
        view.figures.errorsPerMinute = noFigure("the Sentry token lacks event:read", ErrorKind::Forbidden);
        const FigureTile forbidden = tileOf(figureTiles(view, std::nullopt), "errors");
        QVERIFY(!forbidden.known);
        QCOMPARE(forbidden.look, lookOf(ErrorKind::Forbidden));
        QVERIFY(forbidden.detail.contains(QStringLiteral("event:read")));
        view.figures.errorsPerMinute = noFigure("");
        const FigureTile early = tileOf(figureTiles(view, std::nullopt), "errors");
        QCOMPARE(early.value, QStringLiteral("no data yet"));
        QVERIFY(early.value != forbidden.value);
    }

    void uptimeIsNotRoundedUpAndSaysHowLongItWasMeasured()
    {
        QCOMPARE(uptimeOf(Milliseconds(86'399'000), Milliseconds(1'000)).value, QStringLiteral("99.99 %"));
        QCOMPARE(uptimeOf(Milliseconds(86'400'000), Milliseconds(0)).value, QStringLiteral("100 %"));
        QCOMPARE(uptimeOf(Milliseconds(86'400'000), Milliseconds(0)).title, QStringLiteral("uptime 24 h"));
        QCOMPARE(uptimeOf(Milliseconds(2'520'000), Milliseconds(0)).title, QStringLiteral("uptime, 42 min"));
    }

    void railwaySaysOnceWhatItMayNotRead()
    {
        EnvironmentView view = aKnownEnvironment();
        QCOMPARE(railwayWords(view).text.section(QStringLiteral(" \u00b7 "), 0, 3),
                 QStringLiteral("0.21 vCPU \u00b7 412 MB of 8.0 GB \u00b7 5xx 0.4 % \u00b7 p95 310 ms"));
        const Figure forbidden = noFigure("the token may not read metrics", ErrorKind::Forbidden);
        view.figures.cpu = view.figures.memoryGb = view.figures.errorPercent = view.figures.p95Ms = forbidden;
        view.serving = {};
        QCOMPARE(railwayWords(view).text, QStringLiteral("the token may not read metrics"));
        QCOMPARE(railwayWords(view).look, lookOf(ErrorKind::Forbidden));
        view.figures = {};
        QVERIFY(railwayWords(view).text.isEmpty());
    }

    void checksCountAndTheFailingOneIsTold()
    {
        EnvironmentView view = aKnownEnvironment();
        QCOMPARE(checksWords(view).text, QStringLiteral("2 of 2 pass"));
        QCOMPARE(checksWords(view).look, lookOf(Verdict::Healthy));
        view.checks[1] = aCheck("models", Verdict::Degraded, "len(body.data) (0) > 0");
        QCOMPARE(checksWords(view).text, QStringLiteral("1 of 2 pass \u00b7 models: len(body.data) (0) > 0"));
        QCOMPARE(checksWords(view).look, lookOf(Verdict::Degraded));
        view.stale = true;
        QCOMPARE(checksWords(view).look, lookOf(Verdict::Unknown));
    }

    void noCheckIsNotAPass()
    {
        EnvironmentView view = aKnownEnvironment();
        view.checks = {};
        QVERIFY(checksWords(view).text.isEmpty());
        view.checks = {{.name = QStringLiteral("health"), .why = QStringLiteral("not asked yet")}};
        QCOMPARE(checksWords(view).look, lookOf(Verdict::Unknown));
        QVERIFY(checksWords(view).text.contains(QStringLiteral("not asked yet")));
    }

    void theCertificateWarnsBeforeItEnds()
    {
        EnvironmentView view = aKnownEnvironment();
        const auto tone = [&](int days) {
            view.certificateDays = days;
            return certificateWords(view).look->tone;
        };
        QCOMPARE(tone(21), Tone::Good);
        QCOMPARE(tone(20), Tone::Warn);
        QCOMPARE(tone(7), Tone::Warn);
        QCOMPARE(tone(6), Tone::Bad);
        view.certificateDays = {};
        QVERIFY(certificateWords(view).text.isEmpty());
    }

    void alertsAreToldAndSoIsWhyTheyCannotBe()
    {
        EnvironmentView view = aKnownEnvironment();
        QVERIFY(alertsWords(view).text.isEmpty());
        view.figures.alerts = {{.title = QStringLiteral("Error budget"), .summary = QStringLiteral("burns")}};
        QCOMPARE(alertsWords(view).text, QStringLiteral("Error budget: burns"));
        view.figures.alerts = {};
        view.figures.alertsText = QStringLiteral("Grafana cannot be reached");
        QCOMPARE(alertsWords(view).text, QStringLiteral("Grafana cannot be reached"));
        QVERIFY(alertsWords(view).look->tone != Tone::Good);
    }

    void onlyWhatHasMoreBehindItOpens()
    {
        FigureTiles tiles;
        const QList<FigureTile> shown = figureTiles(aKnownEnvironment(), aLivelyChart());
        tiles.display(shown);
        tiles.resize(480, tiles.sizeHint().height());
        tiles.show();
        QVERIFY(QTest::qWaitForWindowExposed(&tiles));
        QSignalSpy opened(&tiles, &FigureTiles::opened);
        QTest::mouseClick(tiles.windowHandle(), Qt::LeftButton, {}, middleOf(tiles, 0, int(shown.size())));
        QVERIFY(opened.isEmpty());
        QTest::mouseClick(tiles.windowHandle(), Qt::RightButton, {}, middleOf(tiles, 2, int(shown.size())));
        QVERIFY(opened.isEmpty());
        QTest::mouseClick(tiles.windowHandle(), Qt::LeftButton, {}, middleOf(tiles, 2, int(shown.size())));
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.at(0).at(0).toString(), QStringLiteral("issues"));
    }

    void theKeysWalkTheTilesAndOpen()
    {
        FigureTiles tiles;
        tiles.display(figureTiles(aKnownEnvironment(), aLivelyChart()));
        tiles.show();
        QVERIFY(QTest::qWaitForWindowExposed(&tiles));
        tiles.setFocus();
        QSignalSpy opened(&tiles, &FigureTiles::opened);
        pressKey(&tiles, Qt::Key_Return);
        QVERIFY(opened.isEmpty());
        pressKey(&tiles, Qt::Key_Right);
        QVERIFY(tiles.accessibleDescription().contains(QStringLiteral("24 h: 99.93 %")));
        pressKey(&tiles, Qt::Key_Right);
        pressKey(&tiles, Qt::Key_Return);
        pressKey(&tiles, Qt::Key_Space);
        QCOMPARE(opened.size(), 2);
        pressKey(&tiles, Qt::Key_Left);
        pressKey(&tiles, Qt::Key_Return);
        QCOMPARE(opened.size(), 2);
        QVERIFY(tiles.accessibleName().contains(QStringLiteral("p50 / p95, ms: 84 / 132")));
    }

    void withoutTilesNothingHappens()
    {
        FigureTiles tiles;
        tiles.show();
        QVERIFY(QTest::qWaitForWindowExposed(&tiles));
        tiles.setFocus();
        QSignalSpy opened(&tiles, &FigureTiles::opened);
        pressKey(&tiles, Qt::Key_Right);
        pressKey(&tiles, Qt::Key_Return);
        clickOn(&tiles);
        QVERIFY(opened.isEmpty());
    }
};

SLIPWAY_TEST(FigureTilesTest)
#include "figuretiles_test.moc"

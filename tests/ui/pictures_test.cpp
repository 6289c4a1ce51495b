// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/builders.h"
#include "support/commands.h"
#include "support/pastdeployments.h"
#include "support/shownwindow.h"
#include "support/somecharts.h"
#include "support/somerepairs.h"
#include "support/testmain.h"
#include "support/windowkit.h"
#include "ui/charts/healthchart.h"
#include "ui/charts/heartbeatbar.h"
#include "ui/confirm/gobackdialog.h"
#include "ui/confirm/promotedialog.h"
#include "ui/confirm/repairdialog.h"
#include "ui/controls/theme.h"
#include "ui/deployments/deploymentspanel.h"
#include "ui/window/troublebar.h"

#include <QAction>
#include <QDir>
#include <QTabWidget>
#include <QTest>
#include <QVBoxLayout>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

PromotionOffer aLongOffer()
{
    PromotionOffer offer = evaluate({healthyWorld(noon), acmeProject(), noon}).offer;
    offer.workflowName = QString(90, QLatin1Char('W'));
    for (int i = 0; i < 70; ++i)
        offer.commits.append({.sha = {QStringLiteral("%1").arg(i, 7, 16, QLatin1Char('0'))},
                              .title = QStringLiteral("Retry \u202Eeverything & <b>more</b> ").repeated(1 + i % 7),
                              .author = QStringLiteral("somebody-with-a-long-name")});
    offer.gates[0].state = GateState::Block;
    offer.gates[0].reason =
        QStringLiteral("CI failed on 3f9c2ab: ") + QStringLiteral("Tests shard 3 of 4, ").repeated(9);
    offer.gates[1].state = GateState::Unknown;
    offer.gates[2].state = GateState::Warn;
    offer.ways[0].available = false;
    offer.ways[0].reason = QStringLiteral("main is now at c0ffee1, not at the tested 3f9c2ab");
    return offer;
}

constexpr const char *hostileText =
    "Merge \u202Eevil\u202C <b>bold</b> \u200B\x1b[31m and a title that goes on and on and on ";

/// Everything at once that can be wrong, in words as long and hostile as they come.
Observations aTroubledWorld(Moment now)
{
    Observations all = healthyWorld(now);
    all.tip.value->sha = newerSha;
    all.tip.value->title = QString::fromUtf8(hostileText).repeated(3);
    all.tip.value->author = QString::fromUtf8(hostileText);
    all.services.staging.value->active[0].commit = {};
    all.health.production = fresh(withSample({}, {.at = now.utc(),
                                                  .verdict = Verdict::Degraded,
                                                  .httpStatus = 200,
                                                  .latencyMs = 1033,
                                                  .reasons = {QString::fromUtf8(hostileText)}}),
                                  now);
    all.health.staging = failing<Health>(ErrorKind::Timeout, QStringLiteral("no answer within 10 s"), now);
    all.issues.production = failing<SentryIssues>(
        ErrorKind::Forbidden, QStringLiteral("the Sentry token lacks event:read; make one with that scope"), now);
    all.autoDeploy.production.fetchedAt = {};
    all.checklist.ticks.remove(3, 2);
    all.journalReadable = false;
    all.journalTrouble = QStringLiteral("The journal of commands is damaged and was set aside");
    return all;
}

CommandRecord aFollowedPromotion()
{
    CommandRecord record = aPromotionWithRun(CommandState::Accepted);
    record.detail = QStringLiteral("The run waits for a review");
    record.steps = {
        {.title = QStringLiteral("The service took the command"), .state = CommandStep::State::Passed},
        {.title = QStringLiteral("Run #910 checked out 3f9c2ab"), .state = CommandStep::State::Passed},
        {.title = QStringLiteral("Deploy to Railway Production"),
         .state = CommandStep::State::Running,
         .detail = QStringLiteral("step Wait for health")},
        {.title = QStringLiteral("Railway's new deployment serves"), .state = CommandStep::State::Waiting},
        {.title = QStringLiteral("Two good probes in a row"), .state = CommandStep::State::Waiting},
    };
    record.reviews = {{.environment = QStringLiteral("production"),
                       .reviewers = {QStringLiteral("alice"), QStringLiteral("acme/leads")}}};
    record.alarms = {QStringLiteral("A deployment appeared in staging that no run explains")};
    return record;
}

void showAll(MainWindow &window, const Snapshot &snapshot)
{
    window.buildPanels();
    window.sources()->setLogin(QStringLiteral("mira"));
    fillWindow(window, snapshot);
    showRepairs(window, snapshot.repairs);
    showNoon(window);
}

DeploymentsView aLongList(Environment environment = Environment::Production)
{
    DeploymentsView view = manyPasts(200);
    view.environment = environment;
    view.complete = false;
    QList<PastDeployment> &rows = view.rows;
    rows[1].deployment.commitMessage = QString::fromUtf8(hostileText).repeated(3);
    rows[1].deployment.commitAuthor = QString::fromUtf8(hostileText);
    rows[2].trouble = QStringLiteral("production was down for 6 minutes while it was live");
    rows[3] = aRefused("d-failed", newerSha, 300'000, ReturnRefusal::Failed);
    rows[4] = aRefused("d-aborted", {}, 310'000, ReturnRefusal::NeverServed);
    rows[5].deployment.status = DeploymentStatus::Unknown;
    rows[5].deployment.rawStatus = QStringLiteral("HIBERNATING");
    rows[5].refusal = ReturnRefusal::StatusUnknown;
    rows[6].imageKeptUntil = at(noon, -180'000);
    rows[7].served = Served::Unknown;
    rows[7].refusal = ReturnRefusal::ServedUnknown;
    return view;
}

EnvironmentView aVerboseTrouble()
{
    EnvironmentView view = aDegraded();
    view.verdict = Verdict::Down;
    view.verdictReason = QString::fromUtf8(hostileText).repeated(2);
    return view;
}

ForecastFacts aFullForecast(const char *target)
{
    ForecastFacts facts = aDestructiveForecastOf(target);
    facts.migrations[0].sql =
        QStringLiteral("ALTER TABLE \"usage\" DROP COLUMN model, RENAME COLUMN tokens TO tokens_in;");
    for (int i = 0; i < 30; ++i)
        (*facts.undone)
            ->commits.append({.sha = {QStringLiteral("%1").arg(i + 9'000'000, 40, 10, QLatin1Char('0'))},
                              .title = QString::fromUtf8(hostileText).repeated(1 + i % 3),
                              .author = QStringLiteral("somebody-with-a-long-name")});
    facts.variables = VariableChanges{.disappear = {QStringLiteral("POOL_RETRIES")},
                                      .change = {QStringLiteral("USAGE_FLUSH_S"), QStringLiteral("LOG_LEVEL")}};
    return facts;
}

/// A pause, an outage, a slow answer and two deployments close to each other.
HealthChart anEventfulChart(ChartWindow window = ChartWindow::HalfHour)
{
    HealthChart chart = aChart(window);
    const qint64 span = spanOf(window).count();
    chart = withGap(chart, span * 8 / 10, span / 10);
    const qint64 failedFrom = noon.wallMs - span / 2;
    for (LatencyColumn &column : chart.columns) {
        const qint64 after = column.atMs - failedFrom;
        if (after >= 0 && after < span / 14)
            column = {.atMs = column.atMs, .samples = 1, .failures = 1};
        else if (after >= 0 && after < span / 5)
            column = aColumn(column.atMs, 160 + int(column.atMs / 5'000 % 5) * 9, 400);
    }
    chart.columns[chart.columns.size() / 4] = aColumn(chart.columns[chart.columns.size() / 4].atMs, 150, 720);
    chart.deployments = {{.atMs = noon.wallMs - span / 3, .text = QStringLiteral("deployed 81d02f7")},
                         {.atMs = noon.wallMs - span / 4, .text = QStringLiteral("deployed 3f9c2ab")}};
    return chart;
}

QList<Beat> eventfulBeats()
{
    QList<Beat> beats = someBeats(52);
    spoil(beats[20], Verdict::Down, "connection refused");
    for (int i = 40; i < 46; ++i)
        spoil(beats[i], Verdict::Degraded, "database = unavailable");
    return beats;
}

Project aShownProject(bool rehearsal)
{
    Project project = acmeProject();
    project.file = QStringLiteral("/home/mira/gatewayz-api.toml");
    project.rehearsal = rehearsal;
    return project;
}

} // namespace

/// Takes pictures for people to look at, into the folder that SLIPWAY_PICTURES names. It judges nothing.
class PicturesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (!qEnvironmentVariableIsSet("SLIPWAY_PICTURES"))
            QSKIP("SLIPWAY_PICTURES names no folder");
        QDir().mkpath(folder());
    }

    void dialogs_data() { themes(); }
    void dialogs()
    {
        QFETCH(ThemeChoice, choice);
        applyTheme(choice);
        PromoteDialog plain(evaluate({healthyWorld(noon), acmeProject(), noon}).offer);
        plain.setProjectName(QStringLiteral("gatewayz-api"));
        take(plain, "promote");
        PromoteDialog full(aLongOffer());
        take(full, "promote-long");
    }

    void returns_data() { themes(); }
    void returns()
    {
        QFETCH(ThemeChoice, choice);
        applyTheme(choice);
        GoBackDialog plain(somePasts(), aDegraded(), {}, false);
        plain.setNow(noon);
        plain.display(std::optional(aForecastOf("d-good")));
        takeDialog(plain, "goback");
        GoBackDialog full(aLongList(), aVerboseTrouble(), {aPromotion(CommandState::Uncertain)}, true,
                          DeploymentId{QStringLiteral("d-5")});
        full.setNow(noon);
        full.display(std::optional(aFullForecast("d-5")));
        DeploymentsView moved = aLongList();
        moved.newest = {QStringLiteral("d-by-another-hand")};
        full.display(moved);
        takeDialog(full, "goback-long");
        GoBackDialog reading(somePasts(), aDegraded(), {}, false);
        takeDialog(reading, "goback-reading");
        GoBackDialog empty({.environment = Environment::Production}, {.environment = Environment::Production}, {},
                           false);
        takeDialog(empty, "goback-empty");
        GoBackDialog staging(somePasts(Environment::Staging), aDegraded(Environment::Staging), {}, false);
        takeDialog(staging, "goback-staging");
    }

    void repairs_data() { themes(); }
    void repairs()
    {
        QFETCH(ThemeChoice, choice);
        applyTheme(choice);
        RepairDialog typed(aProductionCancellation());
        take(typed, "repair-typed");
        RepairDialog review(anApproval());
        take(review, "repair-review");
        RepairDialog shut(aShutRepair());
        take(shut, "repair-shut");
    }

    void emergencies_data() { themes(); }
    void emergencies()
    {
        QFETCH(ThemeChoice, choice);
        applyTheme(choice);
        Observations world = healthyWorld(noon);
        world.health.production = fresh(withSample({}, badSample(Verdict::Degraded, "database = unavailable")), noon);
        const Snapshot snapshot = evaluate({world, acmeProject(), noon});
        MainWindow window(aShownProject(false));
        showAll(window, snapshot);
        showRepairs(window, {aRerun(), aShutRepair(), aProductionCancellation()});
        window.hold()->display(Hold{.order = {QStringLiteral("r")},
                                    .sha = goodSha,
                                    .undone = testedSha,
                                    .reason = QStringLiteral("the pool was exhausted after 14:29"),
                                    .who = QStringLiteral("mira"),
                                    .since = at(noon, 40'000)},
                               snapshot.environments.staging.serving->sha,
                               snapshot.environments.production.serving->sha);
        window.panels()->tabs()->showDeployments(aLongList());
        lookAtDeployments(window, 2);
        take(window, "window-deployments");
        window.resize(1920, 1080);
        take(window, "window-deployments-large");
        MainWindow returning(aShownProject(false));
        showAll(returning, snapshot);
        CommandRecord back = aReturn(CommandState::Uncertain);
        back.detail = QStringLiteral("Railway did not answer; its deployments are being looked through");
        CommandRecord promotion = aFollowedPromotion();
        promotion.reviews[0].currentUserCanApprove = true;
        promotion.reviews[0].environmentId = 7;
        showCommands(returning, {back, promotion});
        showRepairs(returning, {aRerun()});
        take(returning, "window-returning");
        MainWindow hollow(aShownProject(false));
        showAll(hollow, evaluate({Observations(), acmeProject(), noon}));
        hollow.panels()->tabs()->showDeployments(
            {.environment = Environment::Production,
             .trouble = QStringLiteral("Railway cannot be reached: connection refused")});
        lookAtDeployments(hollow, -1);
        take(hollow, "window-deployments-empty");
    }

    void charts_data() { themes(); }
    void charts()
    {
        QFETCH(ThemeChoice, choice);
        applyTheme(choice);
        QWidget card;
        card.setBackgroundRole(QPalette::Base);
        card.setAutoFillBackground(true);
        auto *column = new QVBoxLayout(&card);
        const auto add = [&](const HealthChart &chart, Tone tone) {
            auto *view = new HealthChartView(&card);
            view->setTone(tone);
            view->display(chart);
            column->addWidget(view);
            return view;
        };
        add(anEventfulChart(), Tone::Good);
        add(anEventfulChart(ChartWindow::Week), Tone::Warn);
        HealthChart single{.untilMs = noon.wallMs, .columns = anEventfulChart().columns.mid(100, 1)};
        single.deployments = {{.atMs = noon.wallMs - 20'000, .text = QString::fromUtf8(hostileText)}};
        add(single, Tone::Neutral);
        add({.trouble = QString::fromUtf8(hostileText).repeated(9)}, Tone::Neutral);
        add({}, Tone::Neutral);
        const QList<QList<Beat>> rows{eventfulBeats(), {}};
        for (const QList<Beat> &beats : rows) {
            auto *bar = new HeartbeatBar(&card);
            bar->display(beats);
            column->addWidget(bar);
        }
        card.resize(480, 740);
        take(card, "charts");
        card.resize(260, 740);
        take(card, "charts-narrow");
    }

    void windows_data() { themes(); }
    void windows()
    {
        QFETCH(ThemeChoice, choice);
        applyTheme(choice);
        MainWindow good(aShownProject(false));
        showAll(good, evaluate({healthyWorld(noon), acmeProject(), noon}));
        take(good, "window");
        good.resize(1920, 1080);
        take(good, "window-large");
        MainWindow bad(aShownProject(true));
        showAll(bad, evaluate({aTroubledWorld(noon), acmeProject(), noon}));
        bad.trouble()->display(
            QStringLiteral("The journal of commands is damaged; it was set aside as journal-1.sqlite.bad"));
        take(bad, "window-troubled");
        named<QAction>(&bad, "moreRoomAction")->trigger();
        showCommands(bad, {aFollowedPromotion()});
        const auto *command = named<QWidget>(&bad, "commandPanel");
        QTRY_COMPARE(command->height(), command->sizeHint().height());
        take(bad, "window-room-troubled");
        MainWindow busy(aShownProject(true));
        showAll(busy, evaluate({healthyWorld(noon), acmeProject(), noon}));
        showPromotable(busy, false, QStringLiteral("A promotion of 3f9c2ab is under way"));
        showCommands(busy, {aFollowedPromotion()});
        take(busy, "window-promoting");
        MainWindow empty(aShownProject(false));
        showAll(empty, evaluate({Observations(), acmeProject(), noon}));
        take(empty, "window-empty");
        named<QAction>(&empty, "moreRoomAction")->trigger();
        empty.resize(1920, 1080);
        take(empty, "window-room-empty");
    }

private:
    static QString folder() { return qEnvironmentVariable("SLIPWAY_PICTURES"); }

    static void themes()
    {
        QTest::addColumn<ThemeChoice>("choice");
        QTest::newRow("light") << ThemeChoice::Light;
        QTest::newRow("dark") << ThemeChoice::Dark;
        QTest::newRow("contrast") << ThemeChoice::HighContrast;
    }

    static void lookAtDeployments(MainWindow &window, int row)
    {
        window.findChild<QTabWidget *>(QStringLiteral("sideTabs"))->setCurrentIndex(int(SideTabs::Tab::Deployments));
        auto *table = window.findChild<DeploymentsTable *>(QStringLiteral("deployments"));
        if (row >= 0)
            table->choose(table->model()->index(row, 0));
    }

    /// A dialog as it opens over a window of 1280x800: the offscreen screen is smaller.
    static void takeDialog(QWidget &dialog, const char *name)
    {
        dialog.show();
        dialog.resize(1080, 752);
        take(dialog, name);
    }

    static void take(QWidget &widget, const char *name)
    {
        widget.show();
        QVERIFY(QTest::qWaitForWindowExposed(&widget));
        QCoreApplication::processEvents();
        const QString file =
            QStringLiteral("%1/%2-%3.png")
                .arg(folder(), QString::fromLatin1(name), QString::fromLatin1(QTest::currentDataTag()));
        QVERIFY(widget.grab().save(file));
    }
};

SLIPWAY_TEST(PicturesTest)
#include "pictures_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/github/githubfeed.h"
#include "app/github/runsfeed.h"
#include "support/builders.h"
#include "support/commands.h"
#include "support/feedkit.h"
#include "support/testmain.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTest>
#include <QUrlQuery>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

QString productionFile()
{
    return QStringLiteral("deploy-production.yml");
}

QByteArray objectBody(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray listBody(const QJsonArray &array)
{
    return QJsonDocument(array).toJson(QJsonDocument::Compact);
}

QJsonObject onTheWire(const WorkflowRun &run)
{
    return {{QStringLiteral("id"), run.id.value},
            {QStringLiteral("path"), QStringLiteral(".github/workflows/") + run.workflowFile},
            {QStringLiteral("run_number"), run.number},
            {QStringLiteral("run_attempt"), run.attempt},
            {QStringLiteral("event"), run.event},
            {QStringLiteral("head_branch"), run.headBranch},
            {QStringLiteral("head_sha"), run.headSha.value},
            {QStringLiteral("status"), run.rawStatus},
            {QStringLiteral("conclusion"), run.rawConclusion},
            {QStringLiteral("created_at"), run.createdAt.toString(Qt::ISODate)},
            {QStringLiteral("run_started_at"), run.startedAt.toString(Qt::ISODate)},
            {QStringLiteral("updated_at"), run.updatedAt.toString(Qt::ISODate)}};
}

QByteArray listOnTheWire(const QList<WorkflowRun> &runs, qsizetype most = 100, qsizetype total = 0)
{
    QJsonArray array;
    for (const WorkflowRun &run : runs.first(std::min(most, runs.size())))
        array.append(onTheWire(run));
    return objectBody(
        {{QStringLiteral("workflow_runs"), array}, {QStringLiteral("total_count"), int(std::max(total, runs.size()))}});
}

QByteArray jobOnTheWire(const QString &status, int attempt = 1)
{
    const QJsonValue conclusion =
        status == QLatin1String("completed") ? QJsonValue(QStringLiteral("success")) : QJsonValue();
    return objectBody(
        {{QStringLiteral("jobs"), QJsonArray{QJsonObject{{QStringLiteral("id"), 1},
                                                         {QStringLiteral("run_attempt"), attempt},
                                                         {QStringLiteral("name"), QStringLiteral("deploy")},
                                                         {QStringLiteral("status"), status},
                                                         {QStringLiteral("conclusion"), conclusion}}}}});
}

/// GitHub with a quiet repository: one run of each workflow, all of them green.
struct SmallGitHub {
    explicit SmallGitHub(Moment now)
        : recent{aRun(902).of("deploy.yml").on(testedSha).during(now, 3000, 2500).succeeded(),
                 aRun(901).of("ci.yml").on(testedSha).during(now, 3900, 3499).succeeded(), production(now)}
        , ofWorkflow{{productionFile(), {production(now)}}}
    {
    }
    static WorkflowRun production(Moment now)
    {
        return aRun(880)
            .of("deploy-production.yml")
            .on(liveSha)
            .event("workflow_dispatch")
            .during(now, 90'000, 89'500)
            .succeeded();
    }

    CommitSha tip = testedSha;
    QByteArray workflows = R"({"workflows":[{"id":1,"path":".github/workflows/deploy-production.yml"}]})";
    QByteArray moreWorkflows;                      ///< the second page of them
    QList<WorkflowRun> recent;                     ///< the page of recent runs
    QHash<QString, QList<WorkflowRun>> ofWorkflow; ///< the workflows' own lists
    QHash<RunId, WorkflowRun> byId;                ///< besides those on the page
    QList<WorkflowRun> atTested;                   ///< CI's list of those that a push of the tested commit started
    QList<WorkflowRun> waiting;                    ///< production's that wait, however old
    int productionTotal = 0;                       ///< how many it says there are; 0: those in its list
    QStringList days;                              ///< from which on runs were asked for
    QHash<RunId, QString> jobStatus;               ///< completed unless said
    int jobAttempt = 1;
    QByteArray workflow = "on: workflow_dispatch\njobs: {deploy: {environment: production}}\n";
    bool patterns = false; ///< the environment has branch policies of its own
    QJsonArray issues;
    QHash<QString, int> failing; ///< statuses instead of answers
    QStringList asked;           ///< in words

    int times(const QString &what) const { return int(asked.count(what)); }

    /// "runs", "jobs 30000000880", "compare a...b": what a request asks for.
    static QString wordsFor(const FakeRequest &request)
    {
        const QString repository = QStringLiteral("/repos/acme/api");
        const QString path = request.url.path();
        if (!path.startsWith(repository))
            return path.mid(1);
        const QStringList parts = path.mid(repository.size() + 1).split(QLatin1Char('/'), Qt::SkipEmptyParts);
        const QUrlQuery query(request.url);
        const QString head = query.queryItemValue(QStringLiteral("head_sha"));
        const QString status = query.queryItemValue(QStringLiteral("status"));
        const QString kind = parts.value(0);
        if (parts.isEmpty())
            return QStringLiteral("repository");
        if (kind == QLatin1String("commits"))
            return parts.size() == 2 ? QStringLiteral("tip") : QStringLiteral("pulls ") + parts.at(1);
        if (kind == QLatin1String("compare"))
            return QStringLiteral("compare ") + parts.at(1);
        if (kind == QLatin1String("contents"))
            return QStringLiteral("file ") + parts.constLast();
        if (kind == QLatin1String("environments"))
            return parts.size() == 2 ? QStringLiteral("policy") : QStringLiteral("patterns");
        if (kind == QLatin1String("issues"))
            return QStringLiteral("incidents");
        if (parts.value(1) == QLatin1String("workflows") && parts.size() == 2) {
            const QString page = QUrlQuery(request.url).queryItemValue(QStringLiteral("page"));
            return page.isEmpty() ? QStringLiteral("workflows") : QStringLiteral("workflows, page ") + page;
        }
        if (parts.value(1) == QLatin1String("workflows") && !status.isEmpty())
            return QStringLiteral("runs in ") + status;
        if (parts.value(1) == QLatin1String("workflows"))
            return head.isEmpty() ? QStringLiteral("runs of ") + parts.at(2) : QStringLiteral("CI at ") + head;
        if (parts.size() == 2)
            return QStringLiteral("runs");
        if (parts.size() == 3)
            return QStringLiteral("run ") + parts.at(2);
        if (parts.at(3) == QLatin1String("approvals"))
            return QStringLiteral("decisions ") + parts.at(2);
        if (parts.at(3) == QLatin1String("attempts"))
            return QStringLiteral("attempt %1 of %2").arg(parts.value(4), parts.at(2));
        return (parts.at(3) == QLatin1String("jobs") ? QStringLiteral("jobs ") : QStringLiteral("reviews ")) +
               parts.at(2);
    }

    FakeReply answer(const FakeRequest &request)
    {
        const QString what = wordsFor(request);
        asked.append(what);
        if (failing.contains(what))
            return {.status = failing.value(what), .body = R"({"message":"so"})"};
        const RunId id{what.section(QLatin1Char(' '), 1).toLongLong()};
        const QString created = QUrlQuery(request.url).queryItemValue(QStringLiteral("created"), QUrl::FullyDecoded);
        if (!created.isEmpty())
            days.append(created);
        if (what == QLatin1String("runs"))
            return {.body = listOnTheWire(recent, 30)};
        if (what.startsWith(QLatin1String("CI at ")))
            return {.body = listOnTheWire(atTested)};
        if (what.startsWith(QLatin1String("runs in ")))
            return {.body = listOnTheWire(what.endsWith(QLatin1String("waiting")) ? waiting : QList<WorkflowRun>())};
        if (what == QStringLiteral("runs of ") + productionFile())
            return {.body = listOnTheWire(ofWorkflow.value(productionFile()), 100, productionTotal)};
        if (what.startsWith(QLatin1String("runs of ")))
            return {.body = listOnTheWire(ofWorkflow.value(what.mid(8)), 10)};
        if (what.startsWith(QLatin1String("run ")) && byId.contains(id))
            return {.body = objectBody(onTheWire(byId.value(id)))};
        if (what.startsWith(QLatin1String("attempt ")))
            return {.body = jobOnTheWire(QStringLiteral("completed"))};
        if (what.startsWith(QLatin1String("jobs ")))
            return {.body = jobOnTheWire(jobStatus.value(id, QStringLiteral("completed")), jobAttempt)};
        if (what.startsWith(QLatin1String("reviews ")))
            return {.body = R"([{"environment":{"name":"production"},"reviewers":[{"reviewer":{"login":"lea"}}]}])"};
        if (what.startsWith(QLatin1String("decisions ")))
            return {.body = R"([{"state":"rejected","user":{"login":"lee"},"comment":"","environments":[]}])"};
        if (what.startsWith(QLatin1String("compare ")))
            return {.body = R"({"status":"ahead","ahead_by":2})"};
        if (what.startsWith(QLatin1String("pulls ")))
            return {.body = R"([{"number":412}])"};
        if (what.startsWith(QLatin1String("file ")))
            return {.body = workflow};
        return other(what);
    }
    FakeReply other(const QString &what) const
    {
        if (what == QLatin1String("tip"))
            return {.body = objectBody({{QStringLiteral("sha"), tip.value}})};
        if (what == QLatin1String("user"))
            return {.body = R"({"login":"mira"})"};
        if (what == QLatin1String("repository"))
            return {.body = R"({"full_name":"acme/api"})"};
        if (what == QLatin1String("workflows") && !moreWorkflows.isEmpty())
            return {.body = workflows,
                    .headers = {{"Link", "<https://api.github.com/repos/acme/api/actions/workflows?page=2>; "
                                         "rel=\"next\""}}};
        if (what == QLatin1String("workflows"))
            return {.body = workflows};
        if (what == QLatin1String("workflows, page 2"))
            return {.body = moreWorkflows};
        if (what == QLatin1String("policy") && patterns)
            return {.body = R"({"name":"production","deployment_branch_policy":{"custom_branch_policies":true}})"};
        if (what == QLatin1String("policy"))
            return {.body = R"({"name":"production","deployment_branch_policy":null})"};
        if (what == QLatin1String("patterns"))
            return {.body = R"({"branch_policies":[{"name":"deploy/20*","type":"tag"}]})"};
        if (what == QLatin1String("incidents"))
            return {.body = listBody(issues)};
        return {.status = 404, .body = "{}"};
    }
};

constexpr Milliseconds oneMinute{60'000};
constexpr Milliseconds oneDay{86'400'000};
constexpr const char *lookForCi = "CI at 3f9c2ab000000000000000000000000000000001";

/// The feed, and what the other sources have told already.
struct GitHubWatch {
    GitHubWatch()
    {
        kit.network->setHandler([this](const FakeRequest &request) { return github.answer(request); });
        kit.giveToken(CredentialId::GitHub, kit.store.project().github.api);
    }
    /// Railway says what staging and production serve, and stays fresh.
    void serve(const CommitSha &staging, const CommitSha &production)
    {
        const Moment now = kit.clock.now();
        const auto forLong = [now](const CommitSha &sha, const char *id) {
            const Deployment deployment = aDeployment(id, DeploymentStatus::Success, sha, now, 2000);
            return fresh(serving(deployment), now, oneDay);
        };
        kit.store.apply(now, [&](Observations &all) {
            all.services.staging = forLong(staging, "d-staging");
            all.services.production = forLong(production, "d-production");
            for (const Environment environment : environments) {
                all.deployments[environment] = fresh(all.services[environment].value->active, now, oneDay);
                all.unsettled[environment] = fresh(QList<Deployment>{}, now, oneDay);
            }
        });
    }
    /// The staging run's second attempt has ended, too.
    void startStagingAgain()
    {
        github.recent[0].attempt = 2;
        github.recent[0].startedAt = at(kit.clock.now(), 2600);
    }
    /// Somebody's `railway up` to staging, so many seconds ago.
    void upload(int secondsAgo)
    {
        const Moment now = kit.clock.now();
        const Deployment deployment = aDeployment("d-up", DeploymentStatus::Success, {}, now, secondsAgo);
        kit.store.apply(now, [&](Observations &all) {
            all.services.staging = fresh(serving(deployment), now, Milliseconds(86'400'000));
            all.deployments.staging = fresh(QList<Deployment>{deployment}, now, Milliseconds(86'400'000));
        });
    }
    void follow(const CommandRecord &record)
    {
        kit.store.apply(kit.clock.now(), [&](Observations &all) { all.commands = {record}; });
    }
    const Observations &known() const { return kit.store.observations(); }
    const WorkflowRun *run(RunId id) const
    {
        const auto *runs = known().runs.last();
        const auto found =
            std::find_if(runs->cbegin(), runs->cend(), [&](const WorkflowRun &each) { return each.id == id; });
        return found == runs->cend() ? nullptr : &*found;
    }
    GateState gate(const char *id) const { return gateOf(kit.store.snapshot(), id).state; }
    /// The tested commit's CI passed long ago: thirty younger runs hide it.
    WorkflowRun pushCiOffThePage()
    {
        const Moment now = kit.clock.now();
        const WorkflowRun ci = aRun(300).of("ci.yml").on(testedSha).during(now, 700'000, 699'000).succeeded();
        github.recent[1] = aRun(901).of("ci.yml").on(newerSha).during(now, 900, 500).succeeded();
        github.atTested = {ci};
        serve(testedSha, liveSha);
        return ci;
    }
    Milliseconds pace() const { return kit.schedule.intervalOf(QStringLiteral("github.runs")); }
    int times(const char *what) const { return github.times(QString::fromLatin1(what)); }

    FeedKit kit{acmeProject()};
    SmallGitHub github{kit.clock.now()};
    GitHubFeed feed{{*kit.client, kit.schedule, kit.store, kit.clock}};
    RunsFeed runsFeed{{*kit.client, kit.schedule, kit.store, kit.clock}};
};

WorkflowRun oldProductionRun(Moment now)
{
    return aRun(700).of("deploy-production.yml").on(liveSha).event("workflow_dispatch").during(now, 900'000, 899'000);
}

/// An old run that was started again a minute ago.
WorkflowRun rerunOf(WorkflowRun run, Moment now)
{
    run.attempt = 2;
    run.status = RunStatus::InProgress;
    run.rawStatus = QStringLiteral("in_progress");
    run.startedAt = run.updatedAt = at(now, 60);
    return run;
}

/// A repository in which runs are run again at random, and whose lists fail at random.
class RandomHistory {
public:
    explicit RandomHistory(quint32 seed)
        : m_random(seed)
    {
        m_ci = m_watch.pushCiOffThePage();
        m_release = oldProductionRun(m_watch.kit.clock.now());
        m_release.rawStatus = QStringLiteral("completed");
        m_release.rawConclusion = QStringLiteral("success");
        tell();
    }

    /// What a gate passed on although it had not been so for longer than its limit; empty: nothing.
    QString step()
    {
        const auto maybe = [this](int oneIn) { return m_random.bounded(oneIn) == 0; };
        if (maybe(4))
            runCiAgain();
        if (maybe(4))
            runReleaseAgain();
        for (const char *what : {"runs", lookForCi, "runs of deploy-production.yml"}) {
            if (maybe(5))
                m_watch.github.failing.insert(QString::fromLatin1(what), 502);
            else if (maybe(2))
                m_watch.github.failing.remove(QString::fromLatin1(what));
        }
        tell();
        m_watch.kit.pass(Milliseconds(m_random.bounded(1'000, 400'000)));
        m_watch.serve(testedSha, liveSha);
        const Moment now = m_watch.kit.clock.now();
        m_watch.kit.store.reevaluate(now);
        if (m_watch.gate("ci-passed") == GateState::Pass && m_ciBadSince && ageOf(*m_ciBadSince, now) > 2 * Every::rare)
            return QStringLiteral("CI has not been good for %1 s").arg(ageOf(*m_ciBadSince, now).count() / 1000);
        if (m_watch.gate("production-idle") == GateState::Pass && m_busySince &&
            ageOf(*m_busySince, now) > 2 * Every::overview)
            return QStringLiteral("production has been busy for %1 s").arg(ageOf(*m_busySince, now).count() / 1000);
        return {};
    }

private:
    void runCiAgain()
    {
        const bool good = m_random.bounded(2) == 0;
        m_ci.attempt += 1;
        m_ci.rawConclusion = good ? QStringLiteral("success") : QStringLiteral("failure");
        m_ci.updatedAt = m_watch.kit.clock.now().utc();
        if (good)
            m_ciBadSince.reset();
        else if (!m_ciBadSince)
            m_ciBadSince = m_watch.kit.clock.now();
    }
    void runReleaseAgain()
    {
        const Moment now = m_watch.kit.clock.now();
        const bool ends = m_busySince.has_value();
        m_release.rawStatus = ends ? QStringLiteral("completed") : QStringLiteral("in_progress");
        m_release.rawConclusion = ends ? QStringLiteral("success") : QString();
        m_release.updatedAt = now.utc();
        m_busySince = ends ? std::nullopt : std::optional(now);
    }
    void tell()
    {
        m_watch.github.atTested = {m_ci};
        m_watch.github.ofWorkflow[productionFile()] = {SmallGitHub::production(m_watch.kit.clock.now()), m_release};
        m_watch.github.byId.insert(m_release.id, m_release);
    }

    QRandomGenerator m_random;
    GitHubWatch m_watch;
    WorkflowRun m_ci;
    WorkflowRun m_release;
    std::optional<Moment> m_ciBadSince;
    std::optional<Moment> m_busySince;
};

} // namespace

/// What is asked of GitHub, and when.
class GitHubFeedTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void atTheStartEverythingIsReadOnce()
    {
        GitHubWatch watch;
        watch.kit.settle();
        QStringList asked = watch.github.asked;
        asked.sort();
        QCOMPARE(asked, QStringList({QStringLiteral("file deploy-production.yml"), QStringLiteral("incidents"),
                                     QStringLiteral("jobs 30000000880"), QStringLiteral("policy"),
                                     QStringLiteral("pulls ") + testedSha.value, QStringLiteral("repository"),
                                     QStringLiteral("runs"), QStringLiteral("runs of deploy-production.yml"),
                                     QStringLiteral("tip"), QStringLiteral("user"), QStringLiteral("workflows")}));
        QVERIFY(watch.known().tip.value && watch.known().runs.value && watch.known().tipPulls.value);
        QVERIFY(watch.known().account.value && watch.known().repository.value && watch.known().workflows.value);
        QVERIFY(watch.known().productionWorkflow.value && watch.known().tagPolicy.value);
        QVERIFY(watch.known().incidents.value);
        QCOMPARE(watch.known().runs.value->size(), 3);
        QCOMPARE(watch.known().runs.interval, Every::overview);
        QCOMPARE(watch.known().productionRuns.interval, Every::overview);
        QCOMPARE(watch.known().tip.interval, Every::tip);
    }
    void aRunThatShowsANewerTipHasItReadAgainAtOnce()
    {
        GitHubWatch watch;
        watch.kit.settle();
        watch.kit.pass(Milliseconds(25'000));
        QCOMPARE(watch.github.times(QStringLiteral("tip")), 1);
        watch.github.tip = newerSha;
        watch.github.recent.prepend(aRun(950).of("ci.yml").on(newerSha).during(watch.kit.clock.now(), 1, 0).running());
        watch.kit.schedule.pokeNow(QStringLiteral("github.runs"));
        watch.kit.pass(Milliseconds(10'000));
        QCOMPARE(watch.github.times(QStringLiteral("tip")), 2);
        QCOMPARE(watch.known().tip.value->sha, newerSha);
        watch.kit.pass(Milliseconds(10'000));
        QCOMPARE(watch.github.times(QStringLiteral("tip")), 2);
    }
    void withoutATokenNothingIsSent()
    {
        GitHubWatch watch;
        watch.kit.client->removeCredential(CredentialId::GitHub);
        watch.kit.settle();
        QVERIFY(watch.github.asked.isEmpty());
        QCOMPARE(watch.known().runs.error->kind, ErrorKind::NoToken);
        QCOMPARE(watch.known().tip.error->kind, ErrorKind::NoToken);
    }
    void nothingIsEverChangedByLooking()
    {
        GitHubWatch watch;
        watch.serve(testedSha, liveSha);
        watch.kit.pass(Milliseconds(600'000));
        QCOMPARE(watch.kit.network->mutations(), 0);
    }
    void anIdleHourStaysFreshAndCostsLittle()
    {
        GitHubWatch watch;
        watch.serve(testedSha, liveSha);
        watch.kit.pass(Milliseconds(3'600'000));
        QVERIFY2(watch.github.asked.size() <= 230, qPrintable(QString::number(watch.github.asked.size())));
        QVERIFY(watch.times("runs") >= 50);
        QVERIFY(watch.times("runs of deploy-production.yml") >= 50);
        const Moment now = watch.kit.clock.now();
        QVERIFY(watch.known().runs.fresh(now) && watch.known().tip.fresh(now) && watch.known().workflows.fresh(now));
        QVERIFY(watch.known().productionWorkflow.fresh(now) && watch.known().incidents.fresh(now));
    }
    void a401StopsAsking()
    {
        GitHubWatch watch;
        for (const char *what : {"tip", "runs", "user", "incidents"})
            watch.github.failing.insert(QString::fromLatin1(what), 401);
        watch.kit.pass(Milliseconds(3'600'000));
        QCOMPARE(watch.known().tip.error->kind, ErrorKind::Unauthorized);
        QVERIFY2(watch.github.asked.size() <= 10, qPrintable(QString::number(watch.github.asked.size())));
    }

    void whatRunsIsAskedEveryThreeSeconds()
    {
        GitHubWatch watch;
        watch.kit.settle();
        watch.github.recent.prepend(
            aRun(905).of("deploy.yml").on(newerSha).during(watch.kit.clock.now(), 9, 1).running());
        watch.kit.pass(Milliseconds(70'000));
        const int before = watch.times("runs");
        watch.kit.pass(oneMinute);
        const int during = watch.times("runs") - before;
        QVERIFY2(during >= 15 && during <= 21, qPrintable(QString::number(during)));
        watch.github.recent.removeFirst();
        watch.kit.pass(Milliseconds(6'000));
        const int ended = watch.times("runs");
        watch.kit.pass(Milliseconds(300'000));
        const int quiet = watch.times("runs") - ended;
        QVERIFY2(quiet >= 4 && quiet <= 6, qPrintable(QString::number(quiet)));
    }
    void onlyWhatMovesOfOursIsAskedOften_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QString>("status");
        QTest::addColumn<int>("updated"); // seconds ago
        QTest::addColumn<bool>("busy");
        const auto row = [](const char *name, const char *file, const char *status, int updated, bool busy) {
            QTest::newRow(name) << QByteArray(file) << QString::fromLatin1(status) << updated << busy;
        };
        row("CI runs", "ci.yml", "in_progress", 3, true);
        row("staging is queued", "deploy.yml", "queued", 3, true);
        row("production runs", "deploy-production.yml", "in_progress", 3, true);
        row("another workflow runs", "nightly.yml", "in_progress", 3, false);
        row("production waits for a review", "deploy-production.yml", "waiting", 60, true);
        row("production waits for long", "deploy-production.yml", "waiting", 900, false);
        row("an unknown word", "deploy.yml", "pondering", 3, true);
    }
    void onlyWhatMovesOfOursIsAskedOften()
    {
        QFETCH(QByteArray, file);
        QFETCH(QString, status);
        QFETCH(int, updated);
        QFETCH(bool, busy);
        GitHubWatch watch;
        WorkflowRun run = aRun(905).of(file.constData()).on(newerSha).during(watch.kit.clock.now(), 1000, updated);
        run.rawStatus = status;
        watch.github.recent.prepend(run);
        watch.kit.settle();
        QCOMPARE(watch.pace(), busy ? Every::running : Every::overview);
    }
    void anUnsettledCommandMakesItBusyUntilItIsSettled()
    {
        GitHubWatch watch;
        watch.kit.settle();
        CommandRecord record = aPromotion(CommandState::Uncertain);
        record.sentAt = watch.kit.clock.now().utc();
        watch.follow(record);
        QCOMPARE(watch.pace(), Every::running);
        record.state = CommandState::NotProven;
        watch.follow(record);
        watch.kit.pass(Milliseconds(5'000)); // once more
        QCOMPARE(watch.pace(), Every::overview);
    }

    void jobsAreReadOfTheRunsThatMatter()
    {
        GitHubWatch watch;
        const Moment now = watch.kit.clock.now();
        watch.serve(testedSha, liveSha);
        watch.github.recent.prepend(aRun(910).of("ci.yml").on(newerSha).during(now, 900, 500).succeeded());
        watch.github.recent.append(
            aRun(850).of("deploy-production.yml").on(liveSha).during(now, 99'000, 98'000).failed());
        CommandRecord record = aPromotion(CommandState::Accepted);
        record.run = aRun(902).run.id;
        watch.follow(record);
        watch.kit.pass(oneMinute);
        QVERIFY(watch.times("jobs 30000000880") == 1); // production's newest
        QVERIFY(watch.times("jobs 30000000901") == 1); // CI of the tested commit
        QVERIFY(watch.times("jobs 30000000902") == 1); // the command's
        QCOMPARE(watch.times("jobs 30000000850"), 0);
        QCOMPARE(watch.times("jobs 30000000910"), 0);
        QCOMPARE(watch.known().jobs.value(aRun(901).run.id).value->size(), 1);
    }
    void jobsAreReadAgainUntilTheyAreCompleted()
    {
        GitHubWatch watch;
        watch.github.jobStatus.insert(aRun(880).run.id, QStringLiteral("in_progress"));
        watch.kit.pass(Milliseconds(200'000));
        const int before = watch.times("jobs 30000000880");
        QVERIFY(before >= 3);
        watch.github.jobStatus.clear();
        watch.kit.pass(Milliseconds(200'000));
        const int completed = watch.times("jobs 30000000880");
        QVERIFY(completed > before);
        watch.kit.pass(Milliseconds(200'000));
        QCOMPARE(watch.times("jobs 30000000880"), completed);
    }
    void theJobsOfAnAttemptThatIsOverAreReadOnceAndKept()
    {
        GitHubWatch watch;
        watch.startStagingAgain();
        watch.kit.settle();
        watch.upload(2900);
        watch.kit.settle();
        QCOMPARE(watch.times("attempt 1 of 30000000902"), 1);
        QVERIFY(watch.known().endedJobs.contains({.run = aRun(902).run.id, .number = 1}));
        watch.kit.pass(oneMinute * 60);
        QCOMPARE(watch.times("attempt 1 of 30000000902"), 1);
        QCOMPARE(watch.times("attempt 2 of 30000000902"), 0);
    }
    void anAttemptThatIsGoneIsNotAskedForAgain()
    {
        GitHubWatch watch;
        watch.github.failing.insert(QStringLiteral("attempt 1 of 30000000902"), 404);
        watch.startStagingAgain();
        watch.kit.settle();
        watch.upload(2900);
        watch.kit.pass(oneMinute * 10);
        QCOMPARE(watch.times("attempt 1 of 30000000902"), 1);
    }
    void anAttemptThatCannotBeReadIsAskedForAgain()
    {
        GitHubWatch watch;
        watch.github.failing.insert(QStringLiteral("attempt 1 of 30000000902"), 502);
        watch.startStagingAgain();
        watch.kit.settle();
        watch.upload(2900);
        watch.kit.settle();
        QVERIFY(watch.known().endedJobs.isEmpty());
        watch.github.failing.clear();
        watch.kit.pass(oneMinute * 20);
        QVERIFY(!watch.known().endedJobs.isEmpty());
    }
    void theJobsOfARunThatMayVouchAreReadWhileItGoesOn()
    {
        GitHubWatch watch;
        watch.github.recent[0] =
            aRun(902).of("deploy.yml").on(testedSha).during(watch.kit.clock.now(), 100, 1).running();
        watch.github.jobStatus.insert(aRun(902).run.id, QStringLiteral("in_progress"));
        watch.kit.settle();
        QCOMPARE(watch.times("jobs 30000000902"), 0);
        watch.upload(50);
        watch.kit.pass(Milliseconds(10'000));
        QVERIFY(watch.times("jobs 30000000902") > 1);
        QCOMPARE(watch.times("attempt 1 of 30000000902"), 0);
    }
    void theJobsOfAnAttemptThatEndedBeforeTheNextAreKept()
    {
        GitHubWatch watch;
        const RunId production = aRun(880).run.id;
        watch.kit.settle();
        QCOMPARE(watch.times("jobs 30000000880"), 1);
        const WorkflowRun again = rerunOf(watch.github.recent.constLast(), watch.kit.clock.now());
        watch.github.recent.last() = again;
        watch.github.ofWorkflow[productionFile()] = {again};
        watch.github.jobAttempt = 2;
        watch.kit.pass(2 * oneMinute);
        QVERIFY(watch.known().endedJobs.contains({.run = production, .number = 1}));
    }
    void jobsThatCannotBeReadAreSaidAndAskedAgain()
    {
        GitHubWatch watch;
        const RunId production = aRun(880).run.id;
        watch.github.failing.insert(QStringLiteral("jobs 30000000880"), 502);
        watch.kit.settle();
        QCOMPARE(watch.known().jobs.value(production).error->kind, ErrorKind::Server);
        QVERIFY(!watch.known().runs.error);
        watch.github.failing.clear();
        watch.kit.pass(oneMinute);
        QVERIFY(watch.known().jobs.value(production).value && !watch.known().jobs.value(production).error);
    }
    void reviewsAreReadOnlyWhileAJobWaits()
    {
        GitHubWatch watch;
        const RunId production = aRun(880).run.id;
        watch.kit.pass(oneMinute);
        QCOMPARE(watch.times("reviews 30000000880"), 0);
        QVERIFY(watch.known().reviews.isEmpty());

        GitHubWatch waiting;
        waiting.github.recent.last() =
            aRun(880).of("deploy-production.yml").on(liveSha).during(waiting.kit.clock.now(), 100, 90).running();
        waiting.github.jobStatus.insert(production, QStringLiteral("waiting"));
        waiting.kit.settle();
        QCOMPARE(waiting.times("reviews 30000000880"), 1);
        QCOMPARE(waiting.known().reviews.value(production).value->constFirst().reviewers,
                 QStringList{QStringLiteral("lea")});
        waiting.github.recent.last() = SmallGitHub::production(waiting.kit.clock.now());
        waiting.github.jobStatus.clear();
        waiting.kit.pass(oneMinute);
        const int ended = waiting.times("reviews 30000000880");
        waiting.kit.pass(Milliseconds(300'000));
        QCOMPARE(waiting.times("reviews 30000000880"), ended);
    }

    void whetherProductionsFailedRunWasRejectedIsAskedOnce()
    {
        GitHubWatch watch;
        const RunId production = aRun(880).run.id;
        watch.kit.pass(oneMinute);
        QCOMPARE(watch.times("decisions 30000000880"), 0);
        watch.github.recent.last() =
            aRun(880).of("deploy-production.yml").on(liveSha).during(watch.kit.clock.now(), 100, 0).failed();
        watch.github.ofWorkflow[productionFile()] = {watch.github.recent.last()};
        watch.github.failing.insert(QStringLiteral("decisions 30000000880"), 502);
        watch.kit.pass(oneMinute);
        QCOMPARE(watch.times("decisions 30000000880"), 1);
        QVERIFY(!watch.known().runs.error);
        watch.github.failing.clear();
        watch.kit.pass(Every::rare + oneMinute);
        QCOMPARE(watch.times("decisions 30000000880"), 2);
        QCOMPARE(watch.known().givenReviews.value(production).constFirst().by, QStringLiteral("lee"));
        watch.kit.pass(Every::rare + oneMinute);
        QCOMPARE(watch.times("decisions 30000000880"), 2);
    }

    void aFollowedRunThatIsNotOnThePageIsReadById()
    {
        GitHubWatch watch;
        const Moment now = watch.kit.clock.now();
        const CommandRecord record = aPromotionWithRun(CommandState::Accepted);
        watch.github.byId.insert(record.run,
                                 aRun(910).of("deploy-production.yml").on(testedSha).during(now, 90, 1).running());
        watch.follow(record);
        watch.kit.settle();
        QCOMPARE(watch.times("run 30000000910"), 1);
        QVERIFY(watch.run(record.run));
        QVERIFY(watch.run(record.run)->isActive());
        watch.github.byId[record.run] =
            aRun(910).of("deploy-production.yml").on(testedSha).during(now, 90, 0).succeeded();
        watch.kit.pass(Milliseconds(10'000));
        QVERIFY(watch.run(record.run)->succeeded());
    }
    void aFollowedRunThatIsOnThePageIsNot()
    {
        GitHubWatch watch;
        const CommandRecord record = aPromotionWithRun(CommandState::Accepted);
        watch.github.recent.prepend(
            aRun(910).of("deploy-production.yml").on(testedSha).during(watch.kit.clock.now(), 90, 1).running());
        watch.follow(record);
        watch.kit.pass(oneMinute);
        QCOMPARE(watch.times("run 30000000910"), 0);
    }
    void theRunOfASettledCommandIsNotLookedFor()
    {
        GitHubWatch watch;
        watch.follow(aPromotionWithRun(CommandState::Succeeded));
        watch.kit.pass(oneMinute);
        QCOMPARE(watch.times("run 30000000910"), 0);
    }

    void aReRunOfAnOldProductionRunIsSeenInTheWorkflowsOwnList()
    {
        GitHubWatch watch;
        const Moment now = watch.kit.clock.now();
        const WorkflowRun again = rerunOf(oldProductionRun(now), now);
        watch.github.ofWorkflow[productionFile()].append(again);
        watch.github.byId.insert(again.id, again);
        watch.kit.settle();
        QVERIFY(watch.run(again.id));
        QVERIFY(watch.run(again.id)->isActive());
        QCOMPARE(watch.pace(), Every::running);
        // It is followed to its end, though no page of recent runs shows it.
        WorkflowRun ended = again;
        ended.status = RunStatus::Completed;
        ended.rawStatus = QStringLiteral("completed");
        ended.rawConclusion = QStringLiteral("success");
        ended.updatedAt = now.utc().addSecs(5);
        watch.github.byId[again.id] = ended;
        watch.kit.pass(Milliseconds(20'000));
        QVERIFY(watch.run(again.id)->succeeded());
        QCOMPARE(watch.pace(), Every::overview);
    }
    void aReRunOfTheEleventhProductionRunStopsAPromotionWithinAMinute()
    {
        GitHubWatch watch;
        watch.serve(testedSha, liveSha);
        const Moment now = watch.kit.clock.now();
        QList<WorkflowRun> &runs = watch.github.ofWorkflow[productionFile()];
        for (int i = 0; i < 11; ++i)
            runs.append(WorkflowRun(
                aRun(800 - i).of("deploy-production.yml").on(liveSha).during(now, 99'000 + i, 98'000).succeeded()));
        watch.kit.pass(oneMinute);
        QCOMPARE(gateOf(watch.kit.store.snapshot(), "production-idle").state, GateState::Pass);
        runs.last() = rerunOf(runs.constLast(), watch.kit.clock.now());
        watch.kit.pass(Milliseconds(70'000));
        QCOMPARE(gateOf(watch.kit.store.snapshot(), "production-idle").state, GateState::Block);
    }
    void productionsRunsAreAskedForFromADayOn()
    {
        GitHubWatch watch;
        const QDate today = watch.kit.clock.now().utc().date();
        watch.kit.pass(Milliseconds(1'800'000));
        watch.github.days.removeDuplicates(); // what is asked stays the same, so that it may be answered 304
        QCOMPARE(watch.github.days, QStringList(QStringLiteral(">=") + today.addDays(-31).toString(Qt::ISODate)));
        watch.kit.pass(Milliseconds(86'400'000));
        QCOMPARE(watch.github.days.constLast(), QStringLiteral(">=") + today.addDays(-30).toString(Qt::ISODate));
    }
    void beforeACommandWhatGoesOnIsLookedForHoweverOldItIs()
    {
        GitHubWatch watch;
        watch.serve(testedSha, liveSha);
        watch.kit.pass(oneMinute);
        WorkflowRun waits = rerunOf(oldProductionRun(watch.kit.clock.now()), watch.kit.clock.now());
        waits.rawStatus = QStringLiteral("waiting");
        watch.github.waiting = {waits}; // older than a month, and run again on its last day
        watch.kit.schedule.askNow();
        watch.kit.settle();
        QVERIFY(!watch.run(waits.id));
        watch.runsFeed.readEverything();
        watch.kit.schedule.askNow();
        watch.kit.settle();
        for (const char *status : {"requested", "queued", "pending", "waiting", "in_progress"})
            QCOMPARE(watch.github.times(QStringLiteral("runs in ") + QLatin1String(status)), 1);
        QVERIFY(watch.run(waits.id));
        QCOMPARE(gateOf(watch.kit.store.snapshot(), "production-idle").state, GateState::Block);
        watch.kit.schedule.askNow();
        watch.kit.settle();
        QCOMPARE(watch.times("runs in waiting"), 1);
    }
    void whereAPageDoesNotHoldAMonthWhatGoesOnIsLookedForMoreRarely()
    {
        GitHubWatch watch;
        watch.github.productionTotal = 240;
        WorkflowRun waits = rerunOf(oldProductionRun(watch.kit.clock.now()), watch.kit.clock.now());
        waits.rawStatus = QStringLiteral("waiting");
        watch.github.waiting = {waits};
        watch.kit.pass(Milliseconds(3'600'000));
        QVERIFY(watch.run(waits.id));
        const int looks = watch.times("runs in waiting");
        QVERIFY2(looks >= 11 && looks <= 13, qPrintable(QString::number(looks)));
        QVERIFY(watch.known().productionRuns.fresh(watch.kit.clock.now()));
    }
    void aProductionListThatCannotBeReadStopsAPromotionAndIsSaid()
    {
        GitHubWatch watch;
        watch.serve(testedSha, liveSha);
        watch.github.failing.insert(QStringLiteral("runs of deploy-production.yml"), 502);
        watch.kit.settle();
        QCOMPARE(watch.known().productionRuns.error->kind, ErrorKind::Server);
        QCOMPARE(gateOf(watch.kit.store.snapshot(), "production-idle").state, GateState::Unknown);
        QCOMPARE(watch.kit.store.snapshot().sources.at(int(SourceId::GitHub)).state, SourceState::Error);
        watch.github.failing.clear();
        watch.kit.pass(Milliseconds(70'000));
        QVERIFY(!watch.known().productionRuns.error);
        QCOMPARE(gateOf(watch.kit.store.snapshot(), "production-idle").state, GateState::Pass);
    }
    void oneStatusThatCannotBeReadIsNoProof()
    {
        GitHubWatch watch;
        watch.github.productionTotal = 240;
        watch.github.failing.insert(QStringLiteral("runs in waiting"), 502);
        watch.kit.settle();
        QVERIFY(!watch.known().productionRuns.value);
        QCOMPARE(watch.known().productionRuns.error->kind, ErrorKind::Server);
    }
    void anActiveRunThatLeavesThePageIsFollowedToItsEnd()
    {
        GitHubWatch watch;
        const WorkflowRun run = aRun(905).of("deploy.yml").on(newerSha).during(watch.kit.clock.now(), 9, 1).running();
        watch.github.recent.prepend(run);
        watch.kit.settle();
        watch.github.recent.removeFirst();
        WorkflowRun ended = aRun(905).of("deploy.yml").on(newerSha).during(watch.kit.clock.now(), 9, 0).succeeded();
        watch.github.byId.insert(run.id, ended);
        watch.kit.pass(Milliseconds(10'000));
        QVERIFY(watch.run(run.id));
        QVERIFY(watch.run(run.id)->succeeded());
    }
    void aProductionWorkflowThatIsNotThereIsNoErrorOfTheRuns()
    {
        GitHubWatch watch;
        watch.github.failing.insert(QStringLiteral("runs of deploy-production.yml"), 404);
        watch.kit.settle();
        QVERIFY(!watch.known().runs.error);
        QVERIFY(watch.known().productionRuns.value->isEmpty());
    }
    void theListsOfTheOtherWorkflowsAreReadWhereThePageShowsNone()
    {
        GitHubWatch watch;
        const Moment now = watch.kit.clock.now();
        const WorkflowRun older = aRun(500).of("deploy.yml").on(liveSha).during(now, 400'000, 399'000).succeeded();
        watch.github.recent.removeFirst();
        watch.github.ofWorkflow.insert(QStringLiteral("deploy.yml"), {older});
        watch.kit.pass(Milliseconds(300'000));
        QCOMPARE(watch.times("runs of deploy.yml"), 1);
        QCOMPARE(watch.times("runs of ci.yml"), 0);
        QVERIFY(watch.run(older.id));
    }

    void theCiRunOfATestedCommitThatIsOffThePageIsReadEveryTenMinutes()
    {
        GitHubWatch watch;
        const WorkflowRun ci = watch.pushCiOffThePage();
        watch.kit.pass(oneMinute);
        QVERIFY(watch.run(ci.id));
        QCOMPARE(watch.gate("ci-passed"), GateState::Pass);
        watch.kit.pass(Milliseconds(3'600'000));
        const int looks = watch.times(lookForCi);
        QVERIFY2(looks >= 6 && looks <= 7, qPrintable(QString::number(looks)));
        QCOMPARE(watch.gate("ci-passed"), GateState::Pass);
    }
    void aCiRunOffThePageThatFailsWhenItIsRunAgainStopsAPromotion()
    {
        GitHubWatch watch;
        WorkflowRun ci = watch.pushCiOffThePage();
        watch.kit.pass(oneMinute);
        ci.attempt = 2;
        ci.rawConclusion = QStringLiteral("failure");
        ci.updatedAt = watch.kit.clock.now().utc();
        watch.github.atTested = {ci};
        watch.kit.pass(Milliseconds(660'000));
        QCOMPARE(watch.gate("ci-passed"), GateState::Block);
    }
    void atTheClickItIsReadAgainAtOnce()
    {
        GitHubWatch watch;
        WorkflowRun ci = watch.pushCiOffThePage();
        watch.kit.pass(oneMinute);
        ci.rawConclusion = QStringLiteral("failure");
        ci.updatedAt = watch.kit.clock.now().utc();
        watch.github.atTested = {ci};
        watch.runsFeed.readEverything();
        watch.kit.schedule.askNow();
        watch.kit.settle();
        QCOMPARE(watch.gate("ci-passed"), GateState::Block);
    }
    void aCiResultThatCannotBeReadAgainIsNoProofForLong()
    {
        GitHubWatch watch;
        watch.pushCiOffThePage();
        watch.kit.pass(oneMinute);
        watch.github.failing.insert(QString::fromLatin1(lookForCi), 502);
        watch.kit.pass(Milliseconds(1'260'000));
        QCOMPARE(watch.gate("ci-passed"), GateState::Unknown);
        QVERIFY(watch.run(aRun(300).run.id)); // it is shown all the same
    }
    void scheduledRunsOnTheSameCommitDoNotHideItsCi()
    {
        GitHubWatch watch;
        const Moment now = watch.kit.clock.now();
        watch.pushCiOffThePage();
        watch.github.recent.clear();
        for (int i = 0; i < 32; ++i)
            watch.github.recent.append(WorkflowRun(
                aRun(990 - i).of("ci.yml").on(testedSha).event("schedule").during(now, 900 + i, 500).failed()));
        watch.kit.pass(oneMinute);
        QCOMPARE(watch.gate("ci-passed"), GateState::Pass);
    }
    void aPullRequestsCiRunOnThePageIsNotTheOneThatCounts()
    {
        GitHubWatch watch;
        watch.pushCiOffThePage();
        watch.github.recent[1] = aRun(901)
                                     .of("ci.yml")
                                     .on(testedSha)
                                     .event("pull_request")
                                     .during(watch.kit.clock.now(), 900, 500)
                                     .succeeded();
        watch.kit.pass(oneMinute);
        QCOMPARE(watch.gate("ci-passed"), GateState::Pass);
    }
    void aCommitWithoutAnyCiRunIsBlocked()
    {
        GitHubWatch watch;
        watch.github.recent.removeAt(1);
        watch.serve(testedSha, liveSha);
        watch.kit.pass(oneMinute);
        QCOMPARE(watch.gate("ci-passed"), GateState::Block);
    }
    void aTestedCommitWhoseCiRunIsOnThePageIsNotLookedFor()
    {
        GitHubWatch watch;
        watch.serve(testedSha, liveSha);
        watch.kit.pass(Milliseconds(1'200'000));
        QCOMPARE(watch.times(lookForCi), 0);
    }
    void aLookThatFailedIsRepeatedSoon()
    {
        GitHubWatch watch;
        watch.pushCiOffThePage();
        watch.github.failing.insert(QString::fromLatin1(lookForCi), 502);
        watch.kit.settle();
        QCOMPARE(watch.known().testedCi.error->kind, ErrorKind::Server);
        QCOMPARE(watch.gate("ci-passed"), GateState::Unknown);
        watch.github.failing.clear();
        watch.kit.pass(Milliseconds(70'000));
        QCOMPARE(watch.gate("ci-passed"), GateState::Pass);
    }

    /// Random histories of a repository whose answers fail now and then: whatever a gate passes on was so within the
    /// limit of what it rests on.
    void noGatePassesOnAnEntryOlderThanItsOwnLimit()
    {
        for (quint32 seed = 1; seed <= 3; ++seed) {
            RandomHistory history(seed);
            for (int step = 0; step < 12; ++step) {
                const QString trouble = history.step();
                QVERIFY2(trouble.isEmpty(),
                         qPrintable(QStringLiteral("seed %1, step %2: %3").arg(seed).arg(step).arg(trouble)));
            }
        }
    }

    void comparisonsAreAskedOncePerPair()
    {
        GitHubWatch watch;
        watch.github.tip = newerSha;
        watch.serve(testedSha, liveSha);
        watch.kit.pass(Milliseconds(1'200'000));
        const QString ahead = QStringLiteral("compare %1...%2").arg(liveSha.value, testedSha.value);
        const QString untested = QStringLiteral("compare %1...%2").arg(testedSha.value, newerSha.value);
        QCOMPARE(watch.github.times(ahead), 1);
        QCOMPARE(watch.github.times(untested), 1);
        QCOMPARE(watch.known().ahead.value->base, liveSha);
        QCOMPARE(watch.known().untested.value->head, newerSha);
        // Promoted: production serves it now, and only main is ahead.
        watch.serve(testedSha, testedSha);
        watch.kit.pass(oneMinute);
        QCOMPARE(watch.github.asked.filter(QStringLiteral("compare ")).size(), 2);
        watch.serve(newerSha, testedSha);
        watch.kit.pass(oneMinute);
        QCOMPARE(watch.github.asked.filter(QStringLiteral("compare ")).size(), 3);
        QCOMPARE(watch.known().ahead.value->head, newerSha);
    }
    void nothingIsComparedWithItself()
    {
        GitHubWatch watch;
        watch.serve(testedSha, testedSha);
        watch.kit.pass(oneMinute);
        QVERIFY(watch.github.asked.filter(QStringLiteral("compare ")).isEmpty());
    }
    void aComparisonThatFailedIsAskedAgainEveryMinute()
    {
        GitHubWatch watch;
        const QString ahead = QStringLiteral("compare %1...%2").arg(liveSha.value, testedSha.value);
        watch.github.failing.insert(ahead, 404);
        watch.serve(testedSha, liveSha);
        watch.kit.pass(Milliseconds(600'000));
        QVERIFY2(watch.github.times(ahead) >= 8 && watch.github.times(ahead) <= 11,
                 qPrintable(QString::number(watch.github.times(ahead))));
        QCOMPARE(watch.known().ahead.error->kind, ErrorKind::NotFound);
        watch.github.failing.clear();
        watch.kit.pass(Milliseconds(120'000));
        QVERIFY(watch.known().ahead.value && !watch.known().ahead.error);
        const int asked = watch.github.times(ahead);
        watch.kit.pass(Milliseconds(600'000));
        QCOMPARE(watch.github.times(ahead), asked);
    }

    void anErrorKeepsTheOldValueAndSaysWhy()
    {
        GitHubWatch watch;
        watch.kit.settle();
        watch.github.failing = {{QStringLiteral("tip"), 502}, {QStringLiteral("runs"), 403}};
        watch.kit.pass(Milliseconds(70'000));
        QCOMPARE(watch.known().tip.value->sha, testedSha);
        QCOMPARE(watch.known().tip.error->kind, ErrorKind::Server);
        QCOMPARE(watch.known().runs.value->size(), 3);
        QCOMPARE(watch.known().runs.error->kind, ErrorKind::Forbidden);
        watch.github.failing.clear();
        watch.kit.pass(Milliseconds(70'000));
        QVERIFY(!watch.known().tip.error && !watch.known().runs.error);
    }
    void pullRequestsAreThoseOfTheTip()
    {
        GitHubWatch watch;
        watch.kit.pass(Milliseconds(300'000));
        QCOMPARE(watch.github.times(QStringLiteral("pulls ") + testedSha.value), 1);
        watch.github.tip = newerSha;
        watch.github.failing.insert(QStringLiteral("pulls ") + newerSha.value, 502);
        watch.kit.pass(Milliseconds(70'000));
        QVERIFY(!watch.known().tipPulls.value); // those of another commit are none of its
        QCOMPARE(watch.known().tipPulls.error->kind, ErrorKind::Server);
        watch.github.failing.clear();
        watch.kit.pass(Milliseconds(140'000));
        QCOMPARE(watch.known().tipPulls.value->size(), 1);
    }

    void theOtherWorkflowsAreReadAgainOnlyWhenTheTipMoves()
    {
        GitHubWatch watch;
        watch.github.workflows = R"({"workflows":[
            {"id":1,"path":".github/workflows/deploy-production.yml","state":"active"},
            {"id":2,"path":".github/workflows/ci.yml","state":"active"},
            {"id":3,"path":".github/workflows/old.yml","state":"disabled_manually"}]})";
        watch.kit.pass(Milliseconds(3'600'000));
        QCOMPARE(watch.times("file ci.yml"), 1);
        QCOMPARE(watch.times("file old.yml"), 0);
        QVERIFY(watch.known().otherWorkflows.fresh(watch.kit.clock.now()));
        const int ours = watch.times("file deploy-production.yml");
        watch.github.tip = newerSha;
        watch.kit.pass(Milliseconds(70'000)); // not only after twenty minutes
        QCOMPARE(watch.times("file ci.yml"), 2);
        QCOMPARE(watch.times("file deploy-production.yml"), ours + 1);
    }
    void whatOtherWorkflowsSayIsNotKnownWhenOneCannotBeRead()
    {
        GitHubWatch watch;
        watch.github.workflows = R"({"workflows":[{"id":2,"path":".github/workflows/ci.yml","state":"active"}]})";
        watch.github.failing.insert(QStringLiteral("file ci.yml"), 502);
        watch.kit.settle();
        QVERIFY(!watch.known().otherWorkflows.value);
        QCOMPARE(watch.known().otherWorkflows.error->kind, ErrorKind::Server);
    }
    void workflowsBeyondTheFirstPageAreFound()
    {
        GitHubWatch watch;
        watch.github.moreWorkflows =
            R"({"workflows":[{"id":2,"path":".github/workflows/later.yml","state":"active"}]})";
        watch.kit.settle();
        const QList<Workflow> found = *watch.known().workflows.value;
        QCOMPARE(found.size(), 2);
        QCOMPARE(found.last().file, QStringLiteral("later.yml"));
        QCOMPARE(watch.times("workflows"), 1);
        QCOMPARE(watch.times("workflows, page 2"), 1);
    }
    void aPageOfWorkflowsThatFailsIsNoList()
    {
        GitHubWatch watch;
        watch.github.moreWorkflows = R"({"workflows":[]})";
        watch.github.failing.insert(QStringLiteral("workflows, page 2"), 502);
        watch.kit.settle();
        QVERIFY(!watch.known().workflows.value);
        QCOMPARE(watch.known().workflows.error->kind, ErrorKind::Server);
    }
    void whatHardlyEverChangesIsReadEveryTwentyMinutes()
    {
        GitHubWatch watch;
        watch.kit.pass(Milliseconds(3'600'000));
        for (const char *what : {"user", "repository", "workflows", "file deploy-production.yml", "policy"})
            QVERIFY2(watch.times(what) >= 3 && watch.times(what) <= 4, what);
    }
    void aTagPolicyIsReadAsFarAsItHasToBe_data()
    {
        QTest::addColumn<QByteArray>("workflow");
        QTest::addColumn<bool>("patterns");
        QTest::addColumn<int>("policies");
        QTest::addColumn<int>("patternLists");
        const QByteArray plain = "on: workflow_dispatch\njobs: {deploy: {steps: []}}\n";
        const QByteArray guarded = "on: workflow_dispatch\njobs: {deploy: {environment: production}}\n";
        QTest::newRow("no environment") << plain << false << 0 << 0;
        QTest::newRow("an environment that takes every ref") << guarded << false << 1 << 0;
        QTest::newRow("an environment with patterns") << guarded << true << 1 << 1;
    }
    void aTagPolicyIsReadAsFarAsItHasToBe()
    {
        QFETCH(QByteArray, workflow);
        QFETCH(bool, patterns);
        QFETCH(int, policies);
        QFETCH(int, patternLists);
        GitHubWatch watch;
        watch.github.workflow = workflow;
        watch.github.patterns = patterns;
        watch.kit.settle();
        QCOMPARE(watch.times("policy"), policies);
        QCOMPARE(watch.times("patterns"), patternLists);
        QVERIFY(watch.known().tagPolicy.value->known);
        QVERIFY(watch.known().tagPolicy.value->tagsAllowed);
    }
    void aWorkflowFileThatCannotBeReadLeavesTheTagPolicyUnknown()
    {
        GitHubWatch watch;
        watch.github.failing.insert(QStringLiteral("file deploy-production.yml"), 404);
        watch.kit.settle();
        QCOMPARE(watch.known().productionWorkflow.error->kind, ErrorKind::NotFound);
        QVERIFY(!watch.known().tagPolicy.value);
        QCOMPARE(watch.times("policy"), 0);
        QVERIFY(watch.known().workflows.value); // one failure does not hide the others
    }
    void incidentsAreReadEveryTenMinutes()
    {
        GitHubWatch watch;
        watch.github.issues = {QJsonObject{{QStringLiteral("number"), 77}}};
        watch.kit.settle();
        QCOMPARE(watch.known().incidents.value->constFirst().number, 77);
        watch.github.failing.insert(QStringLiteral("incidents"), 502);
        watch.kit.pass(Milliseconds(670'000));
        QCOMPARE(watch.times("incidents"), 3); // the third time five seconds after the second
        QCOMPARE(watch.known().incidents.value->size(), 1);
        QCOMPARE(watch.known().incidents.error->kind, ErrorKind::Server);
        watch.github.failing.clear();
        watch.github.issues = {};
        watch.kit.pass(Milliseconds(670'000));
        QVERIFY(watch.known().incidents.value->isEmpty() && !watch.known().incidents.error);
    }
};

SLIPWAY_TEST(GitHubFeedTest)
#include "github_feed_test.moc"

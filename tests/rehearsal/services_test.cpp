// SPDX-License-Identifier: GPL-3.0-or-later
#include "applicationservice.h"
#include "githubservice.h"
#include "railwayservice.h"
#include "support/testmain.h"
#include "timedworld.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

using namespace Slipway;
using namespace Slipway::Rehearsal;
using namespace Slipway::Test;

namespace {

constexpr const char *repositoryPath = "/repos/acme/api";

QByteArray linkOf(const PeerReply &reply)
{
    for (const auto &[name, value] : reply.headers) {
        if (name == "Link")
            return value;
    }
    return {};
}

QString target(const QByteArray &link, const char *relation)
{
    static const QRegularExpression part(QStringLiteral("<http://api([^>]*)>; rel=\"(\\w+)\""));
    auto parts = part.globalMatch(QString::fromUtf8(link));
    while (parts.hasNext()) {
        const auto match = parts.next();
        if (match.captured(2) == QLatin1String(relation))
            return match.captured(1);
    }
    return {};
}

QJsonArray runsIn(const PeerReply &reply)
{
    return QJsonDocument::fromJson(reply.body).object().value(QLatin1String("workflow_runs")).toArray();
}

class Asked {
public:
    explicit Asked(const char *scenario = "normal")
        : told(scenario)
        , gitHub(told.world,
                 {.api = QStringLiteral("http://api"),
                  .web = QStringLiteral("http://web"),
                  .repository = told.world.repository()},
                 QStringLiteral("http://logs"))
        , railway(told.world, {QStringLiteral("staging.example"), QStringLiteral("production.example")})
    {
    }

    PeerReply ask(const QString &target, const QByteArray &method = "GET", const QJsonObject &body = {})
    {
        const QUrl url(QStringLiteral("http://api") + target);
        return gitHub.answer({.method = method,
                              .path = url.path(),
                              .query = QUrlQuery(url),
                              .headers = {{"user-agent", "test"},
                                          {"authorization", "Bearer rehearsal-github"},
                                          {"x-github-api-version", "2026-03-10"}},
                              .body = QJsonDocument(body).toJson()});
    }
    QString workflow(const char *file)
    {
        return QString::fromUtf8(ask(QLatin1String(repositoryPath) + QStringLiteral("/contents/.github/workflows/") +
                                     QLatin1String(file) + QStringLiteral("?ref=main"))
                                     .body);
    }
    QJsonObject graphQl(const QString &query, const QJsonObject &variables)
    {
        const QJsonObject body{{QStringLiteral("query"), query}, {QStringLiteral("variables"), variables}};
        const PeerReply reply =
            railway.answer({.method = "POST",
                            .path = QStringLiteral("/graphql/v2"),
                            .headers = {{"user-agent", "test"}, {"authorization", "Bearer rehearsal-railway"}},
                            .body = QJsonDocument(body).toJson()});
        return QJsonDocument::fromJson(reply.body).object();
    }
    QJsonObject deployments(int first, const QJsonValue &after = {})
    {
        QJsonObject variables{{QStringLiteral("first"), first},
                              {QStringLiteral("input"),
                               QJsonObject{{QStringLiteral("environmentId"), told.world.id(Environment::Production)},
                                           {QStringLiteral("serviceId"), told.world.uuid(QStringLiteral("api"))}}}};
        if (after.isString())
            variables.insert(QStringLiteral("after"), after);
        return graphQl(QStringLiteral("query Q($input: I!, $first: Int, $after: String) { deployments(input: $input, "
                                      "first: $first, after: $after) { edges { cursor node { id status canRollback "
                                      "meta } } pageInfo { hasNextPage endCursor } } }"),
                       variables);
    }
    PeerReply application(const char *path, Environment environment = Environment::Production)
    {
        return ApplicationService(told.world, environment).answer({.method = "GET", .path = QLatin1String(path)});
    }

    /// Whether the list by that name has more than this page.
    bool isPart(const QString &path, const char *name)
    {
        const PeerReply reply = ask(QLatin1String(repositoryPath) + path);
        const QJsonObject whole = QJsonDocument::fromJson(reply.body).object();
        const qsizetype part = whole.value(QLatin1String(name)).toArray().size();
        return part < whole.value(QLatin1String("total_count")).toInt() && !target(linkOf(reply), "next").isEmpty();
    }
    QJsonValue newestRun()
    {
        const QJsonArray runs = runsIn(ask(QLatin1String(repositoryPath) + QStringLiteral("/actions/runs")));
        return runs.at(0).toObject().value(QLatin1String("id"));
    }
    qsizetype incidents()
    {
        return QJsonDocument::fromJson(ask(QLatin1String(repositoryPath) + QStringLiteral("/issues")).body)
            .array()
            .size();
    }
    QString database()
    {
        const QJsonObject health = QJsonDocument::fromJson(application("/health").body).object();
        return health.value(QLatin1String("database")).toString();
    }

    TimedWorld told;
    GitHubService gitHub;
    RailwayService railway;
};

QJsonObject connectionIn(const QJsonObject &answer)
{
    return answer.value(QLatin1String("data")).toObject().value(QLatin1String("deployments")).toObject();
}

} // namespace

/// What the services make of the world.
class ServicesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyJobAndStepOfARunIsInItsWorkflow_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"normal", "railway-up", "rejected"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void everyJobAndStepOfARunIsInItsWorkflow()
    {
        QFETCH(QString, name);
        Asked asked(name.toLatin1().constData());
        static const QRegularExpression shard(QStringLiteral("Shard \\d"));
        for (const SimRun &run : asked.told.world.allRuns()) {
            const QString text = asked.workflow(run.file.toLatin1().constData());
            for (const SimJob &job : run.jobs) {
                const QString jobName = QString(job.name).replace(shard, QStringLiteral("Shard ${{ matrix.shard }}"));
                QVERIFY2(text.contains(QStringLiteral("    name: %1\n").arg(jobName)), qPrintable(job.name));
                for (const SimStep &step : job.steps) {
                    const bool gitHubsOwn = step.name == QLatin1String("Set up job");
                    QVERIFY2(gitHubsOwn || text.contains(QStringLiteral("      - name: %1\n").arg(step.name)),
                             qPrintable(step.name));
                }
            }
        }
    }

    void theWorkflowsDeployAsTheirDeploymentsSay_data()
    {
        QTest::addColumn<QString>("name");
        for (const QString &name : scenarioNames())
            QTest::newRow(qPrintable(name)) << name;
    }
    void theWorkflowsDeployAsTheirDeploymentsSay()
    {
        QFETCH(QString, name);
        Asked asked(name.toLatin1().constData());
        const bool uploads = asked.told.world.scenario().railwayUp;
        for (const char *file : {"deploy.yml", "deploy-production.yml"}) {
            const QString text = asked.workflow(file);
            QCOMPARE(text.contains(QStringLiteral("railway up --detach")), uploads);
            QCOMPARE(text.contains(QStringLiteral("serviceInstanceDeployV2(")), !uploads);
            QCOMPARE(text.contains(QStringLiteral("commitSha: \"${{ github.sha }}\"")), !uploads);
        }
        const QJsonArray edges = connectionIn(asked.deployments(10)).value(QLatin1String("edges")).toArray();
        for (const auto &edge : edges) {
            const QJsonObject node = edge.toObject().value(QLatin1String("node")).toObject();
            const QJsonObject meta = node.value(QLatin1String("meta")).toObject();
            QCOMPARE(meta.contains(QStringLiteral("commitHash")), !uploads);
            QCOMPARE(meta.contains(QStringLiteral("cliMessage")), uploads);
        }
    }

    void theWorkflowSaysWhichPhraseItWants()
    {
        Asked normal;
        QVERIFY(normal.workflow("deploy-production.yml").contains(QStringLiteral("!= \"deploy-to-production\"")));
        Asked rejected("rejected");
        QVERIFY(!rejected.workflow("deploy-production.yml").contains(QStringLiteral("deploy-to-production")));
        QVERIFY(rejected.workflow("deploy-production.yml").contains(rejected.told.world.phrase()));
    }
    void noOtherFileIsHandedOut()
    {
        Asked asked;
        for (const char *file : {"", "none.yml", "railway-up/deploy.yml", "../deploy.yml"}) {
            const QString path = QStringLiteral("/contents/.github/workflows/") + QLatin1String(file);
            QCOMPARE(asked.ask(QLatin1String(repositoryPath) + path + QStringLiteral("?ref=main")).status, 404);
        }
    }

    void listsComeInPages()
    {
        Asked asked;
        const QString list = QLatin1String(repositoryPath) + QStringLiteral("/actions/runs");
        const qsizetype all = asked.told.world.runs().size();
        QVERIFY(linkOf(asked.ask(list)).isEmpty());
        QCOMPARE(runsIn(asked.ask(list)).size(), all);
        QSet<double> seen;
        PeerReply reply = asked.ask(list + QStringLiteral("?per_page=4&exclude_pull_requests=true"));
        const QString last = target(linkOf(reply), "last");
        QVERIFY(last.contains(QStringLiteral("page=%1").arg((all + 3) / 4)));
        QVERIFY(target(linkOf(reply), "prev").isEmpty());
        for (qsizetype page = 1;; ++page) {
            const QJsonArray runs = runsIn(reply);
            for (const auto &run : runs)
                seen.insert(run.toObject().value(QLatin1String("id")).toDouble());
            const QString next = target(linkOf(reply), "next");
            QCOMPARE(next.isEmpty(), page == (all + 3) / 4);
            if (next.isEmpty())
                break;
            QVERIFY(next.startsWith(QStringLiteral("/repositories/")));
            QVERIFY(next.contains(QStringLiteral("exclude_pull_requests=true")));
            reply = asked.ask(next);
            QCOMPARE(reply.status, 200);
        }
        QCOMPARE(seen.size(), all);
        QCOMPARE(runsIn(asked.ask(list + QStringLiteral("?per_page=4&page=99"))).size(), 0);
    }
    void otherListsComeInPagesToo()
    {
        Asked asked;
        const qint64 run = asked.told.world.runs().constLast().id;
        QVERIFY(asked.isPart(QStringLiteral("/actions/runs/%1/jobs?per_page=2").arg(run), "jobs"));
        QVERIFY(asked.isPart(QStringLiteral("/actions/workflows?per_page=2"), "workflows"));
        QVERIFY(asked.isPart(QStringLiteral("/actions/workflows/ci.yml/runs?per_page=2"), "workflow_runs"));
    }

    void connectionsComeInParts()
    {
        Asked asked;
        QSet<QString> seen;
        QJsonValue after;
        for (int i = 0; i < 3; ++i) {
            const QJsonObject part = connectionIn(asked.deployments(1, after));
            const QJsonObject info = part.value(QLatin1String("pageInfo")).toObject();
            QCOMPARE(part.value(QLatin1String("edges")).toArray().size(), 1);
            QCOMPARE(info.value(QLatin1String("hasNextPage")).toBool(), i < 2);
            after = info.value(QLatin1String("endCursor"));
            seen.insert(after.toString());
        }
        QCOMPARE(seen.size(), 3);
        const QJsonObject behind = connectionIn(asked.deployments(5, after));
        QCOMPARE(behind.value(QLatin1String("edges")).toArray().size(), 0);
        QVERIFY(asked.deployments(1, QStringLiteral("nonsense")).contains(QLatin1String("errors")));
    }

    void aDispatchedRunIsListedLater()
    {
        Asked asked;
        const PeerReply dispatched = asked.ask(
            QLatin1String(repositoryPath) + QStringLiteral("/actions/workflows/deploy-production.yml/dispatches"),
            "POST",
            {{QStringLiteral("ref"), QStringLiteral("main")},
             {QStringLiteral("inputs"),
              QJsonObject{{QStringLiteral("confirm"), QStringLiteral("deploy-to-production")}}}});
        QCOMPARE(dispatched.status, 200);
        const auto id = QJsonDocument::fromJson(dispatched.body).object().value(QLatin1String("workflow_run_id"));
        const QString path = QLatin1String(repositoryPath) + QStringLiteral("/actions/runs/%1").arg(id.toInteger());
        QCOMPARE(asked.ask(path).status, 404);
        asked.told.pass(1);
        QCOMPARE(asked.ask(path).status, 200);
        QVERIFY(asked.newestRun() != id);
        asked.told.pass(3);
        QCOMPARE(asked.newestRun(), id);
    }

    void theLogOfAFailedStepSaysWhy()
    {
        Asked asked;
        QVERIFY(asked.told.happen("production-deploy-fails"));
        const SimRun run = asked.told.dispatch();
        asked.told.pass(300);
        const SimJob job = asked.told.run(run.id).jobs.at(1);
        const PeerReply log = asked.gitHub.answerLog(
            {.path = QStringLiteral("/logs/%1").arg(job.id), .query = QUrlQuery(QStringLiteral("sig=rehearsal"))});
        QVERIFY(log.body.contains("The deployment ended as FAILED."));
        QVERIFY(!log.body.contains("Health check"));
        const PeerReply jobs =
            asked.ask(QLatin1String(repositoryPath) + QStringLiteral("/actions/runs/%1/jobs").arg(run.id));
        const QJsonArray all = QJsonDocument::fromJson(jobs.body).object().value(QLatin1String("jobs")).toArray();
        QStringList conclusions;
        for (const auto &each : all)
            conclusions.append(each.toObject().value(QLatin1String("conclusion")).toString());
        QCOMPARE(conclusions.join(QLatin1Char(' ')), QStringLiteral("success failure skipped success"));
    }

    void productionAnswersAsItsDeploymentDoes()
    {
        Asked asked;
        asked.told.world.deployCommit(Environment::Production, asked.told.tip(), QStringLiteral("mira"));
        asked.told.pass(95);
        QCOMPARE(asked.database(), QStringLiteral("connected"));
        asked.told.pass(1);
        QCOMPARE(asked.database(), QStringLiteral("not_initialized"));
        QCOMPARE(asked.application("/health").status, 200);
        asked.told.pass(8);
        QCOMPARE(asked.database(), QStringLiteral("connected"));
        QVERIFY(asked.told.happen("production-crashes"));
        QCOMPARE(asked.application("/health").status, 502);
        QCOMPARE(asked.application("/health", Environment::Staging).status, 200);
    }

    void aCrashIsAnIncidentAndAStartIsNone()
    {
        Asked asked;
        asked.told.world.deployCommit(Environment::Production, asked.told.tip(), QStringLiteral("mira"));
        asked.told.pass(96);
        QCOMPARE(asked.incidents(), 0);
        QVERIFY(asked.told.happen("production-crashes"));
        QCOMPARE(asked.incidents(), 1);
    }

    void whatCrashedIsStillTheActiveDeployment()
    {
        Asked asked;
        QVERIFY(asked.told.happen("production-crashes"));
        const QJsonObject variables{{QStringLiteral("e"), asked.told.world.id(Environment::Production)},
                                    {QStringLiteral("s"), asked.told.world.uuid(QStringLiteral("api"))}};
        const QJsonObject answer =
            asked.graphQl(QStringLiteral("query Q { serviceInstance(environmentId: $e, serviceId: $s) { "
                                         "activeDeployments { status canRollback instances { status } } } }"),
                          variables);
        const QJsonArray active = answer.value(QLatin1String("data"))
                                      .toObject()
                                      .value(QLatin1String("serviceInstance"))
                                      .toObject()
                                      .value(QLatin1String("activeDeployments"))
                                      .toArray();
        QCOMPARE(active.size(), 1);
        QCOMPARE(active.at(0).toObject().value(QLatin1String("status")).toString(), QStringLiteral("CRASHED"));
        QVERIFY(active.at(0).toObject().value(QLatin1String("canRollback")).toBool());
    }
};

SLIPWAY_TEST(ServicesTest)
#include "services_test.moc"

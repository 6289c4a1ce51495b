// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/applicationservice.h"
#include "app/rehearsal/github/githubservice.h"
#include "app/rehearsal/railway/railwayservice.h"
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
    QJsonObject object(const QString &target) { return QJsonDocument::fromJson(ask(target).body).object(); }
    QString workflow(const char *file)
    {
        return QString::fromUtf8(ask(QLatin1String(repositoryPath) + QStringLiteral("/contents/.github/workflows/") +
                                     QLatin1String(file) + QStringLiteral("?ref=main"))
                                     .body);
    }
    QJsonObject graphQl(const QString &query, const QJsonObject &variables, const QByteArray &projectToken = {})
    {
        const QJsonObject body{{QStringLiteral("query"), query}, {QStringLiteral("variables"), variables}};
        const PeerReply reply = railway.answer(
            {.method = "POST",
             .path = QStringLiteral("/graphql/v2"),
             .headers = {{"user-agent", "test"},
                         projectToken.isEmpty()
                             ? std::pair<QByteArray, QByteArray>("authorization", "Bearer rehearsal-railway")
                             : std::pair<QByteArray, QByteArray>("project-access-token", projectToken)},
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
    QJsonValue snapshot(const SimDeployment &of)
    {
        return graphQl(QStringLiteral("query Q { deploymentSnapshot(deploymentId: $id) { id createdAt variables } }"),
                       {{QStringLiteral("id"), of.id}})
            .value(QLatin1String("data"))
            .toObject()
            .value(QLatin1String("deploymentSnapshot"));
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

QString messageIn(const QJsonObject &answer)
{
    return answer.value(QLatin1String("errors")).toArray().at(0).toObject().value(QLatin1String("message")).toString();
}

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

    void listsOfRunsAreFiltered()
    {
        Asked asked;
        World &world = asked.told.world;
        world.startCi(asked.told.tip(), QStringLiteral("schedule"), true);
        asked.told.pass(10);
        const auto count = [&](const QString &filter) {
            return runsIn(asked.ask(QLatin1String(repositoryPath) + QStringLiteral("/actions/runs?per_page=100&") +
                                    filter))
                .size();
        };
        QCOMPARE(count(QStringLiteral("head_sha=") + asked.told.tip()), 3); // its CI twice, and staging's run
        QCOMPARE(count(QStringLiteral("event=schedule")), 1);
        QCOMPARE(count(QStringLiteral("status=in_progress")) + count(QStringLiteral("status=queued")), 1);
        const qsizetype all = world.runs().size();
        QCOMPARE(count(QStringLiteral("status=success")), all - 1);
        QCOMPARE(count(QStringLiteral("branch=elsewhere")), 0);
        QCOMPARE(count(QStringLiteral("created=2026-11-24")), count(QStringLiteral("created=%3E%3D2026-11-24")));
        QCOMPARE(count(QStringLiteral("created=2020-01-01..2026-11-25")), all);
        QCOMPARE(count(QStringLiteral("created=%3E%3D2026-11-25")), 0);
    }
    void deploymentsAreFilteredByTheirStatus()
    {
        Asked asked;
        asked.told.happen("production-needs-approval");
        const auto count = [&](const QJsonObject &status) {
            const QJsonObject input{{QStringLiteral("environmentId"), asked.told.world.id(Environment::Production)},
                                    {QStringLiteral("serviceId"), asked.told.world.uuid(QStringLiteral("api"))},
                                    {QStringLiteral("status"), status}};
            const QJsonObject reply = asked.graphQl(QStringLiteral("query Q($input: I!) { deployments(input: $input) { "
                                                                   "edges { node { id } } } }"),
                                                    {{QStringLiteral("input"), input}});
            return reply.value(QLatin1String("data"))[QLatin1String("deployments")][QLatin1String("edges")]
                .toArray()
                .size();
        };
        const QJsonArray waiting{QStringLiteral("NEEDS_APPROVAL"), QStringLiteral("BUILDING")};
        const qsizetype all = asked.told.world.deployments(Environment::Production).size();
        QCOMPARE(count({}), all);
        QCOMPARE(count({{QStringLiteral("in"), waiting}}), 1);
        QCOMPARE(count({{QStringLiteral("notIn"), waiting}}), all - 1);
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

    void theJobsOfEachAttemptStay()
    {
        Asked asked;
        const qint64 id = asked.told.world.serving(Environment::Staging)->run;
        const QString path = QLatin1String(repositoryPath) + QStringLiteral("/actions/runs/%1").arg(id);
        const QByteArray before = asked.ask(path + QStringLiteral("/jobs")).body;
        QVERIFY(asked.told.happen("staging-run-again"));
        asked.told.pass(8);
        QCOMPARE(asked.ask(path + QStringLiteral("/attempts/1/jobs")).body, before);
        QCOMPARE(asked.ask(path + QStringLiteral("/attempts/2/jobs")).body,
                 asked.ask(path + QStringLiteral("/jobs")).body);
        QVERIFY(asked.ask(path + QStringLiteral("/jobs")).body.contains("in_progress"));
        QCOMPARE(asked.ask(path + QStringLiteral("/attempts/3/jobs")).status, 404);
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

    void aRollbackAnswersABareBooleanAndNoId()
    {
        Asked asked("bad-release");
        const QJsonArray edges = connectionIn(asked.deployments(10)).value(QLatin1String("edges")).toArray();
        const QJsonObject target = edges.at(2).toObject().value(QLatin1String("node")).toObject();
        const QJsonObject variables{{QStringLiteral("id"), target.value(QLatin1String("id"))}};
        // The documentation's own example (app/railway/README.md, 20).
        const QJsonObject wrong =
            asked.graphQl(QStringLiteral("mutation M { deploymentRollback(id: $id) { id status } }"), variables);
        QVERIFY(messageIn(wrong).contains(QStringLiteral("must not have a selection since type \"Boolean!\"")));
        QCOMPARE(connectionIn(asked.deployments(10)).value(QLatin1String("edges")).toArray().size(), edges.size());

        const QJsonObject taken =
            asked.graphQl(QStringLiteral("mutation M { deploymentRollback(id: $id) }"), variables);
        QCOMPARE(taken,
                 (QJsonObject{{QStringLiteral("data"), QJsonObject{{QStringLiteral("deploymentRollback"), true}}}}));
        const QJsonObject newest = connectionIn(asked.deployments(1))
                                       .value(QLatin1String("edges"))
                                       .toArray()
                                       .at(0)
                                       .toObject()
                                       .value(QLatin1String("node"))
                                       .toObject();
        QVERIFY(newest.value(QLatin1String("id")) != target.value(QLatin1String("id")));
        const QJsonObject then = target.value(QLatin1String("meta")).toObject();
        const QJsonObject meta = newest.value(QLatin1String("meta")).toObject();
        QCOMPARE(meta.value(QLatin1String("reason")).toString(), QStringLiteral("rollback"));
        QCOMPARE(meta.value(QLatin1String("imageDigest")), then.value(QLatin1String("imageDigest")));
        QCOMPARE(meta.value(QLatin1String("commitHash")), then.value(QLatin1String("commitHash")));
    }
    void whatCannotBeReturnedToIsRefused_data()
    {
        QTest::addColumn<QString>("mutation");
        for (const char *mutation :
             {"deploymentRollback(id: $id)", "deploymentRedeploy(id: $id, usePreviousImageTag: true) { id }",
              "deploymentCancel(id: $id)", "deploymentApprove(id: $id)"})
            QTest::newRow(mutation) << QString::fromLatin1(mutation);
    }
    void whatCannotBeReturnedToIsRefused()
    {
        QFETCH(QString, mutation);
        Asked asked("expired-image");
        const QString query = QStringLiteral("mutation M { %1 }").arg(mutation);
        const SimDeployment gone = asked.told.world.deployments(Environment::Production).constLast();
        const QJsonObject refused = asked.graphQl(query, {{QStringLiteral("id"), gone.id}});
        QVERIFY(!messageIn(refused).isEmpty());
        QVERIFY(refused.value(QLatin1String("data")).isNull());
        const QJsonObject unknown = asked.graphQl(query, {{QStringLiteral("id"), QStringLiteral("nothing")}});
        QCOMPARE(messageIn(unknown), QStringLiteral("Not Authorized"));
        QCOMPARE(asked.told.world.deployments(Environment::Production).size(), 3);
    }
    void aRedeploymentAnswersTheNewDeployment()
    {
        Asked asked("bad-release");
        const SimDeployment target = asked.told.world.deployments(Environment::Production).at(2);
        const QJsonObject variables{{QStringLiteral("id"), target.id}};
        QVERIFY(messageIn(asked.graphQl(QStringLiteral("mutation M { deploymentRedeploy(id: $id) }"), variables))
                    .contains(QStringLiteral("must have a selection of subfields")));
        QVERIFY(
            messageIn(asked.graphQl(QStringLiteral("mutation M { deploymentRedeploy(id: $id) { id no } }"), variables))
                .contains(QStringLiteral("Cannot query field")));
        QCOMPARE(asked.told.world.deployments(Environment::Production).size(), 6);
        const QJsonObject made =
            asked.graphQl(QStringLiteral("mutation M { deploymentRedeploy(id: $id) { id status meta } }"), variables);
        const QJsonObject deployment =
            made.value(QLatin1String("data")).toObject().value(QLatin1String("deploymentRedeploy")).toObject();
        QCOMPARE(deployment.value(QLatin1String("id")).toString(), asked.told.newest().id);
        QCOMPARE(deployment.value(QLatin1String("status")).toString(), QStringLiteral("INITIALIZING"));
        // Its image is not built yet.
        QVERIFY(!deployment.value(QLatin1String("meta")).toObject().contains(QLatin1String("imageDigest")));
    }
    void aProjectTokenReachesItsOwnEnvironmentOnly()
    {
        Asked asked("bad-release");
        const QJsonObject variables{
            {QStringLiteral("id"), asked.told.world.deployments(Environment::Production).at(2).id}};
        const QString query = QStringLiteral("mutation M { deploymentRollback(id: $id) }");
        QCOMPARE(messageIn(asked.graphQl(query, variables, "rehearsal-railway-staging")),
                 QStringLiteral("Not Authorized"));
        QVERIFY(
            asked.graphQl(query, variables, "rehearsal-railway-production").value(QLatin1String("data")).isObject());
    }
    void aSnapshotHasTheVariablesOfItsTime()
    {
        Asked asked("bad-release");
        const QList<SimDeployment> all = asked.told.world.deployments(Environment::Production);
        const QJsonObject then = asked.snapshot(all.at(2)).toObject().value(QLatin1String("variables")).toObject();
        QCOMPARE(then.value(QLatin1String("UPSTREAM_TIMEOUT")).toString(), QStringLiteral("8"));
        QVERIFY(asked.snapshot(all.constLast()).isNull()); // its image is gone
        const QJsonObject scope{{QStringLiteral("e"), asked.told.world.id(Environment::Production)},
                                {QStringLiteral("s"), asked.told.world.uuid(QStringLiteral("api"))}};
        const QJsonObject now =
            asked
                .graphQl(QStringLiteral("query Q { variables(projectId: $p, environmentId: $e, serviceId: $s) }"),
                         scope)
                .value(QLatin1String("data"))
                .toObject()
                .value(QLatin1String("variables"))
                .toObject();
        QCOMPARE(now.value(QLatin1String("UPSTREAM_TIMEOUT")).toString(), QStringLiteral("4"));
    }

    void aReviewIsOursToGiveOrNot()
    {
        for (const bool ours : {false, true}) {
            Asked asked;
            QVERIFY(asked.told.happen(ours ? "ask-us-for-review" : "protect-production"));
            const SimRun run = asked.told.dispatch();
            asked.told.pass(60);
            const QString path =
                QLatin1String(repositoryPath) + QStringLiteral("/actions/runs/%1/pending_deployments").arg(run.id);
            const QJsonObject pending = QJsonDocument::fromJson(asked.ask(path).body).array().at(0).toObject();
            QCOMPARE(pending.value(QLatin1String("current_user_can_approve")).toBool(), ours);
            const QJsonValue id = pending.value(QLatin1String("environment")).toObject().value(QLatin1String("id"));
            QJsonObject body{{QStringLiteral("environment_ids"), QJsonArray{id}},
                             {QStringLiteral("state"), QStringLiteral("rejected")},
                             {QStringLiteral("comment"), QString()}};
            QCOMPARE(asked.ask(path, "POST", body).status, ours ? 200 : 403);
            asked.told.pass(60);
            const PeerReply reply =
                asked.ask(QLatin1String(repositoryPath) + QStringLiteral("/actions/runs/%1").arg(run.id));
            const QJsonObject json = QJsonDocument::fromJson(reply.body).object();
            QCOMPARE(json.value(QLatin1String("status")).toString(),
                     ours ? QStringLiteral("completed") : QStringLiteral("waiting"));
            QCOMPARE(json.value(QLatin1String("conclusion")).toString(), ours ? QStringLiteral("failure") : QString());
            QCOMPARE(asked.ask(path, "POST", body).status, ours ? 422 : 403);
            body.remove(QStringLiteral("comment"));
            QCOMPARE(asked.ask(path, "POST", body).status, 422);
        }
    }
    void aRunThatRunsAgainKeepsItsIdAndCountsItsAttempts()
    {
        Asked asked;
        QVERIFY(asked.told.happen("flaky-push"));
        asked.told.pass(600);
        const qint64 ci = asked.told.world.runs().at(1).id;
        const QString path = QLatin1String(repositoryPath) + QStringLiteral("/actions/runs/%1").arg(ci);
        QCOMPARE(asked.object(path).value(QLatin1String("conclusion")).toString(), QStringLiteral("failure"));
        QCOMPARE(asked.object(path).value(QLatin1String("run_attempt")).toInt(), 1);
        QCOMPARE(asked.ask(path + QStringLiteral("/rerun-failed-jobs"), "POST").status, 201);
        QCOMPARE(asked.object(path).value(QLatin1String("run_attempt")).toInt(), 2);
        QVERIFY(asked.object(path).value(QLatin1String("status")).toString() != QLatin1String("completed"));
        QCOMPARE(asked.object(path)
                     .value(QLatin1String("triggering_actor"))
                     .toObject()
                     .value(QLatin1String("login"))
                     .toString(),
                 QStringLiteral("mira"));
        QCOMPARE(asked.ask(path + QStringLiteral("/rerun-failed-jobs"), "POST").status, 403);
        asked.told.pass(600);
        QCOMPARE(asked.object(path).value(QLatin1String("conclusion")).toString(), QStringLiteral("success"));
        QCOMPARE(asked.ask(path + QStringLiteral("/rerun-failed-jobs"), "POST").status, 403);
    }
    void aMigrationsTextIsHandedOutWhereItIs()
    {
        Asked asked("crossing-migration");
        const QString path = QLatin1String(repositoryPath) +
                             QStringLiteral("/contents/supabase/migrations/20261124_drop_trials.sql?ref=");
        const PeerReply text = asked.ask(path + QStringLiteral("main"));
        QVERIFY(text.body.contains("DROP COLUMN trial_ends_at;"));
        QVERIFY(text.contentType.startsWith("application/vnd.github.raw"));
        QCOMPARE(asked.ask(path + asked.told.world.commits().constFirst().sha).status, 404);
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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/forecast/forecastfeed.h"
#include "support/builders.h"
#include "support/fakeclock.h"
#include "support/fakenetwork.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

QByteArray comparison(const CommitSha &head, const QByteArray &files)
{
    const QByteArray sha = head.value.toLatin1();
    return R"({"status":"ahead","ahead_by":1,"behind_by":0,"html_url":"https://github.com/acme/api/compare/x",)"
           R"("base_commit":{"sha":")" +
           liveSha.value.toLatin1() + R"("},"commits":[{"sha":")" + sha +
           R"(","html_url":"https://github.com/acme/api/commit/x","commit":{"message":"Rename a column",)"
           R"("author":{"name":"sam","date":"2026-11-20T10:00:00Z"},"committer":{"name":"sam","date":"2026-11-20T10:00:00Z"}},)"
           R"("author":{"login":"sam"}}],"files":[)" +
           files + "]}";
}

/// Production serves the tested commit, an earlier deployment carries the live one, and main has moved on.
struct ForecastKit {
    FakeClock clock;
    FakeNetwork *network = new FakeNetwork; // owned by the client
    HttpClient client{clock, std::unique_ptr<QNetworkAccessManager>(network)};
    ConsoleStore store;
    ForecastFeed feed{client, store, clock};
    FakeReply toCompare{.status = 200};
    FakeReply toText{.status = 200, .body = "ALTER TABLE usage RENAME COLUMN a TO b;"};
    FakeReply toVariables{.status = 200, .body = R"({"data":{"variables":{"A":"1","B":"2","C":"3"}}})"};
    FakeReply toSnapshot{.status = 200,
                         .body = R"({"data":{"deploymentSnapshot":{"id":"s","createdAt":"2026-11-20T10:00:00Z",)"
                                 R"("variables":{"A":"1","B":"old","D":"4"}}}})"};
    QByteArray files = R"({"filename":"supabase/migrations/1_rename.sql"},{"filename":"src/main.py"})";

    explicit ForecastKit(bool readVariables = false)
        : store(projectWith(readVariables))
    {
        clock.setNow(noon);
        for (const auto &[id, origin] : {std::pair{CredentialId::GitHub, "https://api.github.com"},
                                         std::pair{CredentialId::Railway, "https://backboard.railway.com"}}) {
            if (!client.setCredential(id, {"Authorization", "Bearer made-up", QUrl(QLatin1String(origin))}))
                qFatal("the made-up token was refused");
        }
        network->setHandler([this](const FakeRequest &request) { return reply(request); });
        store.apply(noon, [](Observations &all) {
            all = healthyWorld(noon);
            const Deployment serves = aDeployment("d-bad", DeploymentStatus::Success, testedSha, noon, 3'000);
            Deployment earlier = aDeployment("d-good", DeploymentStatus::Removed, liveSha, noon, 90'000);
            earlier.canRollback = true;
            all.services.production = fresh(serving(serves), noon);
            all.deployments.production = fresh(QList<Deployment>{serves, earlier}, noon);
            all.tip.value->sha = newerSha;
        });
    }
    static Project projectWith(bool readVariables)
    {
        Project project = acmeProject();
        project.railway.readVariables = readVariables;
        return project;
    }
    FakeReply reply(const FakeRequest &request)
    {
        const QString path = request.url.path();
        if (request.body.contains("DeploymentSnapshotVariables"))
            return toSnapshot;
        if (request.body.contains("Variables"))
            return toVariables;
        if (path.contains(QStringLiteral("/compare/"))) {
            FakeReply compared = toCompare;
            if (compared.body.isEmpty())
                compared.body = comparison(path.endsWith(newerSha.value) ? newerSha : testedSha, files);
            return compared;
        }
        if (path.endsWith(QStringLiteral("/pulls")))
            return {.status = 200,
                    .body = R"([{"number":412,"title":"Rename","html_url":"https://github.com/acme/api/pull/412",)"
                            R"("state":"closed","user":{"login":"sam"}}])"};
        return toText;
    }
    const ForecastFacts &look(const char *target = "d-good")
    {
        feed.look(Environment::Production, {QString::fromLatin1(target)});
        if (!QTest::qWaitFor([this] { return !store.observations().forecast->reading; }))
            qFatal("it reads for ever");
        return *store.observations().forecast;
    }
    void tipIs(const CommitSha &sha)
    {
        store.apply(noon, [&sha](Observations &all) { all.tip = fresh(Commit{.sha = sha}, noon); });
    }
    int asked(const char *part) const
    {
        int count = 0;
        for (const FakeRequest &request : network->requests())
            count += request.url.path().contains(QLatin1String(part)) || request.body.contains(part) ? 1 : 0;
        return count;
    }
};

} // namespace

/// What is read to tell what going back would undo.
class ForecastFeedTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatIsUndoneAndWhatTheSchemaGotIsRead()
    {
        ForecastKit kit;
        const ForecastFacts &facts = kit.look();
        QCOMPARE(facts.targetSha, liveSha);
        QVERIFY(facts.undone && *facts.undone);
        QCOMPARE((*facts.undone)->commits.size(), 1);
        QCOMPARE(facts.pulls.value(testedSha).size(), 1);
        QVERIFY(facts.schema && *facts.schema);
        QCOMPARE(facts.migrations.size(), 1);
        QVERIFY(facts.migrations.constFirst().sql->contains(QLatin1String("RENAME")));
    }
    void variablesAreNotReadUnlessTheProjectFileSaysSo()
    {
        ForecastKit kit;
        QVERIFY(!kit.look().variables);
        QCOMPARE(kit.asked("ariables"), 0);
    }
    void namesOfVariablesAreComparedAndNoValueIsKept()
    {
        ForecastKit kit(true);
        const ForecastFacts &facts = kit.look();
        QVERIFY(facts.variables && *facts.variables);
        const VariableChanges &changes = **facts.variables;
        QCOMPARE(changes.disappear, QStringList{QStringLiteral("C")});
        QCOMPARE(changes.change, QStringList{QStringLiteral("B")});
        QCOMPARE(changes.reappear, QStringList{QStringLiteral("D")});
    }
    void variablesThatMayNotBeReadAreSaid()
    {
        ForecastKit kit(true);
        kit.toSnapshot = {.status = 200, .body = R"({"errors":[{"message":"Not Authorized"}],"data":null})"};
        const ForecastFacts &facts = kit.look();
        QVERIFY(facts.variables && !*facts.variables);
    }
    void aGitHubThatCannotBeReadIsSaidAndEndsTheReading()
    {
        ForecastKit kit;
        kit.toCompare = {.status = 503, .body = "no"};
        const ForecastFacts &facts = kit.look();
        QVERIFY(facts.undone && !*facts.undone);
        QVERIFY(facts.schema && !*facts.schema);
        QVERIFY(facts.migrations.isEmpty());
    }
    void aMigrationWithoutItsTextIsSaid()
    {
        ForecastKit kit;
        kit.toText = {.status = 404, .body = R"({"message":"Not Found"})"};
        const ForecastFacts &facts = kit.look();
        QVERIFY(!facts.migrations.constFirst().sql);
        QVERIFY(!facts.migrations.constFirst().trouble.isEmpty());
    }
    void onlySoManyMigrationsAreRead()
    {
        ForecastKit kit;
        QByteArrayList many;
        for (int i = 0; i < 30; ++i)
            many.append(R"({"filename":"supabase/migrations/)" + QByteArray::number(i) + R"(.sql"})");
        kit.files = many.join(',');
        const ForecastFacts &facts = kit.look();
        QCOMPARE(facts.migrations.size(), 30);
        QCOMPARE(kit.asked("/contents/"), 20);
        QVERIFY(!facts.migrations.constLast().trouble.isEmpty());
    }
    void anUnknownTargetAsksNothing()
    {
        ForecastKit kit;
        const ForecastFacts &facts = kit.look("d-nobody");
        QVERIFY(facts.targetSha.isEmpty());
        QCOMPARE(kit.network->requests().size(), 0);
    }
    void whatBecomesKnownIsReadUntilNobodyLooks()
    {
        ForecastKit kit;
        kit.store.apply(noon, [](Observations &all) { all.tip = {}; });
        QVERIFY(!kit.look().schema);
        kit.tipIs(newerSha);
        QTRY_VERIFY(kit.store.observations().forecast->schema && !kit.store.observations().forecast->reading);
        QCOMPARE(kit.store.observations().forecast->migrations.size(), 1);
        const auto asked = kit.network->requests().size();
        kit.feed.stop();
        kit.tipIs(testedSha);
        QCOMPARE(kit.network->requests().size(), asked);
    }
    void lookingAtAnotherOneDropsWhatIsOnItsWay()
    {
        ForecastKit kit;
        kit.feed.look(Environment::Production, {QStringLiteral("d-good")});
        const ForecastFacts &facts = kit.look("d-nobody");
        QTest::qWait(0);
        QCOMPARE(facts.target.value, QStringLiteral("d-nobody"));
        QVERIFY(!facts.undone);
    }
};

SLIPWAY_TEST(ForecastFeedTest)
#include "forecastfeed_test.moc"

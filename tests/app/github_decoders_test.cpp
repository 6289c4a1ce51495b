// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/github/decoders.h"
#include "models/values/utc.h"
#include "support/builders.h"
#include "support/mutatedbodies.h"
#include "support/testdata.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::GitHub;
using namespace Slipway::Test;

namespace {

const char *const comparedUrl =
    "https://api.github.com/repos/acme/api/compare/81d02f7000000000000000000000000000000002..."
    "3f9c2ab000000000000000000000000000000001";

HttpResponse githubSays(const QByteArray &body, const QHash<QByteArray, QByteArray> &headers = {})
{
    return {.status = 200, .headers = headers, .body = body, .url = QUrl(QString::fromLatin1(comparedUrl))};
}

HttpResponse githubFixture(const char *name)
{
    return githubSays(testData(QStringLiteral("github/") + QLatin1String(name)));
}

QDateTime utcOn24th(int hour, int minute, int seconds)
{
    return {QDate(2026, 11, 24), QTime(hour, minute, seconds), utcZone};
}

/// How many mutations of a body were refused; -1 when one was refused with anything but Malformed and a reason.
template <typename T>
int refusedMutations(Result<T> (*decode)(const HttpResponse &), const QByteArray &json)
{
    int refused = 0;
    for (const QByteArray &body : mutatedBodies(json)) {
        const auto result = decode(githubSays(body));
        if (result)
            continue;
        if (result.error().kind != ErrorKind::Malformed || result.error().detail.isEmpty())
            return -1;
        ++refused;
    }
    return refused;
}

template <typename T>
bool isMalformed(const Result<T> &result)
{
    return !result && result.error().kind == ErrorKind::Malformed;
}

} // namespace

/// GitHub's answers as values: tolerant of what is missing, strict about types.
class GitHubDecodersTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anAccountIsReadWithItsHeaders()
    {
        HttpResponse response = githubFixture("user.json");
        response.headers = {{"x-oauth-scopes", "repo, workflow"},
                            {"github-authentication-token-expiration", "2026-11-24 09:41:07 UTC"}};
        const auto account = decodeUser(response);
        QVERIFY(account);
        QCOMPARE(account->login, QStringLiteral("mira"));
        QCOMPARE(account->scopes, QStringList({QStringLiteral("repo"), QStringLiteral("workflow")}));
        QCOMPARE(account->tokenExpires, utcOn24th(9, 41, 7));
    }
    void anExpiryMayCarryAnOffset_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QDateTime>("expires");
        QTest::newRow("west") << QByteArray("2026-11-24 01:41:07 -0800") << utcOn24th(9, 41, 7);
        QTest::newRow("east") << QByteArray("2026-11-24 10:41:07 +0100") << utcOn24th(9, 41, 7);
        QTest::newRow("none") << QByteArray() << QDateTime();
        QTest::newRow("nonsense") << QByteArray("next year") << QDateTime();
    }
    void anExpiryMayCarryAnOffset()
    {
        QFETCH(QByteArray, header);
        HttpResponse response = githubFixture("user.json");
        response.headers = {{"github-authentication-token-expiration", header}};
        QTEST(decodeUser(response)->tokenExpires, "expires");
    }
    void aRepositoryTellsWhetherItMayBePushedTo()
    {
        const auto repository = decodeRepository(githubFixture("repository.json"));
        QCOMPARE(repository->fullName, QStringLiteral("acme/api"));
        QCOMPARE(repository->defaultBranch, QStringLiteral("main"));
        QCOMPARE(repository->canPush, std::optional(true));
        QVERIFY(!decodeRepository(githubSays(R"({"full_name":"acme/api"})"))->canPush); // not told
        const auto readOnly = decodeRepository(githubSays(
            R"({"full_name":"acme/api","archived":true,"permissions":{"admin":false,"push":false,"pull":true}})"));
        QCOMPARE(readOnly->canPush, std::optional(false));
        QVERIFY(readOnly->archived);
    }
    void aCommitIsItsFirstLineAndItsCommitterDate()
    {
        const auto commit = decodeCommit(githubFixture("commit.json"));
        QCOMPARE(commit->sha, testedSha);
        QCOMPARE(commit->title, QStringLiteral("Retry Redis timeouts"));
        QCOMPARE(commit->author, QStringLiteral("mira"));
        QCOMPARE(commit->committedAt, utcOn24th(9, 41, 7));
    }
    void aCommitWithoutALoginHasItsGitAuthor()
    {
        const auto comparison = decodeComparison(githubFixture("compare.json"));
        QCOMPARE(comparison->commits.first().author, QStringLiteral("Sam"));
    }
    void aComparisonNamesWhatWasCompared()
    {
        const auto comparison = decodeComparison(githubFixture("compare.json"));
        QVERIFY(comparison);
        QCOMPARE(comparison->base, liveSha);
        QCOMPARE(comparison->head, testedSha);
        QCOMPARE(comparison->relation, Comparison::Relation::Ahead);
        QCOMPARE(comparison->aheadBy, 2);
        QCOMPARE(comparison->commits.last().sha, testedSha);
        QCOMPARE(comparison->files.last(), QStringLiteral("supabase/migrations/20261124_add.sql"));
        QVERIFY(comparison->filesComplete);
    }
    void asManyFilesAsGitHubListsAtMostAreNotAll()
    {
        QByteArrayList files(300, R"({"filename":"a"})");
        const auto full = decodeComparison(githubSays(R"({"status":"ahead","files":[)" + files.join(',') + "]}"));
        QVERIFY(!full->filesComplete);
        files.removeLast();
        const auto fewer = decodeComparison(githubSays(R"({"status":"ahead","files":[)" + files.join(',') + "]}"));
        QVERIFY(fewer->filesComplete);
    }
    void anUnknownRelationIsUnknown()
    {
        QCOMPARE(decodeComparison(githubSays(R"({"status":"sideways"})"))->relation, Comparison::Relation::Unknown);
    }
    void pullRequestsMayBeByNobody()
    {
        const auto pulls = decodePullRequests(githubFixture("pulls.json"));
        QCOMPARE(pulls->size(), 2);
        QCOMPARE(pulls->first().number, 412);
        QCOMPARE(pulls->first().author, QStringLiteral("mira"));
        QVERIFY(pulls->last().author.isEmpty());
    }
    void aWorkflowIsKnownByItsFileName()
    {
        const auto page = decodeWorkflows(githubFixture("workflows.json"));
        QCOMPARE(page->workflows.first().file, QStringLiteral("deploy-production.yml"));
        QCOMPARE(page->workflows.first().state, QStringLiteral("active"));
        QCOMPARE(page->workflows.last().state, QStringLiteral("disabled_manually"));
        QVERIFY(page->next.isEmpty());
    }
    void aListTellsItsNextPage()
    {
        HttpResponse response = githubFixture("workflows.json");
        response.headers.insert("link",
                                "<https://api.github.com/repositories/1/actions/workflows?page=1>; rel=\"prev\", "
                                "<https://api.github.com/repositories/1/actions/workflows?page=3>; "
                                "rel=\"next\", <https://x/?page=9>; rel=\"last\"");
        QCOMPARE(decodeWorkflows(response)->next,
                 QUrl(QStringLiteral("https://api.github.com/repositories/1/actions/workflows?page=3")));
    }
    void aRunIsReadWhole()
    {
        const auto runs = decodeRuns(githubFixture("runs.json"));
        QVERIFY(runs);
        const WorkflowRun &run = runs->first();
        QCOMPARE(run.id.value, 30'000'000'902);
        QCOMPARE(run.workflowFile, QStringLiteral("deploy-production.yml")); // "@main" is gone
        QCOMPARE(run.attempt, 2);
        QCOMPARE(run.event, QStringLiteral("workflow_dispatch"));
        QCOMPARE(run.headSha, testedSha);
        QCOMPARE(run.status, RunStatus::InProgress);
        QCOMPARE(run.conclusion, RunConclusion::None);
        QCOMPARE(run.actor, QStringLiteral("mira"));
        QCOMPARE(run.triggeringActor, QStringLiteral("sam"));
        QCOMPARE(run.createdAt, utcOn24th(9, 41, 7));
        QCOMPARE(run.startedAt, utcOn24th(9, 44, 0));
    }
    void whatARunLacksFollowsFromTheRest()
    {
        const WorkflowRun run = decodeRuns(githubFixture("runs.json"))->last();
        QVERIFY(run.succeeded());
        QCOMPARE(run.attempt, 1);
        QCOMPARE(run.triggeringActor, run.actor);
        QCOMPARE(run.startedAt, run.createdAt);
        QVERIFY(run.headBranch.isEmpty());
    }
    void anUnknownWordIsKeptAndNeverGood()
    {
        const auto run = decodeRun(githubSays(R"({"id":1,"head_sha":"a","status":"dreaming","conclusion":"superb"})"));
        QCOMPARE(run->status, RunStatus::Unknown);
        QCOMPARE(run->conclusion, RunConclusion::Unknown);
        QCOMPARE(run->rawStatus, QStringLiteral("dreaming"));
        QCOMPARE(run->rawConclusion, QStringLiteral("superb"));
        QVERIFY(run->isActive());
        QVERIFY(!run->succeeded());
    }
    void anIdIsAWholePositiveNumber_data()
    {
        QTest::addColumn<QByteArray>("id");
        for (const char *id : {"\"30000000902\"", "1.5", "1e300", "-1", "0", "null", "[]", "true"})
            QTest::newRow(id) << QByteArray(id);
    }
    void anIdIsAWholePositiveNumber()
    {
        QFETCH(QByteArray, id);
        QVERIFY(isMalformed(decodeRun(githubSays(R"({"head_sha":"a","status":"completed","id":)" + id + "}"))));
        QVERIFY(isMalformed(decodeJobs(githubSays(R"({"jobs":[{"name":"a","id":)" + id + "}]}"))));
    }
    void anIdBeyond53BitsIsExact()
    {
        QCOMPARE(decodeRun(githubSays(R"({"id":9007199254740993,"head_sha":"a"})"))->id.value, 9'007'199'254'740'993);
    }
    void jobsAreReadWithTheirSteps()
    {
        const auto jobs = decodeJobs(githubFixture("jobs.json"));
        QVERIFY(jobs);
        QCOMPARE(jobs->first().id, 40'000'000'001);
        QCOMPARE(jobs->first().run.value, 30'000'000'902);
        QCOMPARE(jobs->first().conclusion, RunConclusion::Failure);
        QCOMPARE(jobs->first().steps.last().name, QStringLiteral("Check the phrase"));
        QCOMPARE(jobs->first().steps.last().conclusion, RunConclusion::Failure);
        QCOMPARE(jobs->last().status, RunStatus::Waiting);
        QVERIFY(!jobs->last().startedAt.isValid());
    }
    void reviewersAreLoginsAndTeams()
    {
        const auto reviews = decodePendingReviews(githubFixture("pending.json"));
        QCOMPARE(reviews->first().environment, QStringLiteral("production"));
        QCOMPARE(reviews->first().reviewers, QStringList({QStringLiteral("noor"), QStringLiteral("release-managers")}));
        QVERIFY(reviews->first().currentUserCanApprove);
        QCOMPARE(reviews->first().environmentId, 161'088'001);
        QVERIFY(decodePendingReviews(githubSays("[]"))->isEmpty());
    }
    void aPullRequestIsNoIncident()
    {
        const auto incidents = decodeIncidents(githubFixture("issues.json"));
        QCOMPARE(incidents->size(), 1);
        QCOMPARE(incidents->first().number, 77);
        QCOMPARE(incidents->first().openedAt, utcOn24th(8, 0, 0));
    }
    void aTagIsItsCommit() { QCOMPARE(*decodeTag(githubFixture("tag.json")), testedSha); }
    void anAnnotatedTagIsNotTakenForItsCommit()
    {
        QVERIFY(!decodeTag(githubSays(R"({"object":{"type":"tag","sha":"3f9c2ab"}})")));
    }
    void aTagThatIsMissingIsNotFound()
    {
        QCOMPARE(decodeTag({.status = 404, .body = "{}"}).error().kind, ErrorKind::NotFound);
    }
    void aDispatchTellsItsRun()
    {
        HttpResponse response = githubFixture("dispatched.json");
        response.headers = {{"date", "Tue, 24 Nov 2026 09:41:07 GMT"}};
        const auto dispatched = decodeDispatched(response);
        QCOMPARE(dispatched->run.value, 30'000'000'903);
        QCOMPARE(dispatched->url.path(), QStringLiteral("/acme/api/actions/runs/30000000903"));
        QCOMPARE(dispatched->serverTime, utcOn24th(9, 41, 7));
    }
    void aDispatchWithoutAnIdIsAcceptedAllTheSame()
    {
        const QByteArrayList bodies{"",
                                    "{}",
                                    "null",
                                    "[]",
                                    "<html>",
                                    R"({"workflow_run_id":"7"})",
                                    R"({"workflow_run_id":-7})",
                                    R"({"workflow_run_id":1.5})"};
        for (const QByteArray &body : bodies) {
            const auto dispatched = decodeDispatched({.status = body.isEmpty() ? 204 : 200, .body = body});
            QVERIFY2(dispatched, body.constData());
            QVERIFY2(!dispatched->run, body.constData());
        }
    }
    void aRefusedDispatchIsNotAccepted()
    {
        const auto refused = decodeDispatched({.status = 422, .body = R"({"message":"No ref found for: 3f9c2ab"})"});
        QVERIFY(!refused);
        QVERIFY(refused.error().detail.contains(QStringLiteral("No ref found for: 3f9c2ab")));
    }
    void aFilesTextIsWhatStandsInIt()
    {
        const QHash<QByteArray, QByteArray> raw{{"content-type", "application/vnd.github.raw+json; charset=utf-8"}};
        QCOMPARE(*decodeFileText(githubSays("drop table gr\xc3\xbc\xc3\x9f"
                                            "e;\n",
                                            raw)),
                 QString::fromUtf8("drop table gr\xc3\xbc\xc3\x9f"
                                   "e;\n"));
        QCOMPARE(*decodeFileText(githubSays("", raw)), QString());
    }
    void aFolderAndAMissingFileHaveNoText()
    {
        const auto folder = decodeFileText(githubSays("[]", {{"content-type", "application/json; charset=utf-8"}}));
        QCOMPARE(folder.error().kind, ErrorKind::NotFound);
        QCOMPARE(decodeFileText({.status = 404, .body = R"({"message":"Not Found"})"}).error().kind,
                 ErrorKind::NotFound);
    }
    void aReviewThatHasNoIdCannotBeGivenFromHere()
    {
        const auto reviews = decodePendingReviews(githubSays(R"([{"environment":{"name":"production"}}])"));
        QCOMPARE(reviews->constFirst().environmentId, 0);
        QVERIFY(isMalformed(decodePendingReviews(githubSays(R"([{"environment":{"id":"7","name":"production"}}])"))));
    }
    void aReviewThatThisTokenMayNotGiveNamesThePermission()
    {
        const auto refused = decodeDone({.status = 403,
                                         .headers = {{"x-accepted-github-permissions", "deployments=write"}},
                                         .body = R"({"message":"Resource not accessible by personal access token"})"});
        QCOMPARE(refused.error().kind, ErrorKind::Forbidden);
        QVERIFY(refused.error().detail.contains(QStringLiteral("deployments=write")));
    }
    void aCommandIsDoneWithAnySuccess()
    {
        QVERIFY(decodeDone({.status = 202, .body = "null"}));
        QVERIFY(!decodeDone({.status = 409, .body = R"({"message":"Cannot cancel a completed run"})"}));
    }
    void noMutationIsTakenForAnotherTrouble()
    {
        const auto of = [](const char *name) { return testData(QStringLiteral("github/") + QLatin1String(name)); };
        QVERIFY(refusedMutations(decodeUser, of("user.json")) > 10);
        QVERIFY(refusedMutations(decodeRepository, of("repository.json")) > 10);
        QVERIFY(refusedMutations(decodeCommit, of("commit.json")) > 10);
        QVERIFY(refusedMutations(decodeComparison, of("compare.json")) > 10);
        QVERIFY(refusedMutations(decodePullRequests, of("pulls.json")) > 10);
        QVERIFY(refusedMutations(decodeWorkflows, of("workflows.json")) > 10);
        QVERIFY(refusedMutations(decodeRuns, of("runs.json")) > 10);
        QVERIFY(refusedMutations(decodeJobs, of("jobs.json")) > 10);
        QVERIFY(refusedMutations(decodePendingReviews, of("pending.json")) > 10);
        QVERIFY(refusedMutations(decodeTagPolicy, of("environment.json")) > 10);
        QVERIFY(refusedMutations(decodeTagPatterns, of("policies.json")) > 10);
        QVERIFY(refusedMutations(decodeTag, of("tag.json")) >= 0); // may also be an annotated one
        QVERIFY(refusedMutations(decodeIncidents, of("issues.json")) > 10);
        QCOMPARE(refusedMutations(decodeDispatched, of("dispatched.json")), 0);
    }
    void noMutationInventsASuccess()
    {
        // The first run of the fixture goes on: whatever is done to the body, only its own words may end it.
        for (const QByteArray &body : mutatedBodies(testData(QStringLiteral("github/runs.json")))) {
            const auto runs = decodeRuns(githubSays(body));
            if (!runs)
                continue;
            for (const WorkflowRun &run : *runs)
                QVERIFY(!run.succeeded() || run.id.value != 30'000'000'902);
        }
    }
    void tagsMayDeployWhereNothingForbidsThem_data()
    {
        QTest::addColumn<QByteArray>("environment");
        QTest::addColumn<bool>("known");
        QTest::addColumn<bool>("allowed");
        QTest::newRow("no policy") << QByteArray(R"({"name":"p","deployment_branch_policy":null})") << true << true;
        QTest::newRow("none said") << QByteArray(R"({"name":"p"})") << true << true;
        QTest::newRow("protected branches")
            << QByteArray(R"({"name":"p","deployment_branch_policy":{"protected_branches":true}})") << true << false;
        QTest::newRow("patterns of its own") << testData(QStringLiteral("github/environment.json")) << false << false;
    }
    void tagsMayDeployWhereNothingForbidsThem()
    {
        QFETCH(QByteArray, environment);
        const auto policy = decodeTagPolicy(githubSays(environment));
        QVERIFY(policy);
        QTEST(policy->known, "known");
        QTEST(policy->tagsAllowed, "allowed");
    }
    void anEnvironmentThatTheTokenMayNotSeeCannotBeTold()
    {
        QCOMPARE(decodeTagPolicy({.status = 404, .body = "{}"}).error().kind, ErrorKind::NotFound);
        QCOMPARE(decodeTagPolicy({.status = 403, .body = "{}"}).error().kind, ErrorKind::Forbidden);
    }
    void aPatternHasToTakeOurTags_data()
    {
        QTest::addColumn<QByteArray>("pattern");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<bool>("allowed");
        QTest::newRow("ours") << QByteArray("deploy/*") << QByteArray("tag") << true;
        QTest::newRow("a branch's") << QByteArray("deploy/*") << QByteArray("branch") << false;
        QTest::newRow("* stops at a slash") << QByteArray("*") << QByteArray("tag") << false;
        QTest::newRow("both parts") << QByteArray("*/*") << QByteArray("tag") << true;
        QTest::newRow("versions") << QByteArray("v*") << QByteArray("tag") << false;
        QTest::newRow("hostile") << QByteArray("[[[((((*+?") << QByteArray("tag") << false;
    }
    void aPatternHasToTakeOurTags()
    {
        QFETCH(QByteArray, pattern);
        QFETCH(QByteArray, type);
        const auto policy = decodeTagPatterns(
            githubSays("{\"branch_policies\":[{\"name\":\"" + pattern + R"(","type":")" + type + "\"}]}"));
        QVERIFY(policy->known);
        QTEST(policy->tagsAllowed, "allowed");
    }
    void aLogIsItsLastLinesWithoutTimesAndColours()
    {
        const auto log = decodeJobLog({.status = 200,
                                       .body = "2026-11-24T09:41:07.5024381Z \x1b[36;1mrun\x1b[0m tests\r\n"
                                               "2026-11-24T09:41:08.1Z ##[error]exit\tcode 1\n"
                                               "plain\n"});
        QCOMPARE(*log, QStringList({QStringLiteral("run tests"), QStringLiteral("##[error]exit code 1"),
                                    QStringLiteral("plain")}));
    }
    void aLongLogIsItsEnd()
    {
        QByteArray body;
        for (int line = 1; line <= 5000; ++line)
            body += "2026-11-24T09:41:07.5Z line " + QByteArray::number(line) + '\n';
        const auto log = decodeJobLog({.status = 200, .body = body});
        QCOMPARE(log->size(), 60);
        QCOMPARE(log->last(), QStringLiteral("line 5000"));
    }
    void aHostileLogIsVisibleAndBounded()
    {
        const auto log = decodeJobLog(
            {.status = 200, .body = QByteArray("\x1b]0;title\x07 \xe2\x80\xae safe\n") + QByteArray(1 << 20, 'x')});
        for (const QString &line : *log)
            QVERIFY(line.size() <= 1000);
        const auto shown = decodeJobLog({.status = 200, .body = "\x1b]0;title\x07 \xe2\x80\xae safe\n"});
        QCOMPARE(shown->first(), QStringLiteral("<U+001B>]0;title<U+0007> <U+202E> safe"));
    }
    void aLogThatIsNotWrittenYetIsNotFound()
    {
        QCOMPARE(decodeJobLog({.status = 404, .body = "BlobNotFound"}).error().kind, ErrorKind::NotFound);
    }
    void tokensAndKeysAreHiddenInALog()
    {
        const auto log =
            decodeJobLog({.status = 200,
                          .body = "2026-11-24T12:00:00.1Z curl -H 'Authorization: Bearer abcdefgh12345678ijkl'\n"
                                  "2026-11-24T12:00:00.2Z token ghp_\x1b[31mabcdefghijklmnopqrstuvwxyz0123456789\n"
                                  "2026-11-24T12:00:00.3Z -----BEGIN RSA PRIVATE KEY-----\n"
                                  "2026-11-24T12:00:00.4Z MIIEpAIBAAKCAQEA7bq\n"
                                  "2026-11-24T12:00:00.5Z -----END RSA PRIVATE KEY-----\n"
                                  "2026-11-24T12:00:00.6Z done\n"});
        QVERIFY(log);
        const QString all = log->join(QLatin1Char('\n'));
        for (const char *secret : {"12345678ijkl", "abcdefghijklmnopqrstuvwxyz0123456789", "MIIEpAIBAAKCAQEA7bq"})
            QVERIFY2(!all.contains(QLatin1String(secret)), qPrintable(all));
        QCOMPARE(log->size(), 6);
        QCOMPARE(log->constLast(), QStringLiteral("done"));
    }
};

SLIPWAY_TEST(GitHubDecodersTest)
#include "github_decoders_test.moc"

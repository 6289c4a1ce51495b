// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/github/calls.h"
#include "support/builders.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

GitHubProject githubProject(const char *api = "https://api.github.com")
{
    GitHubProject project = acmeProject().github;
    project.api = QUrl(QString::fromLatin1(api));
    return project;
}

QList<HttpRequest> githubReads(const GitHubProject &project)
{
    return {GitHub::user(project).request,
            GitHub::repository(project).request,
            GitHub::tip(project).request,
            GitHub::commit(project, testedSha).request,
            GitHub::compare(project, liveSha, testedSha).request,
            GitHub::pullRequests(project, testedSha).request,
            GitHub::workflows(project).request,
            GitHub::workflowFile(project, project.productionWorkflow, project.branch).request,
            GitHub::fileText(project, QStringLiteral("supabase/migrations/1_a b#c.sql"), project.branch).request,
            GitHub::runs(project).request,
            GitHub::runsOf(project, project.ciWorkflow).request,
            GitHub::pushRunsAt(project, project.ciWorkflow, {QStringLiteral("3f9c2ab")}).request,
            GitHub::runsSince(project, project.productionWorkflow, QDate(2026, 10, 30)).request,
            GitHub::runsInStatus(project, project.productionWorkflow, QLatin1String("waiting")).request,
            GitHub::run(project, {30'000'000'001}).request,
            GitHub::jobs(project, {30'000'000'001}).request,
            GitHub::pendingReviews(project, {30'000'000'001}).request,
            GitHub::givenReviews(project, {30'000'000'001}).request,
            GitHub::tagPolicy(project, QStringLiteral("production")).request,
            GitHub::tagPatterns(project, QStringLiteral("production")).request,
            GitHub::tag(project, QStringLiteral("deploy/x")).request,
            GitHub::incidents(project).request};
}

QList<HttpRequest> githubCommands(const GitHubProject &project)
{
    return {GitHub::dispatch(project, project.productionWorkflow, project.branch, {}).request,
            GitHub::createTag(project, QStringLiteral("deploy/x"), testedSha).request,
            GitHub::cancelRun(project, {30'000'000'001}).request,
            GitHub::review(project, {30'000'000'001}, {161'088'001}, true, QStringLiteral("tested")).request,
            GitHub::rerunFailedJobs(project, {30'000'000'001}).request};
}

QByteArray githubHeader(const HttpRequest &request, const QByteArray &wanted)
{
    for (const auto &[name, value] : request.headers) {
        if (name == wanted)
            return value;
    }
    return {};
}

/// The address behind "https://api.github.com/repos/acme/api".
QByteArray inOurRepository(const HttpRequest &request)
{
    const QByteArray repository = "https://api.github.com/repos/acme/api";
    const QByteArray url = request.url.toEncoded();
    return url.startsWith(repository) ? url.mid(repository.size()) : "elsewhere: " + url;
}

} // namespace

/// What is written to GitHub, byte for byte.
class GitHubCallsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void addressesAreExact_data()
    {
        QTest::addColumn<QByteArray>("address");
        QTest::addColumn<QByteArray>("expected");
        const QByteArrayList expected{
            "elsewhere: https://api.github.com/user",
            "",
            "/commits/main",
            "/commits/3f9c2ab000000000000000000000000000000001",
            "/compare/81d02f7000000000000000000000000000000002...3f9c2ab000000000000000000000000000000001",
            "/commits/3f9c2ab000000000000000000000000000000001/pulls",
            "/actions/workflows?per_page=100",
            "/contents/.github/workflows/deploy-production.yml?ref=main",
            "/contents/supabase/migrations/1_a%20b%23c.sql?ref=main",
            "/actions/runs?per_page=30&exclude_pull_requests=true",
            "/actions/workflows/ci.yml/runs?exclude_pull_requests=true&per_page=10",
            "/actions/workflows/ci.yml/runs?exclude_pull_requests=true&per_page=30&event=push&head_sha=3f9c2ab",
            "/actions/workflows/deploy-production.yml/runs?exclude_pull_requests=true&per_page=100"
            "&created=%3E%3D2026-10-30",
            "/actions/workflows/deploy-production.yml/runs?exclude_pull_requests=true&per_page=100&status=waiting",
            "/actions/runs/30000000001?exclude_pull_requests=true",
            "/actions/runs/30000000001/jobs?per_page=100",
            "/actions/runs/30000000001/pending_deployments",
            "/actions/runs/30000000001/approvals",
            "/environments/production",
            "/environments/production/deployment-branch-policies?per_page=100",
            "/git/ref/tags/deploy/x",
            "/issues?state=open&per_page=10&labels=deployment-alert"};
        const QList<HttpRequest> reads = githubReads(githubProject());
        QCOMPARE(reads.size(), expected.size());
        for (qsizetype i = 0; i < reads.size(); ++i)
            QTest::addRow("%s", expected.at(i).constData()) << inOurRepository(reads.at(i)) << expected.at(i);
    }
    void addressesAreExact()
    {
        QFETCH(QByteArray, address);
        QTEST(address, "expected");
    }
    void everyReadThatRepeatsIsConditionalAndOurs()
    {
        for (const HttpRequest &request : githubReads(githubProject())) {
            QCOMPARE(request.method, QByteArray("GET"));
            QVERIFY2(request.conditional, request.url.toEncoded().constData());
            QVERIFY(request.body.isEmpty());
            QCOMPARE(request.provider, Provider::GitHub);
            QCOMPARE(request.credential, CredentialId::GitHub);
            QCOMPARE(request.redirects, RedirectRule::SameOrigin);
        }
    }
    void theVersionFollowsTheServer_data()
    {
        QTest::addColumn<QByteArray>("api");
        QTest::addColumn<QByteArray>("version");
        QTest::newRow("github.com") << QByteArray("https://api.github.com") << QByteArray("2026-03-10");
        QTest::newRow("data residency") << QByteArray("https://api.acme.ghe.com") << QByteArray("2026-03-10");
        QTest::newRow("loopback") << QByteArray("http://127.0.0.1:8080") << QByteArray("2026-03-10");
        QTest::newRow("server") << QByteArray("https://git.example.com/api/v3") << QByteArray("2022-11-28");
        QTest::newRow("server, port") << QByteArray("https://git.example.com:8443/api/v3") << QByteArray("2022-11-28");
    }
    void theVersionFollowsTheServer()
    {
        QFETCH(QByteArray, api);
        QFETCH(QByteArray, version);
        const GitHubProject project = githubProject(api.constData());
        for (const HttpRequest &request : githubReads(project) + githubCommands(project)) {
            QVERIFY2(request.url.toEncoded().startsWith(api + '/'), request.url.toEncoded().constData());
            QCOMPARE(githubHeader(request, "X-GitHub-Api-Version"), version);
            QVERIFY(githubHeader(request, "Accept").startsWith("application/vnd.github"));
        }
    }
    void aSlashInABranchIsEncoded()
    {
        GitHubProject project = githubProject();
        project.branch = QStringLiteral("release/2026 #1?");
        QCOMPARE(inOurRepository(GitHub::tip(project).request), QByteArray("/commits/release%2F2026%20%231%3F"));
    }
    void aSlashInAnEnvironmentIsEncoded()
    {
        QCOMPARE(inOurRepository(GitHub::tagPolicy(githubProject(), QStringLiteral("prod/eu")).request),
                 QByteArray("/environments/prod%2Feu"));
    }
    void aTagKeepsItsSlashesAndNothingElse()
    {
        QCOMPARE(inOurRepository(GitHub::tag(githubProject(), QStringLiteral("deploy/a?b#c")).request),
                 QByteArray("/git/ref/tags/deploy/a%3Fb%23c"));
    }
    void severalLabelsAreOneParameter()
    {
        GitHubProject project = githubProject();
        project.incidentLabels = {QStringLiteral("deployment-alert"), QStringLiteral("very & urgent")};
        QCOMPARE(inOurRepository(GitHub::incidents(project).request),
                 QByteArray("/issues?state=open&per_page=10&labels=deployment-alert%2Cvery%20%26%20urgent"));
    }
    void aWorkflowFileIsAskedForAsText()
    {
        QCOMPARE(
            githubHeader(GitHub::workflowFile(githubProject(), QStringLiteral("a.yml"), QStringLiteral("main")).request,
                         "Accept"),
            QByteArray("application/vnd.github.raw+json"));
    }
    void onlyALogMayComeFromElsewhere()
    {
        const HttpRequest log = GitHub::jobLog(githubProject(), 40'000'000'001).request;
        QCOMPARE(inOurRepository(log), QByteArray("/actions/jobs/40000000001/logs"));
        QCOMPARE(log.redirects, RedirectRule::BareElsewhere);
        QVERIFY(!log.conditional); // its address is signed anew each time
    }
    void aDispatchNamesRefAndInputs()
    {
        const HttpRequest request =
            GitHub::dispatch(githubProject(), QStringLiteral("deploy-production.yml"), QStringLiteral("main"),
                             {{QStringLiteral("confirm"), QString(confirmPhrase)}})
                .request;
        QCOMPARE(inOurRepository(request), QByteArray("/actions/workflows/deploy-production.yml/dispatches"));
        QCOMPARE(request.body, QByteArray(R"({"inputs":{"confirm":"deploy-to-production"},"ref":"main"})"));
    }
    void aTagIsMadeAtTheWholeSha()
    {
        const HttpRequest request =
            GitHub::createTag(githubProject(), QStringLiteral("deploy/2026-11-24T094107Z-3f9c2ab"), testedSha).request;
        QCOMPARE(inOurRepository(request), QByteArray("/git/refs"));
        QCOMPARE(request.body, QByteArray(R"({"ref":"refs/tags/deploy/2026-11-24T094107Z-3f9c2ab",)"
                                          R"("sha":"3f9c2ab000000000000000000000000000000001"})"));
    }
    void aRunIsCancelledByItsWholeId()
    {
        QCOMPARE(inOurRepository(GitHub::cancelRun(githubProject(), {30'000'000'001}).request),
                 QByteArray("/actions/runs/30000000001/cancel"));
    }
    void aFileIsAskedForAsTextOfBoundedLength()
    {
        const HttpRequest request =
            GitHub::fileText(githubProject(), QStringLiteral("a/b.sql"), QStringLiteral("release/1")).request;
        QCOMPARE(inOurRepository(request), QByteArray("/contents/a/b.sql?ref=release%2F1"));
        QCOMPARE(githubHeader(request, "Accept"), QByteArray("application/vnd.github.raw+json"));
        QVERIFY(request.bodyCap <= qint64(2) << 20);
    }
    void aReviewNamesTheEnvironmentsAndItsWord_data()
    {
        QTest::addColumn<bool>("approve");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("approved") << true
                                  << QByteArray(R"({"comment":"so","environment_ids":[7,8],"state":"approved"})");
        QTest::newRow("rejected") << false
                                  << QByteArray(R"({"comment":"so","environment_ids":[7,8],"state":"rejected"})");
    }
    void aReviewNamesTheEnvironmentsAndItsWord()
    {
        QFETCH(bool, approve);
        const HttpRequest request =
            GitHub::review(githubProject(), {30'000'000'001}, {7, 8}, approve, QStringLiteral("so")).request;
        QCOMPARE(inOurRepository(request), QByteArray("/actions/runs/30000000001/pending_deployments"));
        QTEST(request.body, "body");
    }
    void failedJobsAreRunAgainByTheirRun()
    {
        const HttpRequest request = GitHub::rerunFailedJobs(githubProject(), {30'000'000'001}).request;
        QCOMPARE(inOurRepository(request), QByteArray("/actions/runs/30000000001/rerun-failed-jobs"));
        QVERIFY(request.body.isEmpty());
    }
    void commandsAreUnconditionalPostsOfJson()
    {
        for (const HttpRequest &request : githubCommands(githubProject())) {
            QCOMPARE(request.method, QByteArray("POST"));
            QVERIFY(!request.conditional);
            QCOMPARE(request.redirects, RedirectRule::SameOrigin);
            QCOMPARE(request.credential, CredentialId::GitHub);
            QVERIFY(!request.body.contains("return_run_details")); // gone from 2026-03-10, a 400 for old servers
            if (!request.body.isEmpty())
                QCOMPARE(githubHeader(request, "Content-Type"), QByteArray("application/json"));
        }
    }
};

SLIPWAY_TEST(GitHubCallsTest)
#include "github_calls_test.moc"

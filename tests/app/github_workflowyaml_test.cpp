// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/github/decoders.h"
#include "app/github/workflowyaml.h"
#include "support/testdata.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::GitHub;
using namespace Slipway::Test;

namespace {

WorkflowFile readYaml(const QByteArray &text)
{
    return workflowFromYaml(text, QStringLiteral("deploy.yml"));
}

} // namespace

/// What a workflow's text tells about starting it by hand.
class GitHubWorkflowYamlTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theTeamsWorkflowIsRead()
    {
        const WorkflowFile file = readYaml(testData(QStringLiteral("github/deploy-production.yml")));
        QVERIFY(file.readable);
        QVERIFY(file.dispatchable);
        QCOMPARE(file.inputs, QStringList({QStringLiteral("confirm"), QStringLiteral("note"), QStringLiteral("dry")}));
        QCOMPARE(file.requiredInputs, QStringList(QStringLiteral("confirm")));
        QCOMPARE(file.environments, QStringList(QStringLiteral("production")));
        QCOMPARE(file.uploadingJobs.size(), 1);
        QVERIFY(!file.hasConcurrency);
        QVERIFY(!file.guardsMain);
    }
    void theJobsThatUploadAreNamed_data()
    {
        QTest::addColumn<QByteArray>("script");
        QTest::addColumn<bool>("uploads");
        QTest::newRow("plain") << QByteArray("railway up --detach") << true;
        QTest::newRow("with options") << QByteArray("railway --service api -e staging up") << true;
        QTest::newRow("by npx") << QByteArray("npx @railway/cli@4 up") << true;
        QTest::newRow("once more") << QByteArray("railway redeploy --yes") << true;
        QTest::newRow("another command") << QByteArray("railway status") << false;
        QTest::newRow("installing it") << QByteArray("npm install --global @railway/cli") << false;
        QTest::newRow("another word") << QByteArray("echo railway upgrade") << false;
    }
    void theJobsThatUploadAreNamed()
    {
        QFETCH(QByteArray, script);
        QFETCH(bool, uploads);
        const WorkflowFile file =
            readYaml("on: push\njobs:\n  other: {steps: [{run: make}]}\n  one:\n    name: Deploy it\n"
                     "    steps: [{uses: x}, {run: '" +
                     script + "'}]\n");
        QCOMPARE(file.uploadingJobs, uploads ? QStringList(QStringLiteral("Deploy it")) : QStringList());
    }
    void aFileIsNamedByItsAddress()
    {
        const auto file = decodeWorkflowFile(
            {.status = 200,
             .body = "on: workflow_dispatch",
             .url =
                 QUrl(QStringLiteral("https://api.github.com/repos/a/b/contents/.github/workflows/x.yml?ref=main"))});
        QCOMPARE(file->file, QStringLiteral("x.yml"));
        QVERIFY(!decodeWorkflowFile({.status = 404, .body = "{}"}));
    }
    void onMayBeAWordAListOrAMap_data()
    {
        QTest::addColumn<QByteArray>("on");
        QTest::addColumn<bool>("dispatchable");
        QTest::newRow("word") << QByteArray("on: workflow_dispatch") << true;
        QTest::newRow("another word") << QByteArray("on: push") << false;
        QTest::newRow("list") << QByteArray("on: [push, workflow_dispatch]") << true;
        QTest::newRow("list without") << QByteArray("on: [push, [workflow_dispatch]]") << false;
        QTest::newRow("map") << QByteArray("on: {push: , workflow_dispatch: }") << true;
        QTest::newRow("quoted") << QByteArray("\"on\": {workflow_dispatch: {}}") << true;
        QTest::newRow("map without") << QByteArray("on: {push: {branches: [workflow_dispatch]}}") << false;
        QTest::newRow("number") << QByteArray("on: 7") << false;
        QTest::newRow("nothing") << QByteArray("on:") << false;
        QTest::newRow("absent") << QByteArray("name: x") << false;
        QTest::newRow("inputs of another kind") << QByteArray("on: {workflow_dispatch: {inputs: [a]}}") << true;
    }
    void onMayBeAWordAListOrAMap()
    {
        QFETCH(QByteArray, on);
        const WorkflowFile file = readYaml(on + "\njobs: {a: {steps: []}}\n");
        QVERIFY(file.readable);
        QVERIFY(file.inputs.isEmpty());
        QTEST(file.dispatchable, "dispatchable");
    }
    void concurrencyIsNoticed()
    {
        const WorkflowFile file = readYaml("on: push\nconcurrency: {group: production, cancel-in-progress: true}\n");
        QVERIFY(file.hasConcurrency && file.cancelsInProgress);
        QVERIFY(readYaml("concurrency: production").hasConcurrency);
        QVERIFY(!readYaml("concurrency: production").cancelsInProgress);
    }
    void aGuardOfMainIsNoticed_data()
    {
        QTest::addColumn<QByteArray>("condition");
        QTest::addColumn<bool>("guards");
        QTest::newRow("ref") << QByteArray("github.ref == 'refs/heads/main'") << true;
        QTest::newRow("ref name") << QByteArray("github.ref_name == 'main'") << true;
        QTest::newRow("ref type") << QByteArray("github.ref_type == 'branch'") << true;
        QTest::newRow("another") << QByteArray("inputs.confirm == 'deploy-to-production'") << false;
    }
    void aGuardOfMainIsNoticed()
    {
        QFETCH(QByteArray, condition);
        QFETCH(bool, guards);
        QCOMPARE(readYaml("jobs: {a: {if: \"" + condition + "\"}}").guardsMain, guards);
        QCOMPARE(readYaml("jobs: {a: {steps: [{if: \"" + condition + "\"}]}}").guardsMain, guards);
    }
    void whatIsNoWorkflowIsNotReadable_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("a word") << QByteArray("hello");
        QTest::newRow("a list") << QByteArray("[1, 2]");
        QTest::newRow("unclosed") << QByteArray("on: {workflow_dispatch: ");
        QTest::newRow("tabs") << QByteArray("on:\n\t- push\n");
        QTest::newRow("unknown alias") << QByteArray("on: *nobody");
        QTest::newRow("bytes") << QByteArray("\xff\xfe\x00\x80\x81", 5);
        QTest::newRow("too large") << QByteArray("on: push\n#") + QByteArray(300'000, 'x');
        QTest::newRow("deep") << QByteArray(200'000, '[');
        QTest::newRow("deep maps") << QByteArray("{a: ").repeated(50'000);
        QTest::newRow("deep keys") << QByteArray("? ").repeated(100'000);
        QTest::newRow("deep lists") << QByteArray("- ").repeated(100'000);
    }
    void whatIsNoWorkflowIsNotReadable()
    {
        QFETCH(QByteArray, text);
        const WorkflowFile file = readYaml(text);
        QVERIFY(!file.readable);
        QVERIFY(!file.dispatchable);
    }
    void aliasesOfAliasesDoNotHang()
    {
        QByteArray bomb = "a0: &a0 [x, x]\n";
        for (int level = 1; level <= 18; ++level) {
            const QByteArray name = "a" + QByteArray::number(level);
            const QByteArray below = "*a" + QByteArray::number(level - 1);
            bomb += name + ": &" + name + " [" + below + ", " + below + ", " + below + "]\n";
        }
        const WorkflowFile file = readYaml(bomb + "on: *a18\njobs: {a: *a18}\n");
        QVERIFY(!file.dispatchable);
    }
    void whatATagStartsIsKnown_data()
    {
        QTest::addColumn<QByteArray>("on");
        QTest::addColumn<bool>("starts");
        QTest::newRow("word") << QByteArray("push") << true;
        QTest::newRow("list") << QByteArray("[pull_request, push]") << true;
        QTest::newRow("created refs") << QByteArray("create") << true;
        QTest::newRow("no filter") << QByteArray("{push: }") << true;
        QTest::newRow("paths only") << QByteArray("{push: {paths: [src/**]}}") << true;
        QTest::newRow("tags") << QByteArray("{push: {branches: [main], tags: ['v*']}}") << true;
        QTest::newRow("branches only") << QByteArray("{push: {branches: [main]}}") << false;
        QTest::newRow("other events") << QByteArray("{pull_request: , schedule: }") << false;
        QTest::newRow("by hand") << QByteArray("workflow_dispatch") << false;
    }
    void whatATagStartsIsKnown()
    {
        QFETCH(QByteArray, on);
        QFETCH(bool, starts);
        const WorkflowFile file = readYaml("on: " + on + "\njobs: {}\n");
        QVERIFY(file.readable);
        QCOMPARE(file.startsOnTags, starts);
    }
    void anAliasOfItselfDoesNotHang() { QVERIFY(!readYaml("on: &a [*a, *a]\njobs: &b {c: *b}\n").dispatchable); }
    void everyCutIsAnAnswer()
    {
        const QByteArray whole = testData(QStringLiteral("github/deploy-production.yml"));
        for (qsizetype length = 0; length < whole.size(); length += 7)
            QVERIFY(readYaml(whole.left(length)).environments.size() <= 1);
    }
};

SLIPWAY_TEST(GitHubWorkflowYamlTest)
#include "github_workflowyaml_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/github/projectfilefeed.h"
#include "app/project/worktree.h"
#include "support/builders.h"
#include "support/feedkit.h"
#include "support/projectkit.h"
#include "support/testmain.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

QByteArray projectFileThatConfirmsBy(const char *input)
{
    return QByteArray(projectHead)
        .replace("[railway]", "confirm_input = \"" + QByteArray(input) + "\"\n[railway]")
        .replace("[production]", "[production]\nautodeploy = \"off, checked by hand\"");
}

Project projectInACheckout()
{
    Project project = acmeProject();
    project.pathInRepository = QStringLiteral("ops/slipway.toml");
    return project;
}

struct FileWatch {
    FileWatch()
    {
        kit.network->setHandler([this](const FakeRequest &request) {
            asked.append(request.url.toString(QUrl::RemoveScheme | QUrl::RemoveAuthority));
            return answer;
        });
        kit.giveToken(CredentialId::GitHub, kit.store.project().github.api);
        moveTip(testedSha);
    }
    void moveTip(const CommitSha &sha)
    {
        const Moment now = kit.clock.now();
        kit.store.apply(now, [&](Observations &all) { all.tip = fresh(Commit{.sha = sha}, now); });
    }
    const Observed<ProjectFileAtTip> &file() const { return kit.store.observations().projectFile; }

    FeedKit kit{projectInACheckout()};
    FakeReply answer{.body = projectFileThatConfirmsBy("confirm")};
    QStringList asked;
    ProjectFileFeed feed{{*kit.client, kit.schedule, kit.store, kit.clock}};
};

void touch(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        qFatal("%s cannot be written", qPrintable(path));
}

} // namespace

/// The project file as it stands at the tip of the branch, and where it lies in the repository.
class ProjectFileFeedTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theFileAtTheTipIsRead()
    {
        FileWatch watch;
        watch.kit.settle();
        QCOMPARE(watch.asked, QStringList(QStringLiteral("/repos/acme/api/contents/ops/slipway.toml?ref=main")));
        QVERIFY(watch.file().value->isThere);
        QCOMPARE(watch.file().value->rules,
                 (ReleaseRules{.confirmInput = QStringLiteral("confirm"), .autoDeployCheckedOff = true}));
    }
    void itIsReadAgainWhenTheTipMoves()
    {
        FileWatch watch;
        watch.kit.pass(Milliseconds(600'000));
        QCOMPARE(watch.asked.size(), 1);
        watch.answer.body = projectFileThatConfirmsBy("phrase");
        watch.moveTip(newerSha);
        watch.kit.settle();
        QCOMPARE(watch.file().value->rules.confirmInput, QStringLiteral("phrase"));
        QCOMPARE(watch.asked.size(), 2);
    }
    void anHourCostsFewRequestsAndLeavesItFresh()
    {
        FileWatch watch;
        watch.kit.pass(Milliseconds(3'600'000));
        QVERIFY2(watch.asked.size() <= 4, qPrintable(QString::number(watch.asked.size())));
        QVERIFY(watch.file().fresh(watch.kit.clock.now()));
    }
    void aBranchWithoutItHasNone()
    {
        FileWatch watch;
        watch.answer = {.status = 404, .body = R"({"message":"Not Found"})"};
        watch.kit.settle();
        QVERIFY(watch.file().value && !watch.file().value->isThere);
    }
    void aFileThatCannotBeUnderstoodIsNoFile()
    {
        FileWatch watch;
        watch.answer.body = "name = ";
        watch.kit.settle();
        QVERIFY(!watch.file().value);
        QVERIFY2(watch.file().error->detail.contains(QStringLiteral("ops/slipway.toml")),
                 qPrintable(watch.file().error->detail));
    }
    void theRootOfTheWorkTreeIsFound()
    {
        const QTemporaryDir folder;
        const QDir root(folder.path());
        QVERIFY(root.mkpath(QStringLiteral("checkout/.git")) && root.mkpath(QStringLiteral("checkout/ops/x")) &&
                root.mkpath(QStringLiteral("linked")) && root.mkpath(QStringLiteral("elsewhere")));
        touch(root.filePath(QStringLiteral("linked/.git"))); // as in a work tree beside the main one
        for (const char *file : {"checkout/slipway.toml", "checkout/ops/x/slipway.toml", "linked/slipway.toml"})
            touch(root.filePath(QLatin1String(file)));
        const auto pathOf = [&](const char *file) { return pathInWorkTree(root.filePath(QLatin1String(file))); };
        QCOMPARE(pathOf("checkout/slipway.toml"), QStringLiteral("slipway.toml"));
        QCOMPARE(pathOf("checkout/ops/x/slipway.toml"), QStringLiteral("ops/x/slipway.toml"));
        QCOMPARE(pathOf("linked/slipway.toml"), QStringLiteral("slipway.toml"));
        QCOMPARE(pathOf("checkout/missing.toml"), QString());
        QVERIFY(QFile::link(root.filePath(QStringLiteral("checkout/ops/x/slipway.toml")),
                            root.filePath(QStringLiteral("elsewhere/link.toml"))));
        QCOMPARE(pathOf("elsewhere/link.toml"), QStringLiteral("ops/x/slipway.toml"));
    }
};

SLIPWAY_TEST(ProjectFileFeedTest)
#include "projectfilefeed_test.moc"

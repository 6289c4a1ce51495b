// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/rehearsalprocess.h"
#include "app/status/statusjson.h"
#include "app/status/statustable.h"
#include "story.h"
#include "support/echoes.h"
#include "support/testmain.h"

#include <QDirIterator>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

constexpr int untilItsEnd = 400; ///< seconds in which any promotion has ended

/// Every text in the window, what --status prints, and every file.
QByteArray everythingTold(Story &story)
{
    const Project &project = story.application().console().project();
    QString told = statusTable(story.snapshot(), project, story.clock().now());
    told += QString::fromUtf8(statusJsonText(statusJson(story.snapshot(), project, story.clock().now())));
    const auto widgets = story.window().findChildren<QWidget *>();
    for (const QWidget *widget : widgets) {
        for (const char *text : {"text", "plainText", "toolTip", "accessibleName", "accessibleDescription"})
            told += widget->property(text).toString() + QLatin1Char('\n');
    }
    QByteArray all = told.toUtf8();
    QDirIterator files(story.folder(), QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly))
            qFatal("%s cannot be read", qPrintable(file.fileName()));
        all += file.readAll();
    }
    return all;
}

} // namespace

/// What Railway does to a release, as the window tells it.
class FailuresTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aDeploymentThatCannotBeBuiltFailsInTheStepThatWaits()
    {
        Story story("normal");
        story.open();
        story.tickEverything();
        const QString before = story.productionSha();
        QVERIFY(story.world().happen(QStringLiteral("production-deploy-fails")));
        story.promoteAndSend();
        QVERIFY(story.passUntil([&] { return story.isSettled(); }, untilItsEnd));
        QCOMPARE(story.command().state, CommandState::Failed);
        QTRY_VERIFY(!story.command().failureLog.isEmpty());
        QVERIFY(story.command().failureLog.join(QLatin1Char('\n')).contains(QStringLiteral("ended as FAILED")));
        QCOMPARE(story.productionSha(), before);
        QCOMPARE(story.snapshot().environments.production.verdict, Verdict::Healthy);
        QCOMPARE(story.dispatches(), 1);
    }

    void aServiceThatEchoesTellsNobodyTheToken()
    {
        Story story("echo");
        story.open();
        story.tickEverything();
        story.spoil({{QStringLiteral("provider"), QStringLiteral("github")},
                     {QStringLiteral("method"), QStringLiteral("POST")},
                     {QStringLiteral("kind"), QStringLiteral("echo")},
                     {QStringLiteral("status"), 422}});
        story.promoteAndSend();
        QCOMPARE(story.command().state, CommandState::Refused);
        QVERIFY2(story.command().detail.contains(QStringLiteral("*****")), qPrintable(story.command().detail));
        story.pass(350, 5); // until Sentry was asked, too
        for (const SourceId source : {SourceId::GitHub, SourceId::Railway, SourceId::Sentry})
            QVERIFY(story.source(source) != SourceState::Ok);
        const QByteArray told = everythingTold(story);
        const auto tokens = RehearsalProcess::tokens().values() + RehearsalProcess::secrets().values();
        for (const QByteArray &token : tokens)
            QVERIFY2(!tells(told, token), token.constData());
        QVERIFY(told.contains("*****"));
    }

    void aGreenRunDoesNotHideThatItsUploadFailed()
    {
        Story story("railway-up");
        story.open();
        story.tickEverything();
        const QString before = story.productionSha();
        QVERIFY(story.world().happen(QStringLiteral("production-deploy-fails")));
        story.promoteAndSend();
        QVERIFY(story.passUntil([&] { return story.isSettled(); }, untilItsEnd));
        QCOMPARE(story.command().state, CommandState::Failed);
        QVERIFY2(story.command().detail.contains(QStringLiteral("FAILED")), qPrintable(story.command().detail));
        QCOMPARE(story.productionSha(), before);
    }

    void whatRailwayWasToldToDeployFails()
    {
        Story story("normal");
        story.open();
        story.tickEverything();
        const QString before = story.productionSha();
        QVERIFY(story.world().happen(QStringLiteral("production-deploy-fails")));
        story.promoteAndSend(PromotionWay::Railway);
        QVERIFY(story.passUntil([&] { return story.isSettled(); }, untilItsEnd));
        QCOMPARE(story.command().state, CommandState::Failed);
        QCOMPARE(story.productionSha(), before);
    }

    void theOldReleaseIsShownUntilTheNewOneServes()
    {
        Story story("normal");
        story.open();
        story.tickEverything();
        const QString before = story.productionSha();
        const QString tested = story.snapshot().offer.target.value;
        story.promoteAndSend(PromotionWay::Railway);
        story.pass(90);
        QCOMPARE(story.productionSha(), before);
        QVERIFY(story.snapshot().environments.production.rollout);
        QCOMPARE(story.snapshot().environments.production.rollout->status, DeploymentStatus::Deploying);
        QVERIFY(story.passUntil([&] { return story.productionSha() == tested; }, 20));
        QVERIFY(story.command().state != CommandState::Succeeded); // it answers that it is starting
        QVERIFY(story.passUntil([&] { return story.isSettled(); }, untilItsEnd));
        QCOMPARE(story.command().state, CommandState::Succeeded);
    }

    void whoReloadsAsksNowHoweverOftenGitHubHasFailed()
    {
        Story story("normal");
        story.open();
        story.spoil({{QStringLiteral("provider"), QStringLiteral("github")},
                     {QStringLiteral("kind"), QStringLiteral("status")},
                     {QStringLiteral("status"), 502}});
        QVERIFY(story.passUntil([&] { return story.source(SourceId::GitHub) == SourceState::Error; }, 120));
        story.pass(300); // by now it is asked once in a minute
        story.spoil(
            {{QStringLiteral("provider"), QStringLiteral("github")}, {QStringLiteral("kind"), QStringLiteral("none")}});
        pressKey(&story.window(), Qt::Key_F5);
        QVERIFY(story.passUntil([&] { return story.source(SourceId::GitHub) == SourceState::Ok; }, 3));
    }

    void aCrashIsSeenAndSoIsItsEnd()
    {
        Story story("normal");
        story.open();
        QVERIFY(story.world().happen(QStringLiteral("production-crashes")));
        QVERIFY(story.passUntil([&] { return story.snapshot().environments.production.verdict == Verdict::Down; }, 60));
        QVERIFY(story.passUntil(
            [&] { return story.snapshot().environments.production.serving->status == DeploymentStatus::Crashed; }, 90));
        QVERIFY(story.stage(StageId::ProductionLive) == StageState::Failed);
        QCOMPARE(story.snapshot().environments.staging.verdict, Verdict::Healthy);
        QVERIFY(story.world().happen(QStringLiteral("production-recovers")));
        QVERIFY(story.passUntil([&] { return story.stage(StageId::ProductionLive) == StageState::Passed; }, 120));
        QCOMPARE(story.snapshot().environments.production.verdict, Verdict::Healthy);
    }

    void aCrashAfterTheSwitchIsNoSuccess()
    {
        Story story("normal");
        story.open();
        story.tickEverything();
        story.promoteAndSend();
        const QString tested = story.snapshot().offer.target.value;
        QVERIFY(story.passUntil([&] { return story.productionSha() == tested; }, untilItsEnd));
        QVERIFY(story.world().happen(QStringLiteral("production-crashes")));
        QVERIFY(story.passUntil([&] { return story.isSettled(); }, untilItsEnd));
        QCOMPARE(story.command().state, CommandState::Failed);
    }
};

SLIPWAY_TEST(FailuresTest)
#include "failures_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "story.h"
#include "support/testmain.h"

using namespace Slipway;
using namespace Slipway::Test;

namespace {

constexpr int untilPromoted = 400; ///< seconds

/// What in the window would tell somebody that all is well.
QStringList greens(Story &story)
{
    QStringList found;
    for (const Stage &stage : story.snapshot().pipeline.stages) {
        if (stage.state == StageState::Passed)
            found.append(stage.title);
    }
    for (const Environment environment : environments) {
        if (story.snapshot().environments[environment].verdict == Verdict::Healthy)
            found.append(QStringLiteral("health %1").arg(int(environment)));
    }
    if (story.gate("sources-fresh") == GateState::Pass)
        found.append(QStringLiteral("sources-fresh"));
    if (story.snapshot().promotable)
        found.append(QStringLiteral("promotable"));
    return found;
}

} // namespace

/// What the window says while nothing answers, and of what is asked for more rarely.
class SilenceTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void onWakingNothingIsGreenBeforeItIsReadAgain_data()
    {
        QTest::addColumn<int>("setBack");
        QTest::newRow("an hour's sleep") << 0;
        QTest::newRow("and the clock was set back meanwhile") << 3'600;
    }
    void onWakingNothingIsGreenBeforeItIsReadAgain()
    {
        QFETCH(int, setBack);
        Story story("normal");
        story.open();
        QVERIFY(!greens(story).isEmpty());
        story.clock().sleepFor(Milliseconds(3'600'000));
        story.clock().setBack(Milliseconds(setBack * 1'000));
        story.application().console().schedule().runDue(); // as soon as the clock is seen to have jumped
        QVERIFY2(greens(story).isEmpty(), qPrintable(greens(story).join(QStringLiteral(", "))));
    }
    void afterASleepEverythingIsReadAgain()
    {
        Story story("normal");
        story.open();
        story.clock().sleepFor(Milliseconds(600'000));
        story.pass(3);
        QCOMPARE(story.source(SourceId::GitHub), SourceState::Ok);
        QCOMPARE(story.source(SourceId::Railway), SourceState::Ok);
    }
    void whileEverythingHangsNothingStaysGreen()
    {
        Story story("normal");
        story.open();
        story.spoil({{QStringLiteral("kind"), QStringLiteral("hang")}});
        story.passUnanswered(110); // less than twice the pace at which an idle Railway is read
        QVERIFY2(greens(story).isEmpty(), qPrintable(greens(story).join(QStringLiteral(", "))));
    }
    void oneLostAnswerGreysNothing()
    {
        Story story("normal");
        story.open();
        for (const char *provider : {"github", "railway"}) {
            story.spoil({{QStringLiteral("provider"), QLatin1String(provider)},
                         {QStringLiteral("kind"), QStringLiteral("status")},
                         {QStringLiteral("status"), 502},
                         {QStringLiteral("count"), 1}});
        }
        for (int i = 0; i < 130; ++i) {
            story.pass(1);
            QCOMPARE(story.snapshot().environments.production.verdict, Verdict::Healthy);
            QVERIFY(!story.snapshot().environments.production.stale);
            QVERIFY(story.stage(StageId::StagingDeploy) != StageState::Unknown);
        }
    }
    void whatACommandHadReadFastDoesNotTurnStaleAfterIt()
    {
        Story story("normal");
        story.open();
        story.tickEverything();
        story.promoteAndSend();
        QVERIFY(story.passUntil([&] { return story.isSettled(); }, untilPromoted));
        for (int i = 0; i < 130; ++i) {
            story.pass(1);
            for (const Source &source : story.snapshot().sources)
                QVERIFY2(source.state != SourceState::Stale, qPrintable(QString::number(i)));
        }
    }
};

SLIPWAY_TEST(SilenceTest)
#include "silence_test.moc"

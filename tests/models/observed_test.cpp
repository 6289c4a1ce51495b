// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/observed/observations.h"
#include "support/builders.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

constexpr Milliseconds fast{3'000};
constexpr Milliseconds slow{60'000};
constexpr Milliseconds rare{300'000};
constexpr Milliseconds oneSecond{1'000};

QString aPoll()
{
    return QStringLiteral("github.tip");
}

Reading readingAt(Moment asked, Milliseconds every)
{
    return {.asked = asked, .arrived = asked + oneSecond, .every = every, .poll = aPoll()};
}

Error timedOut()
{
    return {.kind = ErrorKind::Timeout};
}

/// The tip, read at noon at that pace.
Observations withTip(Milliseconds every)
{
    Observations all;
    all.tip.apply(Commit{.sha = testedSha}, readingAt(noon, every));
    return all;
}

} // namespace

/// How old a fact may become before it proves nothing.
class ObservedTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aSlowerPaceRaisesTheLimitAtOnce()
    {
        Observations all = withTip(fast);
        QCOMPARE(all.tip.staleAfter(), shortestStaleness);
        followPace(all, aPoll(), slow);
        QCOMPARE(all.tip.staleAfter(), 2 * slow);
    }
    void aFasterPaceCountsFromItsFirstReadingOn()
    {
        Observations all = withTip(slow);
        followPace(all, aPoll(), fast);
        QVERIFY(all.tip.fresh(noon + slow)); // it is being asked for
        all.tip.apply(Commit{.sha = testedSha}, readingAt(noon + slow, fast));
        QCOMPARE(all.tip.staleAfter(), shortestStaleness);
    }
    void anotherPollsPaceIsNone()
    {
        Observations all = withTip(fast);
        followPace(all, QStringLiteral("github.runs"), slow);
        QCOMPARE(all.tip.staleAfter(), shortestStaleness);
    }
    void everyFactFollowsItsPoll()
    {
        Observations all;
        int facts = 0;
        const auto read = [&](auto &fact) {
            fact.poll = aPoll();
            fact.interval = fast;
            ++facts;
        };
        for (const Environment environment : environments)
            all.checks[environment][QStringLiteral("models")] = {};
        all.jobs[RunId{1}] = {};
        all.reviews[RunId{1}] = {};
        eachFact(all, read);
        QCOMPARE(facts, 15 + 2 * 11 + 2);
        followPace(all, aPoll(), slow);
        eachFact(all, [](const auto &fact) { QCOMPARE(fact.interval, slow); });
    }

    void oneLostAnswerGreysNothing()
    {
        Observations all = withTip(slow);
        all.tip.apply(timedOut(), readingAt(noon + slow, slow));
        QVERIFY(all.tip.fresh(noon + slow + oneSecond));
    }
    void whatASilentSourceSaidIsProofForThirtySeconds()
    {
        Observations all = withTip(slow);
        all.tip.apply(timedOut(), readingAt(noon + 5 * oneSecond, slow));
        all.tip.apply(timedOut(), readingAt(noon + 11 * oneSecond, slow));
        QVERIFY(all.tip.fresh(noon + shortestStaleness));
        QVERIFY(!all.tip.fresh(noon + shortestStaleness + oneSecond));
        all.tip.apply(Commit{.sha = testedSha}, readingAt(noon + slow, slow));
        QCOMPARE(all.tip.staleAfter(), 2 * slow);
    }
    void whatIsRarelyAskedForKeepsItsLimit()
    {
        Observations all = withTip(rare);
        for (int i = 1; i <= 5; ++i)
            all.tip.apply(timedOut(), readingAt(noon + i * 10 * oneSecond, rare));
        QCOMPARE(all.tip.staleAfter(), 2 * rare);
    }
    void anAttemptThatHungAndThenFailedIsOne()
    {
        Observations all = withTip(slow);
        const Moment began = noon + slow;
        noteSilence(all, aPoll(), began, began + 15 * oneSecond);
        QCOMPARE(all.tip.misses, 1);
        all.tip.apply(timedOut(), {.asked = began, .arrived = began + 16 * oneSecond, .every = slow, .poll = aPoll()});
        QCOMPARE(all.tip.misses, 1);
        QVERIFY(all.tip.error);
        noteSilence(all, aPoll(), began + 20 * oneSecond, began + 35 * oneSecond);
        QCOMPARE(all.tip.staleAfter(), shortestStaleness);
    }
    void silenceCountsOnlyAgainstWhatTheAttemptHasNotBrought()
    {
        Observations all = withTip(slow);
        noteSilence(all, aPoll(), noon, noon + 15 * oneSecond);
        noteSilence(all, QStringLiteral("github.runs"), noon + oneSecond, noon + 16 * oneSecond);
        QCOMPARE(all.tip.misses, 0);
    }

    void whatWasOvertakenSaysNothing()
    {
        Observations all = withTip(slow);
        all.tip.apply(Commit{.sha = newerSha}, readingAt(noon + slow, slow));
        const Observed<Commit> known = all.tip;
        all.tip.apply(Commit{.sha = testedSha}, readingAt(noon + oneSecond, slow)); // it hung until now
        all.tip.apply(timedOut(), readingAt(noon + oneSecond, slow));
        QCOMPARE(all.tip, known);
    }
    void whatIsReadOutOfTurnKeepsItsPace()
    {
        Observations all = withTip(slow);
        all.tip.apply(Commit{.sha = newerSha}, Reading{.asked = noon + oneSecond, .arrived = noon + oneSecond});
        QCOMPARE(all.tip.value->sha, newerSha);
        QCOMPARE(all.tip.staleAfter(), 2 * slow);
        followPace(all, aPoll(), rare);
        QCOMPARE(all.tip.staleAfter(), 2 * rare);
    }
};

SLIPWAY_TEST(ObservedTest)
#include "observed_test.moc"

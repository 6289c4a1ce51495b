// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pipeline/healthverdict.h"
#include "support/builders.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

Check aCheck(const char *name)
{
    return {.name = QString::fromLatin1(name), .path = QStringLiteral("/v1/models")};
}

HealthSample checkSample(Verdict verdict, const char *reason = "")
{
    HealthSample sample{.at = noon.utc(), .verdict = verdict, .httpStatus = 200};
    if (qstrlen(reason) > 0)
        sample.reasons = {QString::fromLatin1(reason)};
    return sample;
}

Observed<Health> observedAs(const HealthSample &sample, int times = 1)
{
    Health health;
    for (int i = 0; i < times; ++i)
        health = withSample(health, sample);
    return fresh(health, noon, Milliseconds(10'000));
}

/// No answer at all, as the feed writes it: a failed sample and the reason.
Observed<Health> silent(ErrorKind kind = ErrorKind::Unreachable)
{
    Observed<Health> observed = fresh(
        withSample({}, {.at = noon.utc(), .verdict = Verdict::Down, .reasons = {QStringLiteral("refused")}}), noon);
    observed.error = Error{.kind = kind, .detail = QStringLiteral("refused")};
    return observed;
}

struct CheckedWorld {
    Project project = acmeProject();
    Observations all;
    HealthVerdict verdict(Environment environment = Environment::Staging, Moment now = noon) const
    {
        return healthVerdictOf(Facts({all, project, now}), environment);
    }
    bool offline(Moment now = noon) const { return isOffline({all, project, now}); }
};

CheckedWorld wellWorld()
{
    CheckedWorld world;
    world.all.health = {observedAs(checkSample(Verdict::Healthy)), observedAs(checkSample(Verdict::Healthy))};
    return world;
}

CheckedWorld silentWorld()
{
    CheckedWorld world;
    world.all.health = {silent(), silent()};
    return world;
}

} // namespace

/// What an environment's checks add up to.
class HealthVerdictTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theHealthAddressAloneDecidesWithoutOtherChecks() { QCOMPARE(wellWorld().verdict().verdict, Verdict::Healthy); }
    void theWorstCheckDecides()
    {
        CheckedWorld world = wellWorld();
        world.project.addresses.staging.checks = {aCheck("models")};
        world.all.checks.staging.insert(QStringLiteral("models"),
                                        observedAs(checkSample(Verdict::Degraded, "len(body.data) (0) > 0")));
        const HealthVerdict verdict = world.verdict();
        QCOMPARE(verdict.verdict, Verdict::Degraded);
        QVERIFY2(verdict.reason.contains(QLatin1String("models")), qPrintable(verdict.reason));
        QVERIFY2(verdict.reason.contains(QLatin1String("len(body.data) (0) > 0")), qPrintable(verdict.reason));
    }
    void aCheckThatDoesNotCountDoesNotDecide()
    {
        CheckedWorld world = wellWorld();
        Check check = aCheck("models");
        check.counts = false;
        world.project.addresses.staging.checks = {check};
        world.all.checks.staging.insert(QStringLiteral("models"), observedAs(checkSample(Verdict::Down), 3));
        QCOMPARE(world.verdict().verdict, Verdict::Healthy);
    }
    void aCheckOnRequestDoesNotDecide()
    {
        CheckedWorld world = wellWorld();
        Check check = aCheck("chat");
        check.onRequest = true;
        world.project.addresses.staging.checks = {check};
        world.all.checks.staging.insert(QStringLiteral("chat"), observedAs(checkSample(Verdict::Down), 3));
        QCOMPARE(world.verdict().verdict, Verdict::Healthy);
    }
    void nothingIsHealthyBesideACheckThatWasNeverRead()
    {
        CheckedWorld world = wellWorld();
        world.project.addresses.staging.checks = {aCheck("models")};
        QCOMPARE(world.verdict().verdict, Verdict::Unknown);
        QVERIFY(world.verdict().reason.contains(QLatin1String("models")));
    }
    void nothingIsHealthyFromStaleData()
    {
        const CheckedWorld world = wellWorld();
        QCOMPARE(world.verdict(Environment::Staging, noon + Milliseconds(31'000)).verdict, Verdict::Unknown);
    }
    void whatIsKnownToBeBadIsSaidBesideWhatIsUnknown()
    {
        CheckedWorld world = wellWorld();
        world.project.addresses.staging.checks = {aCheck("models"), aCheck("other")};
        world.all.checks.staging.insert(QStringLiteral("models"), observedAs(checkSample(Verdict::Down), 3));
        QCOMPARE(world.verdict().verdict, Verdict::Down);
    }
    void aSingleFailureIsPendingAndAmber()
    {
        CheckedWorld world = wellWorld();
        world.all.health.staging = observedAs(checkSample(Verdict::Down, "it answers HTTP 502"));
        QCOMPARE(world.verdict().verdict, Verdict::Degraded);
        QCOMPARE(world.verdict().pending, QStringLiteral("1/3"));
    }
    void whatWasDownNeedsTwoAnswers()
    {
        CheckedWorld world = wellWorld();
        Health health = *observedAs(checkSample(Verdict::Down), 3).value;
        health = withSample(health, checkSample(Verdict::Healthy));
        world.all.health.staging = fresh(health, noon);
        QCOMPARE(world.verdict().verdict, Verdict::Down);
        QCOMPARE(world.verdict().pending, QStringLiteral("1/2 good"));
        world.all.health.staging = fresh(withSample(health, checkSample(Verdict::Healthy)), noon);
        QCOMPARE(world.verdict().verdict, Verdict::Healthy);
    }
    void whenNothingAnswersItIsThisComputer()
    {
        const CheckedWorld world = silentWorld();
        QVERIFY(world.offline());
        QCOMPARE(world.verdict(Environment::Production).verdict, Verdict::Unknown);
        QVERIFY(world.verdict().reason.contains(QLatin1String("offline")));
    }
    void aServiceThatAnsweredSinceProvesThatThisComputerIsOnline()
    {
        CheckedWorld world = silentWorld();
        world.all.tip = fresh(Commit{}, noon + Milliseconds(1'000));
        QVERIFY(!world.offline(noon + Milliseconds(2'000)));
    }
    void aServiceThatAnsweredBeforeProvesNothing()
    {
        CheckedWorld world = silentWorld();
        world.all.tip = fresh(Commit{}, noon + Milliseconds(-1'000));
        QVERIFY(world.offline());
    }
    void aRefusalOfAServiceIsAnAnswer()
    {
        CheckedWorld world = silentWorld();
        world.all.tip.apply(Error{.kind = ErrorKind::Unauthorized, .detail = QStringLiteral("no"), .httpStatus = 401},
                            noon + Milliseconds(1'000), Milliseconds(60'000));
        QVERIFY(!world.offline(noon + Milliseconds(2'000)));
    }
    void oneApplicationThatAnswersProvesIt()
    {
        CheckedWorld world = silentWorld();
        world.all.health.staging = observedAs(checkSample(Verdict::Down));
        QVERIFY(!world.offline());
        QCOMPARE(world.verdict(Environment::Production).verdict, Verdict::Degraded);
    }
    void aNetworkThatAnswersForEverybodyIsOffline()
    {
        CheckedWorld world = silentWorld();
        world.all.health = {silent(ErrorKind::Tls), silent(ErrorKind::Tls)};
        QVERIFY(world.offline());
        world.all.tip = fresh(Commit{}, noon + Milliseconds(1'000)); // then it is the certificates
        QVERIFY(!world.offline(noon + Milliseconds(2'000)));
    }
    void nothingReadIsNotOffline() { QVERIFY(!CheckedWorld().offline()); }
    void viewsSayWhyThereIsNoSample()
    {
        CheckedWorld world = wellWorld();
        Check check = aCheck("chat");
        check.onRequest = true;
        check.counts = false;
        world.project.addresses.staging.checks = {check};
        const QList<CheckView> views = checkViewsOf(Facts({world.all, world.project, noon}), Environment::Staging);
        QCOMPARE(views.size(), 2);
        QCOMPARE(views.at(0).name, QString(healthCheckName));
        QCOMPARE(views.at(0).verdict, Verdict::Healthy);
        QCOMPARE(views.at(1).verdict, Verdict::Unknown);
        QVERIFY(!views.at(1).sample && !views.at(1).why.isEmpty());
    }
};

SLIPWAY_TEST(HealthVerdictTest)
#include "healthverdict_test.moc"

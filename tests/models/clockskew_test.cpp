// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/values/clockskew.h"
#include "models/values/utc.h"
#include "support/builders.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

/// An answer within 100 ms, of a server whose clock differs by that much; HTTP tells whole seconds.
ClockSkew toldBy(ClockSkew skew, qint64 offsetMs)
{
    const qint64 told = (noon.wallMs + 50 + offsetMs) / 1'000 * 1'000;
    return withTime(std::move(skew), QDateTime::fromMSecsSinceEpoch(told, utcZone), noon, noon + Milliseconds(100));
}

} // namespace

/// How far this computer's clock is from the servers'.
class ClockSkewTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingIsKnownBeforeAServerToldItsTime() { QVERIFY(!skewOf({})); }
    void clocksThatAgreeHaveNone()
    {
        QCOMPARE(skewOf(toldBy({}, 0)), Milliseconds(0));
        QCOMPARE(skewOf(toldBy({}, 1'400)), Milliseconds(0));
    }
    void aClockThatIsBehindIsFound()
    {
        const Milliseconds skew = *skewOf(toldBy({}, 90'000));
        QVERIFY(std::abs(skew.count() - 90'000) <= 1'000);
        QVERIFY(skewOf(toldBy({}, -90'000))->count() < -88'000);
    }
    void oneServerThatIsWrongDoesNotCount()
    {
        ClockSkew skew;
        for (int i = 0; i < 4; ++i)
            skew = toldBy(skew, 0);
        QCOMPARE(skewOf(toldBy(skew, 86'400'000)), Milliseconds(0));
    }
    void aClockThatWasSetIsBelievedSoon()
    {
        ClockSkew skew;
        for (int i = 0; i < 20; ++i)
            skew = toldBy(skew, 90'000);
        for (int i = 0; i < 5; ++i)
            skew = toldBy(skew, 0);
        QCOMPARE(skewOf(skew), Milliseconds(0));
        QVERIFY(skew.offsetsMs.size() <= 9);
    }
    void aServicesClockCorrectsThatServicesTimesOnly()
    {
        const ServiceClocks clocks{.ahead = {{Provider::GitHub, Milliseconds(-900'000)}}};
        QCOMPARE(clocks.by(Provider::GitHub, noon).wallMs, noon.wallMs - 900'000);
        QCOMPARE(clocks.by(Provider::Railway, noon), noon);
        QCOMPARE(clocks.ours(Provider::GitHub, clocks.by(Provider::GitHub, noon.utc())), noon.utc());
        QCOMPARE(clocks.ours(Provider::Railway, noon.utc()), noon.utc());
        QCOMPARE(clocks.since(Provider::GitHub, noon.utc(), noon), Milliseconds(-900'000));
        QCOMPARE(clocks.since(Provider::Railway, noon.utc(), noon), Milliseconds(0));
    }
    void theTimesOfTwoServicesAreComparedByBothTheirClocksOrAsTheyAre()
    {
        ServiceClocks clocks{.ahead = {{Provider::GitHub, Milliseconds(-900'000)}}};
        QCOMPARE(clocks.translated(Provider::GitHub, Provider::Railway, noon.utc()), noon.utc());
        clocks.ahead[Provider::Railway] = Milliseconds(-840'000);
        QCOMPARE(clocks.translated(Provider::GitHub, Provider::Railway, noon.utc()), noon.utc().addSecs(60));
        QCOMPARE(clocks.translated(Provider::Railway, Provider::GitHub, noon.utc()), noon.utc().addSecs(-60));
    }
};

SLIPWAY_TEST(ClockSkewTest)
#include "clockskew_test.moc"

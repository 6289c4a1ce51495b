// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/http/faults.h"
#include "app/rehearsal/world/scenario.h"
#include "support/testmain.h"

#include <QJsonDocument>
#include <QTest>

using namespace Slipway;
using namespace Slipway::Rehearsal;

namespace {

using Kind = PeerFault::Kind;

struct Beginning {};

struct TimedFaults {
    explicit TimedFaults(const char *fault) { add(fault); }
    TimedFaults(const char *scenario, Beginning) ///< those that a scenario begins with
    {
        const auto told = loadScenario(QLatin1String(scenario));
        if (!told)
            qFatal("%s", qPrintable(told.error().detail));
        for (const Scenario::TimedFault &timed : told->faults)
            (void)faults.add(timed.fault, now);
    }
    void add(const char *fault)
    {
        const auto added = faults.add(QJsonDocument::fromJson(fault).object(), now);
        if (!added)
            qFatal("%s", qPrintable(added.error().detail));
    }
    PeerFault take(const char *method = "GET", const char *path = "/repos/acme/api", const char *provider = "github")
    {
        return faults.take(QLatin1String(provider), {.method = method, .path = QLatin1String(path)}, now);
    }
    Kind kindOf(const char *body) ///< of a GraphQL request
    {
        return faults
            .take(QStringLiteral("railway"),
                  {.method = "POST", .path = QStringLiteral("/graphql/v2"), .body = QByteArray(body)}, now)
            .kind;
    }
    Kind kind() { return take().kind; }
    void pass(double seconds) { now = now.addMSecs(qint64(seconds * 1000)); }

    QDateTime now = QDateTime::fromString(QStringLiteral("2026-11-24T12:00:00Z"), Qt::ISODate);
    Faults faults;
};

} // namespace

class FaultsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyKindIsKnown_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("delay") << int(Kind::Delay);
        QTest::newRow("dropBefore") << int(Kind::DropBefore);
        QTest::newRow("dropAfterReceiving") << int(Kind::DropAfterReceiving);
        QTest::newRow("status") << int(Kind::Status);
        QTest::newRow("garbage") << int(Kind::Garbage);
        QTest::newRow("hang") << int(Kind::Hang);
        QTest::newRow("cutBody") << int(Kind::CutBody);
        QTest::newRow("cutChunked") << int(Kind::CutChunked);
        QTest::newRow("echo") << int(Kind::Echo);
    }
    void everyKindIsKnown()
    {
        QFETCH(int, kind);
        TimedFaults told(
            (QByteArray(R"({"provider": "github", "kind": ")") + QTest::currentDataTag() + "\"}").constData());
        QCOMPARE(int(told.kind()), kind);
    }
    void anUnknownKindIsRefused()
    {
        Faults faults;
        const auto added = faults.add({{QStringLiteral("provider"), QStringLiteral("github")},
                                       {QStringLiteral("kind"), QStringLiteral("gremlins")}},
                                      {});
        QVERIFY(!added);
        QVERIFY(added.error().detail.contains(QStringLiteral("gremlins")));
    }

    void itSaysHow()
    {
        TimedFaults told(R"({"provider": "github", "kind": "status", "status": 429, "retryAfter": 30, "body": "slow",
                             "delayMs": 7})");
        const PeerFault fault = told.take();
        QCOMPARE(fault.status, 429);
        QCOMPARE(fault.retryAfter, 30);
        QCOMPARE(fault.body, QByteArray("slow"));
        QCOMPARE(fault.delayMs, 7);
    }
    void withoutSayingSoNothingIsToBeRetried()
    {
        TimedFaults told(R"({"provider": "github", "kind": "status"})");
        QCOMPARE(told.take().status, 503);
        QCOMPARE(told.take().retryAfter, 0);
    }

    void onlyWhatIsMeantIsSpoilt()
    {
        TimedFaults told(R"({"provider": "github", "method": "POST", "path": "/repos/acme/api/git", "kind": "hang"})");
        QCOMPARE(told.take("POST", "/repos/acme/api/git/refs").kind, Kind::Hang);
        QCOMPARE(told.take("GET", "/repos/acme/api/git/refs").kind, Kind::None);
        QCOMPARE(told.take("POST", "/repos/acme/api/actions").kind, Kind::None);
        QCOMPARE(told.take("POST", "/repos/acme/api/git/refs", "railway").kind, Kind::None);
    }

    void aGraphQlOperationIsMeantByItsName()
    {
        TimedFaults told(R"({"provider": "railway", "operation": "DeploymentRollback", "kind": "hang", "count": 1})");
        QCOMPARE(told.kindOf(R"({"operationName": "ListDeployments", "query": "DeploymentRollback"})"), Kind::None);
        QCOMPARE(told.kindOf("not JSON"), Kind::None);
        QCOMPARE(told.kindOf(R"({"operationName": "DeploymentRollback"})"), Kind::Hang);
        QCOMPARE(told.kindOf(R"({"operationName": "DeploymentRollback"})"), Kind::None);
    }

    void aStoryMayLoseTheAnswerToItsRollback()
    {
        TimedFaults told("rollback-lost", Beginning{});
        QCOMPARE(told.kindOf(R"({"operationName": "ListDeployments"})"), Kind::None);
        QCOMPARE(told.kindOf(R"({"operationName": "DeploymentRollback"})"), Kind::DropAfterReceiving);
        QCOMPARE(told.kindOf(R"({"operationName": "DeploymentRollback"})"), Kind::None);
        QCOMPARE(told.kind(), Kind::None);
    }
    void aStoryMayBeginWithoutGitHubAndSentry()
    {
        TimedFaults told("github-down", Beginning{});
        QCOMPARE(told.take().status, 503);
        QCOMPARE(told.kind(), Kind::Status);
        QCOMPARE(told.take("GET", "/api/0/", "sentry").kind, Kind::Status);
        QCOMPARE(told.kindOf(R"({"operationName": "PipelineOverview"})"), Kind::None);
        told.pass(86'400);
        QCOMPARE(told.kind(), Kind::Status);
    }

    void itIsCountedOff()
    {
        TimedFaults told(R"({"provider": "github", "kind": "hang", "count": 2})");
        QCOMPARE(told.kind(), Kind::Hang);
        QCOMPARE(told.take("GET", "/", "sentry").kind, Kind::None); // not meant, not counted
        QCOMPARE(told.kind(), Kind::Hang);
        QCOMPARE(told.kind(), Kind::None);
    }

    void itBeginsAndEnds()
    {
        TimedFaults told(R"({"provider": "github", "kind": "hang", "after": 10, "seconds": 5})");
        QCOMPARE(told.kind(), Kind::None);
        told.pass(9.9);
        QCOMPARE(told.kind(), Kind::None);
        told.pass(0.1);
        QCOMPARE(told.kind(), Kind::Hang);
        told.pass(4.9);
        QCOMPARE(told.kind(), Kind::Hang);
        told.pass(0.1);
        QCOMPARE(told.kind(), Kind::None);
    }
    void withoutAnEndItStays()
    {
        TimedFaults told(R"({"provider": "github", "kind": "hang"})");
        told.pass(86'400);
        QCOMPARE(told.kind(), Kind::Hang);
    }

    void oneFollowsTheOther()
    {
        TimedFaults told(R"({"provider": "github", "kind": "hang", "seconds": 5})");
        told.add(R"({"provider": "github", "kind": "garbage", "seconds": 8})");
        QCOMPARE(told.kind(), Kind::Hang);
        told.pass(5);
        QCOMPARE(told.kind(), Kind::Garbage);
        told.pass(3);
        QCOMPARE(told.kind(), Kind::None);
    }

    void noneSwitchesOneProvidersOff()
    {
        TimedFaults told(R"({"provider": "github", "kind": "hang"})");
        told.add(R"({"provider": "railway", "kind": "hang"})");
        told.add(R"({"provider": "github", "kind": "none"})");
        QCOMPARE(told.kind(), Kind::None);
        QCOMPARE(told.take("POST", "/graphql/v2", "railway").kind, Kind::Hang);
    }

    void withoutAProviderItIsForEverybody()
    {
        TimedFaults told(R"({"kind": "delay", "delayMs": 3000})");
        QCOMPARE(told.kind(), Kind::Delay);
        QCOMPARE(told.take("POST", "/graphql/v2", "railway").delayMs, 3'000);
        told.add(R"({"provider": "railway", "kind": "none"})"); // that one is not Railway's alone
        QCOMPARE(told.take("POST", "/graphql/v2", "railway").kind, Kind::Delay);
        told.add(R"({"provider": "github", "kind": "hang"})");
        told.add(R"({"kind": "none"})");
        QCOMPARE(told.kind(), Kind::None);
    }

    void timeThatIsSkippedCounts()
    {
        TimedFaults told(R"({"provider": "github", "kind": "hang", "after": 10, "seconds": 5})");
        told.faults.advance(12, told.now);
        QCOMPARE(told.kind(), Kind::Hang);
        told.pass(2.9);
        QCOMPARE(told.kind(), Kind::Hang);
        told.pass(0.1);
        QCOMPARE(told.kind(), Kind::None);
        TimedFaults whole(R"({"provider": "github", "kind": "hang", "after": 10, "seconds": 5})");
        whole.faults.advance(60, whole.now);
        QCOMPARE(whole.kind(), Kind::None);
    }
};

SLIPWAY_TEST(FaultsTest)
#include "faults_test.moc"

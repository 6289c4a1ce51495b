// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/health/check.h"
#include "support/builders.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

Check checkWith(const QStringList &conditions)
{
    Check check{.name = QStringLiteral("models"), .path = QStringLiteral("/v1/models")};
    for (const QString &text : conditions)
        check.conditions.append(std::get<Condition>(parseCondition(text)));
    return check;
}

ProbeAnswer answered(int status, const QByteArray &body = R"({"status":"healthy"})")
{
    return {.status = status,
            .latencyMs = 42,
            .headers = {{"content-type", "application/json"}},
            .body = body,
            .at = noon.utc()};
}

ProbeAnswer withCertificateFor(int days)
{
    ProbeAnswer answer = answered(200);
    answer.certificateUntil = noon.utc().addDays(days).addSecs(60);
    return answer;
}

} // namespace

/// How one answer is judged.
class CheckTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void allConditionsMustHold()
    {
        const Check check = checkWith({QStringLiteral("status == 200"), QStringLiteral("body.status == 'healthy'")});
        QCOMPARE(judgeAnswer(check, answered(200)).verdict, Verdict::Healthy);
        const HealthSample bad = judgeAnswer(check, answered(200, R"({"status":"ill"})"));
        QCOMPARE(bad.verdict, Verdict::Degraded);
        QCOMPARE(bad.reasons, QStringList{QStringLiteral("body.status (ill) == 'healthy'")});
    }
    void aStatusThatIsNotAllowedIsDown()
    {
        QCOMPARE(judgeAnswer(checkWith({QStringLiteral("status == 200")}), answered(204)).verdict, Verdict::Down);
        QCOMPARE(judgeAnswer(checkWith({QStringLiteral("latency < 1s")}), answered(503)).verdict, Verdict::Down);
    }
    void aConditionMayAllowARefusal()
    {
        QCOMPARE(judgeAnswer(checkWith({QStringLiteral("status == 403")}), answered(403)).verdict, Verdict::Healthy);
    }
    void slownessIsDegraded()
    {
        QCOMPARE(judgeAnswer(checkWith({QStringLiteral("latency < 40ms")}), answered(200)).verdict, Verdict::Degraded);
    }
    void withoutConditionsTheBodyDecides()
    {
        const HealthSample sample = judgeAnswer({}, answered(200, R"({"status":"healthy","database":"unavailable"})"));
        QCOMPARE(sample.verdict, Verdict::Degraded);
        QCOMPARE(sample.latencyMs, 42);
        QCOMPARE(sample.httpStatus, 200);
    }
    void aCertificateThatEndsSoonIsDegraded()
    {
        QCOMPARE(judgeAnswer({}, withCertificateFor(21)).verdict, Verdict::Healthy);
        const HealthSample soon = judgeAnswer({}, withCertificateFor(20));
        QCOMPARE(soon.verdict, Verdict::Degraded);
        QCOMPARE(soon.reasons, QStringList{QStringLiteral("its certificate ends in 20 days")});
        QVERIFY(judgeAnswer({}, withCertificateFor(3)).reasons.constFirst().contains(QLatin1String("renew it now")));
    }
    void aConditionOnTheCertificateDecidesInstead()
    {
        const HealthSample sample =
            judgeAnswer(checkWith({QStringLiteral("certificate > 5d")}), withCertificateFor(10));
        QCOMPARE(sample.verdict, Verdict::Healthy);
        QVERIFY(sample.certificateUntil);
    }
    void theHealthAddressComesFirst()
    {
        Address address{.health = QStringLiteral("/health/railway")};
        address.checks = {checkWith({})};
        QList<Check> checks = checksOf(address);
        QCOMPARE(checks.size(), 2);
        QCOMPARE(checks.at(0).path, QStringLiteral("/health/railway"));
        Check own = checkWith({QStringLiteral("status == 200")});
        own.name = healthCheckName;
        address.checks.append(own);
        checks = checksOf(address);
        QCOMPARE(checks.size(), 2);
        QCOMPARE(checks.at(0), own);
    }
};

SLIPWAY_TEST(CheckTest)
#include "check_test.moc"

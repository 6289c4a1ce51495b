// SPDX-License-Identifier: GPL-3.0-or-later
#include "probe/calls.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;

namespace {

QByteArray probed(const QString &url, const QString &health = QStringLiteral("/health"))
{
    return Probe::health({.url = QUrl(url), .health = health}).request.url.toEncoded();
}

} // namespace

class ProbeCallsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void thePathFollowsTheAddress()
    {
        QCOMPARE(probed(QStringLiteral("https://api.example.com")), QByteArray("https://api.example.com/health"));
        QCOMPARE(probed(QStringLiteral("https://api.example.com/")), QByteArray("https://api.example.com/health"));
        QCOMPARE(probed(QStringLiteral("https://example.com/api/v1/")),
                 QByteArray("https://example.com/api/v1/health"));
        QCOMPARE(probed(QStringLiteral("http://127.0.0.1:8080"), QStringLiteral("health/railway")),
                 QByteArray("http://127.0.0.1:8080/health/railway"));
    }
    void noCredentialTravels()
    {
        const HttpRequest request = Probe::health({.url = QUrl(QStringLiteral("https://api.example.com"))}).request;
        QCOMPARE(request.credential, CredentialId::None);
        QCOMPARE(request.redirects, RedirectRule::SameOrigin);
        QCOMPARE(request.provider, Provider::Application);
        QCOMPARE(request.bodyCap, 262'144);
        QCOMPARE(request.deadline, Milliseconds(10'000));
        for (const auto &[name, value] : request.headers)
            QVERIFY(name != "Authorization");
    }
    void anAnswerIsJudgedWithItsLatency()
    {
        const auto call = Probe::health({.url = QUrl(QStringLiteral("https://api.example.com"))});
        const auto sample = call.decode({.status = 200,
                                         .headers = {{"content-type", "application/json"}},
                                         .body = R"({"status":"healthy","database":"unavailable"})",
                                         .latencyMs = 42});
        QVERIFY(sample);
        QCOMPARE(sample->verdict, Verdict::Degraded);
        QCOMPARE(sample->latencyMs, 42);
    }
};

SLIPWAY_TEST(ProbeCallsTest)
#include "probe_calls_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/probe/calls.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;

namespace {

Check healthAt(const QString &path)
{
    return {.name = healthCheckName, .path = path};
}

QByteArray probed(const QString &url, const QString &path = QStringLiteral("/health"))
{
    return Probe::check({.url = QUrl(url)}, healthAt(path)).request.url.toEncoded();
}

QByteArray headerOf(const HttpRequest &request, const char *wanted)
{
    QByteArray found;
    for (const auto &[name, value] : request.headers)
        found += name == wanted ? value : QByteArray();
    return found;
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
        const HttpRequest request =
            Probe::check({.url = QUrl(QStringLiteral("https://api.example.com"))}, healthAt(QStringLiteral("/health")))
                .request;
        QCOMPARE(request.credential, CredentialId::None);
        QCOMPARE(request.redirects, RedirectRule::SameOrigin);
        QCOMPARE(request.provider, Provider::Application);
        QCOMPARE(request.bodyCap, 262'144);
        QCOMPARE(request.deadline, Milliseconds(10'000));
        for (const auto &[name, value] : request.headers)
            QVERIFY(name != "Authorization");
    }
    void aQueryBelongsToThePath()
    {
        QCOMPARE(probed(QStringLiteral("https://example.com/api"), QStringLiteral("/v1/models?limit=1")),
                 QByteArray("https://example.com/api/v1/models?limit=1"));
    }
    void whatTheCheckNamesIsSent()
    {
        Check chat{.name = QStringLiteral("chat"),
                   .method = "POST",
                   .path = QStringLiteral("/v1/chat/completions"),
                   .headers = {{"accept", "text/plain"}},
                   .secretHeaders = {{.name = "Authorization", .before = "Bearer ", .secret = QStringLiteral("key")}},
                   .body = "{}",
                   .timeout = Milliseconds(3'000)};
        const HttpRequest request =
            Probe::check({.url = QUrl(QStringLiteral("https://api.example.com"))}, chat).request;
        QCOMPARE(request.method, QByteArray("POST"));
        QCOMPARE(request.body, QByteArray("{}"));
        QCOMPARE(request.deadline, Milliseconds(3'000));
        QCOMPARE(request.secretHeaders, chat.secretHeaders);
        QCOMPARE(headerOf(request, "accept"), QByteArray("text/plain"));
        QCOMPARE(headerOf(request, "Accept"), QByteArray()); // not twice
        QCOMPARE(headerOf(request, "Content-Type"), QByteArray("application/json"));
    }
    void anAnswerIsTakenWhole()
    {
        const auto call =
            Probe::check({.url = QUrl(QStringLiteral("https://api.example.com"))}, healthAt(QStringLiteral("/health")));
        const auto answer =
            call.decode({.status = 503, .headers = {{"content-type", "x"}}, .body = "no", .latencyMs = 42});
        QVERIFY(answer);
        QCOMPARE(answer->status, 503);
        QCOMPARE(answer->latencyMs, 42);
        QCOMPARE(answer->body, QByteArray("no"));
        QCOMPARE(answer->headers.value("content-type"), QByteArray("x"));
    }
};

SLIPWAY_TEST(ProbeCallsTest)
#include "probe_calls_test.moc"

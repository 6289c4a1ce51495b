// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/probe/probefeed.h"
#include "support/builders.h"
#include "support/feedkit.h"
#include "support/httpkit.h"
#include "support/rawpeer.h"
#include "support/testmain.h"

#include <QSignalSpy>
#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

constexpr char goodReport[] = R"({"status":"healthy"})";

Condition conditionOf(const char *text)
{
    return std::get<Condition>(parseCondition(QString::fromLatin1(text)));
}

Check modelsCheck()
{
    return {.name = QStringLiteral("models"),
            .path = QStringLiteral("/v1/models"),
            .conditions = {conditionOf("len(body.data) > 0")},
            .interval = Milliseconds(60'000)};
}

Check chatCheck()
{
    return {.name = QStringLiteral("chat"),
            .method = "POST",
            .path = QStringLiteral("/v1/chat/completions"),
            .body = "{}",
            .counts = false,
            .onRequest = true};
}

Project projectWith(const QList<Check> &checks)
{
    Project project = acmeProject();
    project.addresses.staging.checks = checks;
    return project;
}

/// A feed whose staging has more checks than its health address.
struct Checking {
    explicit Checking(const QList<Check> &checks)
        : kit(projectWith(checks))
        , feed({*kit.client, kit.schedule, kit.store, kit.clock})
    {
        kit.network->setHandler([this](const FakeRequest &request) -> FakeReply {
            if (request.url.path() == QLatin1String("/health"))
                return {.body = goodReport, .headers = {{"Content-Type", "application/json"}}};
            return other;
        });
    }
    int asked(const char *path) const
    {
        const auto &requests = kit.network->requests();
        return int(std::count_if(requests.cbegin(), requests.cend(), [path](const FakeRequest &request) {
            return request.url.path() == QLatin1String(path);
        }));
    }
    Observed<Health> check(const char *name) const
    {
        return kit.store.observations().checks.staging.value(QLatin1String(name));
    }

    bool isAsking() const { return kit.store.snapshot().environments.staging.checks.constLast().asking; }

    FakeReply other{.body = R"({"data":[1]})"};
    FeedKit kit;
    ProbeFeed feed;
};

/// What one probe of a real peer comes to.
Probe::Asked probed(const RawPeer &peer, const Check &check = {.name = healthCheckName, .path = QStringLiteral("/x")})
{
    const FakeClock clock;
    const auto client = realClient(clock);
    std::optional<Probe::Asked> asked;
    QObject context;
    Probe::ask(*client, clock, {.url = peer.url(QString())}, check, &context,
               [&asked](const Probe::Asked &told) { asked = told; });
    if (!QTest::qWaitFor([&asked] { return asked.has_value(); }, 20'000))
        qFatal("a probe never ended");
    return *asked;
}

Check impatientCheck()
{
    return {.name = healthCheckName, .path = QStringLiteral("/x"), .timeout = Milliseconds(300)};
}

} // namespace

/// Checks beside the health address, and peers that do not behave.
class ProbeChecksTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void eachCheckHasItsOwnPace()
    {
        Checking checking({modelsCheck()});
        checking.kit.pass(Milliseconds(125'000));
        QVERIFY(checking.asked("/health") >= 12);
        QVERIFY(checking.asked("/v1/models") >= 2 && checking.asked("/v1/models") <= 3);
        QCOMPARE(verdictOf(*checking.check("models").value), Verdict::Healthy);
    }
    void aFailingCheckIsAskedAgainSoon()
    {
        Checking checking({modelsCheck()});
        checking.other = {.status = 500};
        checking.kit.pass(Milliseconds(13'000));
        QCOMPARE(verdictOf(*checking.check("models").value), Verdict::Down);
        QCOMPARE(verdictOf(*checking.kit.store.observations().health.staging.value), Verdict::Healthy);
        QCOMPARE(checking.kit.store.snapshot().environments.staging.verdict, Verdict::Down);
    }
    void aConditionThatFailsIsToldResolved()
    {
        Checking checking({modelsCheck()});
        checking.other = {.body = R"({"data":[]})"};
        checking.kit.settle();
        const EnvironmentView &staging = checking.kit.store.snapshot().environments.staging;
        QCOMPARE(staging.verdict, Verdict::Degraded);
        QVERIFY2(staging.verdictReason.contains(QLatin1String("len(body.data) (0) > 0")),
                 qPrintable(staging.verdictReason));
    }
    void aCheckOnRequestIsAskedOnlyThen()
    {
        Checking checking({chatCheck()});
        checking.kit.pass(Milliseconds(300'000));
        QCOMPARE(checking.asked("/v1/chat/completions"), 0);
        const QSignalSpy sampled(&checking.feed, &ProbeFeed::sampled);
        checking.feed.askNow(Environment::Staging, QStringLiteral("chat"));
        checking.feed.askNow(Environment::Staging, QStringLiteral("chat")); // a double click
        QVERIFY(checking.isAsking());
        QTRY_COMPARE_WITH_TIMEOUT(sampled.count(), 1, 10'000);
        QVERIFY(!checking.isAsking());
        QCOMPARE(checking.asked("/v1/chat/completions"), 1);
        QVERIFY(checking.check("chat").value);
        checking.feed.askNow(Environment::Staging, QStringLiteral("no such check"));
    }
    void withoutItsSecretACheckIsNotAskedAndSaysWhy()
    {
        Check models = modelsCheck();
        models.secretHeaders = {{.name = "X-Access", .secret = QStringLiteral("access")}};
        Checking checking({models});
        checking.kit.settle();
        QCOMPARE(checking.asked("/v1/models"), 0);
        QVERIFY(!checking.check("models").value);
        QCOMPARE(checking.check("models").error->kind, ErrorKind::NoToken);
        const EnvironmentView &staging = checking.kit.store.snapshot().environments.staging;
        QCOMPARE(staging.verdict, Verdict::Unknown); // neither healthy nor the application's fault
        QVERIFY(staging.verdictReason.contains(QLatin1String("\"access\"")));
        QVERIFY(checking.kit.client->setSecret(
            QStringLiteral("access"), QUrl(QStringLiteral("https://staging.example.com")), QByteArray("made-up")));
        checking.feed.askWith(Environment::Staging, QStringLiteral("access"));
        checking.kit.settle();
        QCOMPARE(checking.asked("/v1/models"), 1);
        QCOMPARE(checking.kit.store.snapshot().environments.staging.verdict, Verdict::Healthy);
    }
    void aPostIsSentOnce()
    {
        RawPeer peer([](QTcpSocket *socket, const RawRequest &) { RawPeer::reset(socket); });
        const Probe::Asked asked = probed(peer, chatCheck());
        QCOMPARE(asked.sample->verdict, Verdict::Down);
        QCOMPARE(peer.requests().size(), 1);
    }
    void aSilentPeerIsDown()
    {
        RawPeer peer([](QTcpSocket *, const RawRequest &) {});
        const Probe::Asked asked = probed(peer, impatientCheck());
        QCOMPARE(asked.sample->verdict, Verdict::Down);
        QVERIFY(!asked.sample->httpStatus);
        QCOMPARE(asked.error->kind, ErrorKind::Timeout);
    }
    void anAnswerThatIsCutIsNotBelieved()
    {
        RawPeer peer([](QTcpSocket *socket, const RawRequest &) {
            socket->write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"status\":\"healthy\"");
            socket->disconnectFromHost();
        });
        const Probe::Asked asked = probed(peer);
        QCOMPARE(asked.sample->verdict, Verdict::Down);
        QVERIFY(asked.error);
    }
    void endlessHeadersEnd()
    {
        RawPeer peer([](QTcpSocket *socket, const RawRequest &) {
            socket->write("HTTP/1.1 200 OK\r\n");
            auto *drip = new QTimer(socket);
            connect(drip, &QTimer::timeout, socket, [socket] { socket->write("X-More: and more\r\n"); });
            drip->start(5);
        });
        const Probe::Asked asked = probed(peer, impatientCheck());
        QCOMPARE(asked.sample->verdict, Verdict::Down);
        QCOMPARE(asked.error->kind, ErrorKind::Timeout);
    }
    void aSlowDripEndsAtItsDeadline()
    {
        RawPeer peer([](QTcpSocket *socket, const RawRequest &) {
            socket->write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
            auto *drip = new QTimer(socket);
            connect(drip, &QTimer::timeout, socket, [socket] { socket->write("{"); });
            drip->start(5);
        });
        QCOMPARE(probed(peer, impatientCheck()).error->kind, ErrorKind::Timeout);
    }
    void aGzipBombIsNotUnpacked()
    {
        RawPeer peer([](QTcpSocket *socket, const RawRequest &) {
            QByteArray zipped = qCompress(QByteArray(50'000'000, ' ')).mid(4); // zlib's form is what "deflate" names
            RawPeer::answer(socket, 200, zipped, "Content-Encoding: deflate\r\n");
        });
        const Probe::Asked asked = probed(peer);
        QVERIFY(asked.sample->verdict != Verdict::Healthy);
    }
    void aWrongCertificateIsDownAndSaysWhy()
    {
        const TestCertificates certificates;
        QVERIFY(certificates.isValid());
        RawPeer peer([](QTcpSocket *socket, const RawRequest &) { RawPeer::answer(socket, 200, goodReport); },
                     &certificates);
        const Probe::Asked asked = probed(peer); // nobody here trusts its authority
        QCOMPARE(asked.sample->verdict, Verdict::Down);
        QCOMPARE(asked.error->kind, ErrorKind::Tls);
        QVERIFY(peer.requests().isEmpty());
    }
    void theCertificatesEndIsTaken()
    {
        const TestCertificates certificates;
        RawPeer peer(
            [](QTcpSocket *socket, const RawRequest &) {
                RawPeer::answer(socket, 200, goodReport, "Content-Type: application/json\r\n");
            },
            &certificates);
        const FakeClock clock;
        const auto client = realClient(clock);
        QSslConfiguration trusting = QSslConfiguration::defaultConfiguration();
        trusting.addCaCertificates(certificates.authority());
        client->setSslConfiguration(trusting);
        HttpRequest request;
        request.url = peer.url();
        const auto answer = get(*client, request);
        QVERIFY2(answer, answer ? "" : qPrintable(answer.error().detail));
        QVERIFY(answer->certificateUntil && answer->certificateUntil->isValid());
    }
    void whatAPromotionWaitsForIsAskedOnce()
    {
        Check models = modelsCheck();
        models.afterPromotion = true;
        Project project = acmeProject();
        project.addresses.production.checks = {models};
        FeedKit kit(project);
        int asked = 0;
        kit.network->setHandler([&asked](const FakeRequest &request) -> FakeReply {
            asked += request.url.path() == QLatin1String("/v1/models") ? 1 : 0;
            return {.body = R"({"data":[1],"status":"healthy"})", .headers = {{"Content-Type", "application/json"}}};
        });
        ProbeFeed feed({*kit.client, kit.schedule, kit.store, kit.clock});
        kit.settle();
        const int before = asked;
        const Moment now = kit.clock.now();
        CommandRecord record;
        record.order.id = {QStringLiteral("o-1")};
        record.order.kind = OrderKind::RailwayDeploy;
        record.state = CommandState::Accepted;
        record.deployment = {QStringLiteral("d-new")};
        record.order.sha = testedSha;
        record.sentAt = at(now, 300);
        record.servingSeenAt = at(now, 100);
        const Deployment deployed = aDeployment("d-new", DeploymentStatus::Success, testedSha, now, 120);
        Health health;
        for (const int secondsAgo : {20, 10})
            health = withSample(health, {.at = at(now, secondsAgo), .verdict = Verdict::Healthy, .httpStatus = 200});
        kit.store.apply(now, [&](Observations &all) {
            all.services.production = fresh(serving(deployed), now);
            all.deployments.production = fresh(QList<Deployment>{deployed}, now);
            all.health.production = fresh(health, now);
            all.commands = {record};
        });
        QTRY_VERIFY_WITH_TIMEOUT(!kit.store.observations().afterLive.value(record.order.id).isEmpty(), 10'000);
        kit.store.reevaluate(now);
        kit.store.apply(now, [](Observations &) {});
        QCOMPARE(asked - before, 1);
        QCOMPARE(kit.store.observations().afterLive.value(record.order.id).value(QStringLiteral("models")).verdict,
                 Verdict::Healthy);
    }
};

SLIPWAY_TEST(ProbeChecksTest)
#include "probechecks_test.moc"

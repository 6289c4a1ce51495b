// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/railway/olderdeployments.h"
#include "support/builders.h"
#include "support/fakeclock.h"
#include "support/fakenetwork.h"
#include "support/testmain.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

QByteArray pageOf(const QStringList &ids, const QString &next)
{
    QJsonArray edges;
    for (const QString &id : ids)
        edges.append(QJsonObject{{QStringLiteral("node"),
                                  QJsonObject{{QStringLiteral("id"), id},
                                              {QStringLiteral("status"), QStringLiteral("REMOVED")},
                                              {QStringLiteral("createdAt"), QStringLiteral("2026-11-20T10:00:00Z")}}}});
    const QJsonObject pageInfo{{QStringLiteral("hasNextPage"), !next.isEmpty()},
                               {QStringLiteral("endCursor"), next.isEmpty() ? QJsonValue() : QJsonValue(next)}};
    const QJsonObject connection{{QStringLiteral("edges"), edges}, {QStringLiteral("pageInfo"), pageInfo}};
    return QJsonDocument(
               QJsonObject{{QStringLiteral("data"), QJsonObject{{QStringLiteral("deployments"), connection}}}})
        .toJson();
}

struct OlderKit {
    FakeClock clock;
    FakeNetwork *network = new FakeNetwork; // owned by the client
    HttpClient client{clock, std::unique_ptr<QNetworkAccessManager>(network)};
    ConsoleStore store{acmeProject()};
    QList<FakeReply> replies;
    OlderDeploymentsFeed feed{client, store, clock};

    OlderKit()
    {
        clock.setNow(noon);
        const auto set =
            client.setCredential(CredentialId::Railway, {"Authorization", "Bearer made-up",
                                                         QUrl(QStringLiteral("https://backboard.railway.com"))});
        if (!set)
            qFatal("the made-up token was refused");
        network->setHandler(
            [this](const FakeRequest &) { return replies.isEmpty() ? FakeReply() : replies.takeFirst(); });
    }
    const OlderDeployments &older() const { return store.observations().olderDeployments.production; }
    bool wait()
    {
        return QTest::qWaitFor([this] { return !older().loading; });
    }
    QByteArray lastBody() const { return network->requests().constLast().body; }
};

} // namespace

/// Deployments beyond the polled list, a page at a time.
class OlderDeploymentsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void pagesFollowOneAnotherUntilThereAreNoMore()
    {
        OlderKit kit;
        kit.replies = {
            {.status = 200, .body = pageOf({QStringLiteral("d-3"), QStringLiteral("d-2")}, QStringLiteral("c-1"))},
            {.status = 200, .body = pageOf({QStringLiteral("d-1")}, {})}};
        kit.feed.readMore(Environment::Production);
        QVERIFY(kit.older().loading);
        QVERIFY(kit.wait());
        QCOMPARE(kit.older().deployments.size(), 2);
        QVERIFY(!kit.older().complete);
        kit.feed.readMore(Environment::Production);
        QVERIFY(kit.wait());
        QVERIFY(kit.lastBody().contains("c-1"));
        QCOMPARE(kit.older().deployments.size(), 3);
        QVERIFY(kit.older().complete);
        kit.feed.readMore(Environment::Production);
        QCOMPARE(kit.network->requests().size(), 2);
    }
    void lookingAgainReadsTheFirstPageOnce()
    {
        OlderKit kit;
        kit.replies = {{.status = 200, .body = pageOf({QStringLiteral("d-1")}, QStringLiteral("c-1"))}};
        kit.feed.readFirst(Environment::Production);
        kit.feed.readFirst(Environment::Production); // it is on its way
        QVERIFY(kit.wait());
        kit.feed.readFirst(Environment::Production);
        QCOMPARE(kit.network->requests().size(), 1);
    }
    void whatMovedOnToTheNextPageIsNotListedTwice()
    {
        OlderKit kit;
        kit.replies = {
            {.status = 200, .body = pageOf({QStringLiteral("d-3"), QStringLiteral("d-2")}, QStringLiteral("c-1"))},
            {.status = 200, .body = pageOf({QStringLiteral("d-2"), QStringLiteral("d-1")}, {})}};
        kit.feed.readMore(Environment::Production);
        QVERIFY(kit.wait());
        kit.feed.readMore(Environment::Production);
        QVERIFY(kit.wait());
        QCOMPARE(kit.older().deployments.size(), 3);
    }
    void aPageThatCannotBeReadIsSaidAndAskedForAgain_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("503") << 503 << QByteArray();
        QTest::newRow("403") << 403 << QByteArray("error code: 1010");
        QTest::newRow("garbage") << 200 << QByteArray("<html>");
        QTest::newRow("no page info") << 200 << QByteArray(R"({"data":{"deployments":{"edges":[]}}})");
    }
    void aPageThatCannotBeReadIsSaidAndAskedForAgain()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        OlderKit kit;
        kit.replies = {{.status = 200, .body = pageOf({QStringLiteral("d-2")}, QStringLiteral("c-1"))},
                       {.status = status, .body = body},
                       {.status = 200, .body = pageOf({QStringLiteral("d-1")}, {})}};
        kit.feed.readMore(Environment::Production);
        QVERIFY(kit.wait());
        kit.feed.readMore(Environment::Production);
        QVERIFY(kit.wait());
        QVERIFY(kit.older().error);
        QVERIFY(!kit.older().complete);
        QCOMPARE(kit.older().deployments.size(), 1);
        kit.feed.readMore(Environment::Production);
        QVERIFY(kit.wait());
        QVERIFY(!kit.older().error);
        QCOMPARE(kit.older().deployments.size(), 2);
    }
};

SLIPWAY_TEST(OlderDeploymentsTest)
#include "olderdeployments_test.moc"

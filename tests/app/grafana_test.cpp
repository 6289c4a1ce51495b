// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/grafana/decoders.h"
#include "app/grafana/grafanafeed.h"
#include "models/values/utc.h"
#include "support/builders.h"
#include "support/feedkit.h"
#include "support/mutatedbodies.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

const QByteArray &firingAlerts()
{
    static const QByteArray body(
        R"([{"labels":{"alertname":"Error rate","environment":"production","team":"api"},)"
        R"("annotations":{"summary":"5 % fail","description":"long"},"startsAt":"2026-11-24T12:00:00.000Z",)"
        R"("generatorURL":"https://grafana.example.com/alerting/grafana/u/view","status":{"state":"active"}},)"
        R"({"labels":{"alertname":"Slow","environment":"staging"},"annotations":{"description":"p95"},)"
        R"("startsAt":"2026-11-24T13:00:00+01:00","status":{"state":"active"}},)"
        R"({"labels":{"alertname":"Disk","environment":"production"},"startsAt":"2026-11-24T12:30:00Z"}])");
    return body;
}

/// One alert with that label and those other fields.
QByteArray oneAlert(const QByteArray &labels, const QByteArray &fields)
{
    return R"([{"labels":)" + labels + fields + R"(}])";
}

QByteArray withPage(const QByteArray &url)
{
    return oneAlert("{}", ",\"generatorURL\":\"" + url + "\"");
}

HttpResponse grafanaAnswer(const QByteArray &body, int status = 200)
{
    return {.status = status, .body = body};
}

QStringList titlesOf(const QList<Alert> &alerts)
{
    QStringList titles;
    for (const Alert &alert : alerts)
        titles.append(alert.title);
    return titles;
}

Project withGrafana()
{
    Project project = acmeProject();
    project.grafana =
        GrafanaProject{.api = QUrl(QStringLiteral("https://grafana.example.com/tools")),
                       .labels = {{QStringLiteral("environment=staging")}, {QStringLiteral("environment=production")}}};
    return project;
}

struct GrafanaWatch {
    explicit GrafanaWatch(const Project &project = withGrafana())
        : kit(project)
        , feed({*kit.client, kit.schedule, kit.store, kit.clock})
    {
        kit.network->setHandler([this](const FakeRequest &) { return reply; });
    }
    void giveToken() { kit.giveToken(CredentialId::Grafana, QUrl(QStringLiteral("https://grafana.example.com"))); }
    const Observed<QList<Alert>> &of(Environment environment) const
    {
        return kit.store.observations().alerts[environment];
    }
    int requests() const { return int(kit.network->requests().size()); }

    FakeReply reply{.body = firingAlerts()};
    FeedKit kit;
    GrafanaFeed feed;
};

} // namespace

/// Which alerts fire, and when Grafana is asked.
class GrafanaTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void onlyWhatFiresIsAskedFor()
    {
        const auto call = Grafana::alerts(*withGrafana().grafana);
        QCOMPARE(call.request.url.toEncoded(),
                 QByteArray("https://grafana.example.com/tools/api/alertmanager/grafana/api/v2/alerts"
                            "?active=true&silenced=false&inhibited=false"));
        QCOMPARE(call.request.credential, CredentialId::Grafana);
        QCOMPARE(call.request.provider, Provider::Grafana);
        QCOMPARE(call.request.method, QByteArray("GET"));
    }
    void anAlertIsReadWhole()
    {
        const auto alerts = Grafana::decodeAlerts(grafanaAnswer(firingAlerts()));
        QVERIFY(alerts);
        QCOMPARE(alerts->size(), 3);
        const Alert &alert = alerts->constFirst().alert;
        QCOMPARE(alert.title, QStringLiteral("Error rate"));
        QCOMPARE(alert.summary, QStringLiteral("5 % fail"));
        QCOMPARE(alert.since, QDateTime(QDate(2026, 11, 24), QTime(12, 0), utcZone));
        QCOMPARE(alert.url.path(), QStringLiteral("/alerting/grafana/u/view"));
        QCOMPARE(alerts->at(1).alert.summary, QStringLiteral("p95"));
    }
    void anAlertWithoutANameStillFires()
    {
        for (const QByteArray &labels : {QByteArray("{}"), QByteArray("null"), QByteArray("7")}) {
            const auto alerts = Grafana::decodeAlerts(grafanaAnswer(oneAlert(labels, ",\"startsAt\":\"soon\"")));
            QVERIFY(alerts);
            QCOMPARE(alerts->size(), 1);
            QVERIFY(!alerts->constFirst().alert.title.isEmpty());
            QVERIFY(!alerts->constFirst().alert.since.isValid());
        }
    }
    void nothingFiringIsNoError()
    {
        const auto alerts = Grafana::decodeAlerts(grafanaAnswer("[]"));
        QVERIFY(alerts);
        QVERIFY(alerts->isEmpty());
    }
    void whatIsSilencedDoesNotCount()
    {
        const auto alerts =
            Grafana::decodeAlerts(grafanaAnswer(oneAlert("{}", ",\"status\":{\"state\":\"suppressed\"}")));
        QVERIFY(alerts);
        QVERIFY(alerts->isEmpty());
    }
    void onlyAPageThatIsSaneIsLinked_data()
    {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<bool>("linked");
        QTest::newRow("https") << QByteArray("https://grafana.example.com/a") << true;
        QTest::newRow("http on this computer") << QByteArray("http://127.0.0.1:3000/a") << true;
        QTest::newRow("http elsewhere") << QByteArray("http://grafana.example.com/a") << false;
        QTest::newRow("a file") << QByteArray("file:///etc/passwd") << false;
        QTest::newRow("with a name") << QByteArray("https://a:b@grafana.example.com/a") << false;
        QTest::newRow("a script") << QByteArray("javascript:alert(1)") << false;
        QTest::newRow("nothing") << QByteArray() << false;
    }
    void onlyAPageThatIsSaneIsLinked()
    {
        QFETCH(QByteArray, url);
        QFETCH(bool, linked);
        const auto alerts = Grafana::decodeAlerts(grafanaAnswer(withPage(url)));
        QVERIFY(alerts);
        QCOMPARE(!alerts->constFirst().alert.url.isEmpty(), linked);
    }
    void everyLabelMustBeCarried_data()
    {
        QTest::addColumn<QStringList>("labels");
        QTest::addColumn<QStringList>("titles");
        const QString production = QStringLiteral("environment=production");
        QTest::newRow("none") << QStringList()
                              << QStringList{QStringLiteral("Disk"), QStringLiteral("Error rate"),
                                             QStringLiteral("Slow")};
        QTest::newRow("one") << QStringList{production}
                             << QStringList{QStringLiteral("Disk"), QStringLiteral("Error rate")};
        QTest::newRow("two") << QStringList{production, QStringLiteral("team = api")}
                             << QStringList{QStringLiteral("Error rate")};
        QTest::newRow("another case") << QStringList{QStringLiteral("environment=Production")} << QStringList();
        QTest::newRow("without a value") << QStringList{QStringLiteral("environment")} << QStringList();
    }
    void everyLabelMustBeCarried()
    {
        QFETCH(QStringList, labels);
        QFETCH(QStringList, titles);
        const auto alerts = Grafana::decodeAlerts(grafanaAnswer(firingAlerts()));
        QVERIFY(alerts);
        QCOMPARE(titlesOf(Grafana::alertsWith(*alerts, labels)), titles);
    }
    void errorsAreTold_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<QString>("says");
        const QByteArray words = "{\"message\":\"Permission denied\"}";
        QTest::newRow("401") << 401 << words << ErrorKind::Unauthorized << QStringLiteral("Permission denied");
        QTest::newRow("403") << 403 << words << ErrorKind::Forbidden << QStringLiteral("alert.instances:read");
        QTest::newRow("404") << 404 << QByteArray() << ErrorKind::NotFound << QStringLiteral("[grafana]");
        QTest::newRow("429") << 429 << QByteArray() << ErrorKind::RateLimited << QStringLiteral("limit");
        QTest::newRow("500") << 500 << QByteArray("<html>") << ErrorKind::Server << QStringLiteral("500");
        QTest::newRow("418") << 418 << QByteArray() << ErrorKind::Refused << QStringLiteral("418");
        QTest::newRow("a sign-in page") << 200 << QByteArray("\n<!doctype html><title>Grafana</title>")
                                        << ErrorKind::Malformed << QStringLiteral("sign-in page");
        QTest::newRow("an object") << 200 << words << ErrorKind::Malformed << QStringLiteral("no list");
        QTest::newRow("a list of texts") << 200 << QByteArray("[\"a\"]") << ErrorKind::Malformed
                                         << QStringLiteral("no list");
        QTest::newRow("nothing") << 200 << QByteArray() << ErrorKind::Malformed << QStringLiteral("no list");
    }
    void errorsAreTold()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(ErrorKind, kind);
        QFETCH(QString, says);
        const auto alerts = Grafana::decodeAlerts(grafanaAnswer(body, status));
        QVERIFY(!alerts);
        QCOMPARE(alerts.error().kind, kind);
        QVERIFY2(alerts.error().detail.contains(says), qPrintable(alerts.error().detail));
    }
    void noMutatedBodyBreaksTheDecoder()
    {
        int read = 0;
        const QByteArrayList bodies = mutatedBodies(firingAlerts());
        for (const QByteArray &body : bodies) {
            const auto alerts = Grafana::decodeAlerts(grafanaAnswer(body));
            read += alerts && !Grafana::alertsWith(*alerts, {}).isEmpty() ? 1 : 0;
        }
        QVERIFY(read > 0);
        QVERIFY(read < bodies.size());
    }

    void oneAnswerServesBothEveryMinute()
    {
        GrafanaWatch watch;
        watch.giveToken();
        watch.kit.settle();
        QCOMPARE(watch.requests(), 1);
        QCOMPARE(titlesOf(*watch.of(Environment::Staging).value), QStringList{QStringLiteral("Slow")});
        QCOMPARE(watch.of(Environment::Production).value->size(), 2);
        QCOMPARE(watch.of(Environment::Production).interval, Milliseconds(60'000));
        watch.kit.pass(Milliseconds(600'000));
        QVERIFY(watch.requests() >= 9 && watch.requests() <= 11);
        QCOMPARE(watch.kit.network->requests().constFirst().headers.value("authorization"),
                 QByteArray("Bearer made-up"));
    }
    void withoutGrafanaNothingIsAsked()
    {
        GrafanaWatch watch{acmeProject()};
        watch.giveToken();
        watch.kit.pass(Milliseconds(600'000));
        QCOMPARE(watch.requests(), 0);
        QVERIFY(!watch.of(Environment::Production).error);
    }
    void withoutATokenThatIsSaid()
    {
        GrafanaWatch watch;
        watch.kit.settle();
        QCOMPARE(watch.requests(), 0);
        QCOMPARE(watch.of(Environment::Production).error->kind, ErrorKind::NoToken);
    }
    void aFailureKeepsTheOldAlerts()
    {
        GrafanaWatch watch;
        watch.giveToken();
        watch.kit.settle();
        watch.reply = {.status = 503};
        watch.kit.pass(Milliseconds(70'000));
        QCOMPARE(watch.of(Environment::Production).value->size(), 2);
        QCOMPARE(watch.of(Environment::Production).error->kind, ErrorKind::Server);
    }
    void a401StopsAsking()
    {
        GrafanaWatch watch;
        watch.giveToken();
        watch.reply = {.status = 401};
        watch.kit.pass(Milliseconds(600'000));
        QCOMPARE(watch.requests(), 1);
        QCOMPARE(watch.of(Environment::Staging).error->kind, ErrorKind::Unauthorized);
    }
};

SLIPWAY_TEST(GrafanaTest)
#include "grafana_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/rehearsalprocess.h"
#include "app/project/projectfile.h"
#include "app/rehearsal/rehearsal.h"
#include "support/testmain.h"
#include "timedworld.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QSslCertificate>

using namespace Slipway;
using namespace Slipway::Rehearsal;
using namespace Slipway::Test;

namespace {

/// A rehearsal whose time the test moves, and somebody who asks it.
struct Asking {
    explicit Asking(const char *scenario)
        : rehearsal(TimedWorld::told(scenario), 1, 1, [this] { return now; })
    {
        const auto loaded = parseProject(rehearsal.projectFile(), QStringLiteral("rehearsal"));
        if (!loaded)
            qFatal("%s", qPrintable(loaded.error().detail));
        project = loaded->project;
    }
    Q_DISABLE_COPY_MOVE(Asking)

    std::unique_ptr<QNetworkReply> ask(const QUrl &url)
    {
        QNetworkRequest request(url);
        if (!trusted.isEmpty()) {
            QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
            configuration.addCaCertificates(trusted);
            request.setSslConfiguration(configuration);
        }
        std::unique_ptr<QNetworkReply> reply(network.get(request));
        QSignalSpy finished(reply.get(), &QNetworkReply::finished);
        if (!reply->isFinished() && !finished.wait())
            qFatal("no answer");
        return reply;
    }
    bool answers(const QUrl &url) { return ask(url)->attribute(QNetworkRequest::HttpStatusCodeAttribute).isValid(); }
    QList<QUrl> everyAddress() const
    {
        return {project.github.api, project.railway.api, project.sentry->api, project.addresses.staging.url,
                project.addresses.production.url};
    }
    QUrl health() const
    {
        QUrl url = project.addresses.production.url;
        url.setPath(QStringLiteral("/health"));
        return url;
    }

    QDateTime now = QDateTime::currentDateTimeUtc();
    Slipway::Rehearsal::Rehearsal rehearsal;
    Project project;
    QList<QSslCertificate> trusted;
    QNetworkAccessManager network;
};

} // namespace

/// What the network does in a story.
class NetworkTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whoIsOfflineReachesNobodyForThreeMinutes()
    {
        Asking asking("offline");
        for (const QUrl &url : asking.everyAddress())
            QVERIFY2(asking.answers(url), qPrintable(url.toString()));
        asking.now = asking.now.addSecs(61);
        for (const QUrl &url : asking.everyAddress())
            QVERIFY2(!asking.answers(url), qPrintable(url.toString()));
        asking.now = asking.now.addSecs(180);
        for (const QUrl &url : asking.everyAddress())
            QVERIFY2(asking.answers(url), qPrintable(url.toString()));
    }
    void aCertificateOfTheStorysOwnEndsInTenDays()
    {
        Asking asking("certificate");
        QVERIFY(!asking.rehearsal.trouble());
        QCOMPARE(asking.project.addresses.production.url.scheme(), QStringLiteral("https"));
        QCOMPARE(asking.project.addresses.staging.url.scheme(), QStringLiteral("http"));
        asking.trusted = QSslCertificate::fromPath(asking.project.rehearsalCa);
        QCOMPARE(asking.trusted.size(), 1);
        const auto reply = asking.ask(asking.health());
        QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 200);
        const QDateTime ends = reply->sslConfiguration().peerCertificate().expiryDate();
        const qint64 left = QDateTime::currentDateTimeUtc().secsTo(ends);
        constexpr qint64 day = 86'400;
        QVERIFY(left > 9 * day && left <= 10 * day);
    }
    void nobodyElseTrustsThatCertificate()
    {
        Asking asking("certificate");
        const auto reply = asking.ask(asking.health());
        QCOMPARE(reply->error(), QNetworkReply::SslHandshakeFailedError);
    }
    void theCertificateIsGoneWithTheStory()
    {
        QString authority;
        {
            Asking asking("certificate");
            authority = asking.project.rehearsalCa;
            QVERIFY(QFile::exists(authority));
        }
        QVERIFY(!QFile::exists(authority));
    }
    void withoutOpensslTheStorySaysWhatItNeeds()
    {
        const QByteArray path = qgetenv("PATH");
        qputenv("PATH", "/nowhere");
        const Certificate certificate(QStringLiteral("127.0.0.3"), 10);
        qputenv("PATH", path);
        QVERIFY(!certificate.made());
        QVERIFY(certificate.made().error().detail.contains(QStringLiteral("openssl")));
    }
    void otherStoriesNeedNoCertificate()
    {
        Asking asking("normal");
        QVERIFY(!asking.rehearsal.trouble());
        QVERIFY(asking.project.rehearsalCa.isEmpty());
        QVERIFY(asking.answers(asking.health()));
    }
};

SLIPWAY_TEST(NetworkTest)
#include "network_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/project/loopback.h"
#include "support/testmain.h"

#include <QHostAddress>
#include <QTest>

using namespace Slipway;

/// Which addresses are this computer's own.
class LoopbackTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void onlyThisComputerIsLoopback_data()
    {
        QTest::addColumn<bool>("loopback");
        for (const char *host : {"localhost", "LOCALHOST", "127.0.0.1", "127.8.9.1", "127.255.255.255", "127.1",
                                 "[::1]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::1%25lo]"})
            QTest::newRow(host) << true;
        for (const char *host :
             {"", "localhost.", "example.localhost", "localhost.example", "127.0.0.1.evil.example", "127.0.0.256",
              "127.0.0.1.", "127.0.0.1.1", "127.evil.example", "x127.0.0.1", "0.0.0.0", "128.0.0.1", "10.0.0.1", "[::]",
              "[::2]", "[::127.0.0.1]", "[fe80::1]", "[::ffff:10.0.0.1]", "api.example.com"})
            QTest::newRow(host) << false;
    }
    void onlyThisComputerIsLoopback()
    {
        QFETCH(bool, loopback);
        const QString host = QString::fromLatin1(QTest::currentDataTag());
        for (const char *place : {"", ":8080", ":8080/path?query#fragment"}) {
            const QUrl url(QStringLiteral("http://") + host + QLatin1String(place));
            QCOMPARE(isLoopback(url), loopback);
            const bool isNamed = url.host() == QLatin1String("localhost");
            QCOMPARE(isNamed || QHostAddress(url.host()).isLoopback(), loopback); // as what opens connections sees it
        }
    }
};

SLIPWAY_TEST(LoopbackTest)
#include "loopback_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/logtemplate.h"
#include "support/testmain.h"

#include <QRandomGenerator>
#include <QTest>

#include <string>

using namespace Slipway;

/// What makes two messages the same in kind.
class LogTemplateTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theSameIsSaidOfOtherThings_data()
    {
        QTest::addColumn<QByteArray>("one");
        QTest::addColumn<QByteArray>("other");
        const auto row = [](const char *one, const char *other) {
            QTest::newRow(one) << QByteArray(one) << QByteArray(other);
        };
        row("served in 12 ms", "served in 1834 ms");
        row("served in 12ms", "served in 1.834s");
        row("waited 1m30s", "waited 950\xC2\xB5s");
        row("cpu 97%", "cpu 3.5%");
        row("temperature -5", "temperature 12");
        row("size 0x7ffe12", "size 0x1");
        row("user 3f9c2ab1 left", "user 00aa11bb22cc left");
        row("request 123e4567-e89b-12d3-a456-426614174000 done", "request 9d2f9a5e-0000-4bcd-8123-abcdefabcdef done");
        row("customer cus_NffrFeUfNV2Hib", "customer cus_9s6XKzkNRiz8i3");
        row("key req_8f3a9c2b gone", "key req_77777777 gone");
        row("table \"users\" is locked", "table \"orders\" is locked");
        row("table 'a \\' b' is locked", "table 'c' is locked");
        row("run `ls -l` failed", "run `make` failed");
        row("Connection RESET by 10.0.0.1:8080", "connection reset by 192.168.77.12:443");
        row("ids [1, 2, 3]", "ids [42]");
        row("2026-01-02T03:04:05.678Z started", "2026-11-12T13:14:15.123Z started");
        row("worker3 up", "worker12 up");
        row("n     5 rows", "n 12345 rows");
        row("it doesn't matter: 5", "It doesn't matter: 6");
    }
    void theSameIsSaidOfOtherThings()
    {
        QFETCH(QByteArray, one);
        QFETCH(QByteArray, other);
        QCOMPARE(logTemplate(one.toStdString()), logTemplate(other.toStdString()));
    }
    void somethingElseIsSaid_data()
    {
        QTest::addColumn<QByteArray>("one");
        QTest::addColumn<QByteArray>("other");
        const auto row = [](const char *one, const char *other) {
            QTest::newRow(one) << QByteArray(one) << QByteArray(other);
        };
        row("served in 12 ms", "served in 12 ms twice");
        row("payment failed", "payment declined");
        row("deadbeef", "feedface"); // words without a digit
        row("a deadline passed", "a headline passed");
        row("it doesn't matter", "it doesn't master"); // an apostrophe opens nothing
        row("open \" quote a", "open \" quote b");     // nor does a quote that is not closed
        row("\xC3\x84rger", "\xC3\x96rger");
        row("", "5");
        row("error 5", "error");
        row("abc1", "abd1");
    }
    void somethingElseIsSaid()
    {
        QFETCH(QByteArray, one);
        QFETCH(QByteArray, other);
        QVERIFY(logTemplate(one.toStdString()) != logTemplate(other.toStdString()));
    }
    void anyBytesHaveATemplate()
    {
        QRandomGenerator random(5);
        const std::string_view bytes("'\"`\\0x9af-zZ%. \xC2\xB5\xFF\n\0", 19);
        for (int round = 0; round < 5'000; ++round) {
            std::string message(random.bounded(30U), '\0');
            for (char &byte : message)
                byte = bytes[random.bounded(quint32(bytes.size()))];
            const std::string copy = message; // read within its bounds, wherever it lies
            QCOMPARE(logTemplate(message), logTemplate(copy));
        }
    }
};

SLIPWAY_TEST(LogTemplateTest)
#include "logtemplate_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/logtime.h"
#include "models/values/utc.h"
#include "support/testmain.h"

#include <QDateTime>
#include <QTest>

using namespace Slipway;

class LogTimeTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void times_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<qint64>("at");
        const qint64 second =
            QDateTime(QDate(2026, 6, 18), QTime(4, 43, 0), utcZone).toSecsSinceEpoch() * 1'000'000'000;
        QTest::newRow("nanoseconds") << QByteArray("2026-06-18T04:43:00.123456789Z") << second + 123'456'789;
        QTest::newRow("milliseconds") << QByteArray("2026-06-18T04:43:00.5Z") << second + 500'000'000;
        QTest::newRow("whole seconds") << QByteArray("2026-06-18T04:43:00Z") << second;
        QTest::newRow("more digits than there are")
            << QByteArray("2026-06-18T04:43:00.1234567899999Z") << second + 123'456'789;
        QTest::newRow("a zone ahead") << QByteArray("2026-06-18T06:43:00+02:00") << second;
        QTest::newRow("a zone behind") << QByteArray("2026-06-17T23:13:00-05:30") << second;
        QTest::newRow("the beginning") << QByteArray("1970-01-01T00:00:00Z") << qint64(0);
        QTest::newRow("a leap day") << QByteArray("2024-02-29T00:00:00Z")
                                    << QDateTime(QDate(2024, 2, 29), QTime(0, 0), utcZone).toSecsSinceEpoch() *
                                           1'000'000'000;
    }
    void times()
    {
        QFETCH(QByteArray, text);
        QFETCH(qint64, at);
        QCOMPARE(logTime({text.constData(), size_t(text.size())}), std::optional(at));
    }

    void whatIsNoTimeIsNone_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char *text :
             {"", "now", "2026-06-18", "2026-06-18T04:43:00", "2026-06-18T04:43:00.Z", "2026-13-18T04:43:00Z",
              "2026-02-30T04:43:00Z", "2026-06-18T24:43:00Z", "2026-06-18T04:43:00.12x", "2026-06-18T04:43:00+2:00",
              "0001-01-01T00:00:00Z", "9999-01-01T00:00:00Z", "2026-06-18T04:-3:00Z", "2026-06-18T04:43:00ZZ"})
            QTest::newRow(text) << QByteArray(text);
    }
    void whatIsNoTimeIsNone()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!logTime({text.constData(), size_t(text.size())}));
    }

    void whatIsWrittenIsReadAgain()
    {
        for (const qint64 at :
             {qint64(0), qint64(1), qint64(1'795'000'000'123'456'789), qint64(1'795'000'000'000'000'009)}) {
            const QByteArray text = wireLogTime(at).toLatin1();
            QCOMPARE(text.size(), qsizetype(30));
            QCOMPARE(logTime({text.constData(), size_t(text.size())}), std::optional(at));
        }
    }
};

SLIPWAY_TEST(LogTimeTest)
#include "logtime_test.moc"

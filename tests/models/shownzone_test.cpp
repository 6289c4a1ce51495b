// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/values/shownzone.h"

#include "models/items/deploymentwords.h"
#include "models/values/utc.h"
#include "support/builders.h"
#include "support/localzone.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

QString clockFormat()
{
    return QStringLiteral("HH:mm");
}

QDateTime utcTime(int month, int day, int hour, int minute)
{
    return QDateTime(QDate(2026, month, day), QTime(hour, minute), utcZone);
}

/// Every sentence that the window shows of a world.
QString sentencesOf(const Snapshot &snapshot)
{
    QStringList sentences;
    for (const Gate &gate : snapshot.gates)
        sentences.append(gate.reason);
    for (const Stage &stage : snapshot.pipeline.stages) {
        for (const Evidence &evidence : stage.evidence)
            sentences.append(evidence.text);
    }
    return sentences.join(QLatin1Char('\n'));
}

} // namespace

/// Times of day are told in one zone, which is always named.
class ShownZoneTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void itIsUtcUntilSomebodyChooses()
    {
        QCOMPARE(shownZone(), ShownZone::Utc);
        const QDateTime elsewhere = QDateTime::fromString(QStringLiteral("2026-11-28T15:31:00+01:00"), Qt::ISODate);
        QCOMPARE(shownTimeAndZone(elsewhere, clockFormat()), QStringLiteral("14:31 UTC"));
        QCOMPARE(shownOffset(elsewhere), Milliseconds(0));
    }
    void aComputerInAnotherZoneSaysUtcAsWell()
    {
        const LocalZone berlin(centralEurope);
        setShownZone(ShownZone::Utc);
        QCOMPARE(shownTimeAndZone(utcTime(11, 28, 14, 31), clockFormat()), QStringLiteral("14:31 UTC"));
    }
    void localTimesAreNamedAsTheComputersZoneIs_data()
    {
        QTest::addColumn<QString>("zone");
        QTest::addColumn<QDateTime>("at");
        QTest::addColumn<QString>("told");
        const QDateTime winter = utcTime(11, 28, 14, 31);
        const QDateTime summer = utcTime(7, 28, 14, 31);
        QTest::newRow("winter") << centralEurope << winter << "28 Nov 15:31 CET";
        QTest::newRow("summer") << centralEurope << summer << "28 Jul 16:31 CEST";
        QTest::newRow("west") << newYork << utcTime(11, 28, 2, 5) << "27 Nov 21:05 EST";
        QTest::newRow("no abbreviation") << kathmandu << winter << "28 Nov 20:16 UTC+05:45";
        QTest::newRow("none, west") << saoPaulo << winter << "28 Nov 11:31 UTC-03:00";
        QTest::newRow("UTC") << "UTC0" << winter << "28 Nov 14:31 UTC";
        QTest::newRow("one hour twice, first") << centralEurope << utcTime(10, 25, 0, 30) << "25 Oct 02:30 CEST";
        QTest::newRow("one hour twice, then") << centralEurope << utcTime(10, 25, 1, 30) << "25 Oct 02:30 CET";
    }
    void localTimesAreNamedAsTheComputersZoneIs()
    {
        QFETCH(QString, zone);
        QFETCH(QDateTime, at);
        const LocalZone local(qPrintable(zone));
        QTEST(shownTimeAndZone(at, QStringLiteral("d MMM HH:mm")), "told");
    }
    void theOffsetIsTheOneOfThatTime()
    {
        const LocalZone berlin(centralEurope);
        QCOMPARE(shownOffset(utcTime(11, 28, 14, 31)), Milliseconds(3'600'000));
        QCOMPARE(shownOffset(utcTime(7, 28, 14, 31)), Milliseconds(7'200'000));
        setShownZone(ShownZone::Utc);
        QCOMPARE(shownOffset(utcTime(7, 28, 14, 31)), Milliseconds(0));
    }
    void whatIsNoTimeIsNotTold()
    {
        const LocalZone berlin(centralEurope);
        QVERIFY(shownTime({}, clockFormat()).isEmpty());
        QVERIFY(shownTimeAndZone({}, clockFormat()).isEmpty());
    }
    void deploymentsTellTheirTimesInIt()
    {
        const QDateTime at = utcTime(11, 24, 23, 20);
        QCOMPARE(timeText(at), QStringLiteral("24 Nov 23:20 UTC"));
        const LocalZone berlin(centralEurope);
        QCOMPARE(timeText(at), QStringLiteral("25 Nov 00:20 CET"));
    }
    void gatesAndEvidenceTellTheirTimesInIt()
    {
        Observations all = healthyWorld(noon); // 11:06:40
        all.hold = Hold{.sha = liveSha, .reason = QStringLiteral("pool exhaustion"), .since = noon.utc()};
        CommandRecord record;
        record.state = CommandState::Uncertain;
        record.sentAt = noon.utc();
        all.commands = {record};
        const QString utc = sentencesOf(evaluate({all, acmeProject(), noon}));
        QVERIFY(utc.contains(QStringLiteral("since 2026-11-18 11:06 UTC, because")));
        QVERIFY(utc.contains(QStringLiteral("A command sent at 11:06 UTC is")));
        QVERIFY(utc.contains(QStringLiteral("was ticked by mira at 2026-11-18 11:06 UTC")));
        const LocalZone berlin(centralEurope);
        const QString local = sentencesOf(evaluate({all, acmeProject(), noon, ShownZone::Local}));
        QVERIFY(local.contains(QStringLiteral("since 2026-11-18 12:06 CET, because")));
        QVERIFY(local.contains(QStringLiteral("A command sent at 12:06 CET is")));
        QVERIFY(local.contains(QStringLiteral("was ticked by mira at 2026-11-18 12:06 CET")));
        QVERIFY2(!local.contains(QStringLiteral("UTC")), qPrintable(local));
        QCOMPARE(sentencesOf(evaluate({all, acmeProject(), noon})), utc); // whatever the process has chosen
    }
};

SLIPWAY_TEST(ShownZoneTest)
#include "shownzone_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/values/health.h"
#include "support/builders.h"
#include "support/testmain.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

constexpr int everySeconds = 10;

/// Samples every ten seconds.
struct Row {
    Health health;
    int at = 0;
    void add(Verdict verdict, int afterSeconds = everySeconds)
    {
        at += afterSeconds;
        health = withSample(health, {.at = noon.utc().addSecs(at), .verdict = verdict});
    }
    void add(const QList<Verdict> &verdicts)
    {
        for (const Verdict verdict : verdicts)
            add(verdict);
    }
};

constexpr auto good = Verdict::Healthy;
constexpr auto slow = Verdict::Degraded;
constexpr auto bad = Verdict::Down;

} // namespace

/// A row of samples of one check.
class HealthTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void threeFailuresInARowAreDown()
    {
        Row row;
        row.add({good, bad});
        QCOMPARE(pendingText(row.health), QStringLiteral("1/3"));
        row.add(bad);
        QCOMPARE(verdictOf(row.health), Verdict::Degraded);
        QCOMPARE(pendingText(row.health), QStringLiteral("2/3"));
        row.add(bad);
        QCOMPARE(verdictOf(row.health), Verdict::Down);
        QCOMPARE(pendingText(row.health), QString());
    }
    void twoAnswersInARowAreUp()
    {
        Row row;
        row.add({bad, bad, bad, good});
        QCOMPARE(verdictOf(row.health), Verdict::Down);
        row.add({bad, good});
        QCOMPARE(verdictOf(row.health), Verdict::Down);
        row.add(good);
        QCOMPARE(verdictOf(row.health), Verdict::Healthy);
    }
    void aDegradedAnswerIsAnAnswer()
    {
        Row row;
        row.add({bad, bad, bad, slow, slow});
        QCOMPARE(verdictOf(row.health), Verdict::Degraded);
        QCOMPARE(row.health.goodInRow, 0);
    }
    void aSleepIsAGapAndNotDowntime()
    {
        Row row;
        row.add({good, bad, bad});
        row.add(bad, 3'600);
        QCOMPARE(row.health.failuresInRow, 1);
        QCOMPARE(verdictOf(row.health), Verdict::Degraded);
        QVERIFY(row.health.previousAt.isValid());
    }
    void goodAnswersAreNotCountedOverASleep()
    {
        Row row;
        row.add({good, good, good});
        row.add(good, 3'600);
        QCOMPARE(row.health.goodInRow, 1);
    }
    void flappingBeginsAndEndsAtDifferentRates()
    {
        Row row;
        for (int i = 0; i < 20; ++i)
            row.add({good, bad});
        QVERIFY(row.health.flapping);
        row.add({good, good, good, good, good, good});
        QVERIFY(row.health.flapping); // not over yet
        QCOMPARE(verdictOf(row.health), Verdict::Degraded);
        for (int i = 0; i < 15; ++i)
            row.add(good);
        QVERIFY(!row.health.flapping);
        QCOMPARE(verdictOf(row.health), Verdict::Healthy);
    }
    void slownessThatComesAndGoesIsFlappingToo()
    {
        Row row;
        for (int i = 0; i < 5; ++i)
            row.add({good, slow});
        QVERIFY(row.health.flapping);
    }
    void oneOutageIsNotFlapping()
    {
        Row row;
        row.add({good, bad, bad, bad, bad, good, good, good});
        QVERIFY(!row.health.flapping);
    }
    void whateverComes_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 30; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    /// Never healthy right after a failure, never down from fewer than three, up only after two answers.
    void whateverComes()
    {
        QFETCH(quint32, seed);
        QRandomGenerator random(seed);
        Row row;
        int failures = 0;
        int answers = 0;
        bool wasDown = false;
        for (int i = 0; i < 400; ++i) {
            const auto verdict = std::array{good, slow, bad, bad}[size_t(random.bounded(4))];
            const bool gap = random.bounded(20) == 0;
            if (gap) {
                failures = 0;
                answers = 0;
                wasDown = false;
            }
            row.add(verdict, gap ? 500 : everySeconds);
            failures = verdict == bad ? failures + 1 : 0;
            answers = verdict == bad ? 0 : answers + 1;
            const Verdict shown = verdictOf(row.health);
            if (verdict == bad)
                QVERIFY(shown != Verdict::Healthy);
            if (shown == Verdict::Down)
                QVERIFY(failures >= failuresUntilDown || wasDown);
            if (wasDown && shown != Verdict::Down)
                QVERIFY(answers >= successesUntilUp);
            if (shown == Verdict::Healthy)
                QVERIFY(verdict == good && !row.health.flapping);
            wasDown = shown == Verdict::Down;
        }
    }
};

SLIPWAY_TEST(HealthTest)
#include "health_test.moc"

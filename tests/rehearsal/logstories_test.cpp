// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/console.h"
#include "app/railway/logs/logfeed.h"
#include "app/rehearsal/world/worldlogs.h"
#include "models/logs/logstore.h"
#include "story.h"
#include "support/testmain.h"
#include "ui/logs/loglist.h"

#include <QLineEdit>
#include <QPushButton>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

constexpr int logWaitMs = 30'000; ///< real: the rehearsal's socket ticks by itself

LogList *logLinesIn(Story &story)
{
    return named<LogList>(&story.window(), "logLines");
}

void openLogs(Story &story)
{
    pressKey(&story.window(), Qt::Key_L, Qt::ControlModifier);
}

LogStreamView::State stateOf(Story &story, Environment environment)
{
    return story.application().console().logs()->view(environment).state;
}

LogStore &linesOf(Story &story)
{
    return story.application().console().logLines();
}

/// Messages of the lines of that environment that came, in order of time; without notes.
QStringList cameFrom(Story &story, Environment environment)
{
    std::vector<std::pair<qint64, QString>> lines;
    const LogStore &store = linesOf(story);
    for (LineNumber number = store.first(); number < store.end(); ++number) {
        const LogLine line = store.line(number);
        if (line.environment == environment && line.source == LogSource::Deploy)
            lines.emplace_back(line.at, QString::fromUtf8(line.message.data(), qsizetype(line.message.size())));
    }
    std::stable_sort(lines.begin(), lines.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    QStringList messages;
    for (const auto &[at, message] : lines)
        messages.append(message);
    return messages;
}

/// Times of the lines of that environment, sorted.
QList<qint64> timesFrom(Story &story, Environment environment)
{
    QList<qint64> times;
    const LogStore &store = linesOf(story);
    for (LineNumber number = store.first(); number < store.end(); ++number) {
        const LogLine line = store.line(number);
        if (line.environment == environment && line.source == LogSource::Deploy)
            times.append(line.at);
    }
    std::sort(times.begin(), times.end());
    return times;
}

/// What the world logged from the first of those lines to the last one.
QList<qint64> loggedBetween(Story &story, Environment environment, const QList<qint64> &times)
{
    const Slipway::Rehearsal::WorldLogs logs(story.world(), environment);
    QList<qint64> logged;
    for (const Slipway::Rehearsal::SimLine &line : logs.lines(times.constFirst(), times.constLast() + 1))
        logged.append(line.at);
    return logged;
}

/// In the order in which they came.
QStringList messagesOf(Story &story, LogSource source)
{
    QStringList messages;
    const LogStore &store = linesOf(story);
    for (LineNumber number = store.first(); number < store.end(); ++number) {
        const LogLine line = store.line(number);
        if (line.source == source)
            messages.append(QString::fromUtf8(line.message.data(), qsizetype(line.message.size())));
    }
    return messages;
}

QStringList notesIn(Story &story)
{
    return messagesOf(story, LogSource::Note);
}

QString rowsOf(LogList *list)
{
    QStringList rows;
    for (LogList::Row row = 0; row < list->rowCount(); ++row)
        rows.append(list->rowText(row));
    return rows.join(QLatin1Char('\n'));
}

} // namespace

/// What a person sees of the logs, in whole stories.
class LogStoriesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingIsFollowedBeforeSomebodyLooks()
    {
        Story story("normal");
        story.open();
        story.pass(30);
        QVERIFY(linesOf(story).isEmpty());
        QCOMPARE(story.served("railway", "UPGRADE", QString()), 0);
    }

    void bothEnvironmentsAreFollowedSideBySide()
    {
        Story story("normal");
        story.open();
        openLogs(story);
        for (const Environment environment : environments)
            QTRY_COMPARE_WITH_TIMEOUT(stateOf(story, environment), LogStreamView::State::Live, logWaitMs);
        QTRY_VERIFY_WITH_TIMEOUT(cameFrom(story, Environment::Staging).size() > 5, logWaitMs);
        const qsizetype before = cameFrom(story, Environment::Production).size();
        story.pass(20);
        QTRY_VERIFY_WITH_TIMEOUT(cameFrom(story, Environment::Production).size() >= before + 20, logWaitMs);
        for (const Environment environment : environments) {
            const QList<qint64> times = timesFrom(story, environment);
            QCOMPARE(times, loggedBetween(story, environment, times));
        }
        QCOMPARE(story.served("railway", "UPGRADE", QString()), 1); // one token, one socket
        QTRY_COMPARE(logLinesIn(story)->rowCount(), qsizetype(linesOf(story).end()));
    }

    void nothingOfAnInterruptionIsMissing()
    {
        Story story("normal");
        story.open();
        openLogs(story);
        QTRY_VERIFY_WITH_TIMEOUT(cameFrom(story, Environment::Production).size() > 5, logWaitMs);
        story.cutSockets();
        QTRY_VERIFY_WITH_TIMEOUT(stateOf(story, Environment::Production) != LogStreamView::State::Live, logWaitMs);
        story.pass(60, 5);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(story, Environment::Production), LogStreamView::State::Live, logWaitMs);
        const qint64 now = story.world().now().toMSecsSinceEpoch() * 1'000'000;
        story.pass(5);
        QTRY_VERIFY_WITH_TIMEOUT(timesFrom(story, Environment::Production).constLast() > now, logWaitMs);
        const QList<qint64> times = timesFrom(story, Environment::Production);
        QTRY_COMPARE_WITH_TIMEOUT(
            timesFrom(story, Environment::Production),
            loggedBetween(story, Environment::Production, timesFrom(story, Environment::Production)), logWaitMs);
        QVERIFY(times.size() > 60);
    }

    void whileNothingAnswersTheLogIsNotLive()
    {
        Story story("offline");
        story.open();
        openLogs(story);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(story, Environment::Production), LogStreamView::State::Live, logWaitMs);
        story.pass(70);
        for (const Environment environment : environments)
            QTRY_VERIFY_WITH_TIMEOUT(stateOf(story, environment) != LogStreamView::State::Live, logWaitMs);
        const LineNumber end = linesOf(story).end();
        story.pass(60);
        QCOMPARE(linesOf(story).end(), end);
    }

    void withoutASocketTheLogIsAskedFor()
    {
        Story story("socket-refused");
        story.open();
        openLogs(story);
        const auto isPolling = [&] {
            story.pass(1);
            return stateOf(story, Environment::Production) == LogStreamView::State::Polling;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isPolling(), logWaitMs);
        story.pass(30);
        const QList<qint64> times = timesFrom(story, Environment::Production);
        QVERIFY(times.size() > 20);
        QCOMPARE(times, loggedBetween(story, Environment::Production, times));
        QVERIFY(textOf(&story.window(), "productionStream").contains(QStringLiteral("503")));
    }

    void aSocketThatIsRefusedForAWhileIsAskedForAndComesBack_data()
    {
        QTest::addColumn<QJsonObject>("fault");
        QTest::addColumn<QString>("reason");
        const QJsonObject fault{{QStringLiteral("provider"), QStringLiteral("railway")},
                                {QStringLiteral("seconds"), 40}};
        QJsonObject upgrade = fault;
        upgrade.insert(QStringLiteral("method"), QStringLiteral("UPGRADE"));
        upgrade.insert(QStringLiteral("kind"), QStringLiteral("status"));
        upgrade.insert(QStringLiteral("status"), 401);
        QTest::newRow("401") << upgrade << QString(); // not every Qt tells the status
        QJsonObject greeting = fault;
        greeting.insert(QStringLiteral("kind"), QStringLiteral("closeSocket"));
        greeting.insert(QStringLiteral("status"), 4403);
        QTest::newRow("4403") << greeting << QStringLiteral("(4403)");
    }
    void aSocketThatIsRefusedForAWhileIsAskedForAndComesBack()
    {
        QFETCH(QJsonObject, fault);
        QFETCH(QString, reason);
        Story story("normal");
        story.open();
        story.spoil(fault);
        openLogs(story);
        const auto isPolling = [&] {
            story.pass(1);
            return stateOf(story, Environment::Production) == LogStreamView::State::Polling;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isPolling(), logWaitMs);
        QVERIFY(story.text("productionStream").contains(reason) || story.text("stagingStream").contains(reason));
        QVERIFY2(story.text("liveDetail").contains(QStringLiteral("logs are asked for every")),
                 qPrintable(story.text("liveDetail")));
        QCOMPARE(story.source(SourceId::Railway), SourceState::Ok); // queries judge the token
        story.pass(60);
        QCOMPARE(stateOf(story, Environment::Production), LogStreamView::State::Polling);
        pressKey(&story.window(), Qt::Key_F5);
        for (const Environment environment : environments)
            QTRY_COMPARE_WITH_TIMEOUT(stateOf(story, environment), LogStreamView::State::Live, logWaitMs);
        QCOMPARE(story.text("liveDetail"), QStringLiteral("all sources fresh"));
        const qint64 now = story.world().now().toMSecsSinceEpoch() * 1'000'000;
        story.pass(5);
        QTRY_VERIFY_WITH_TIMEOUT(timesFrom(story, Environment::Production).constLast() > now, logWaitMs);
        const QList<qint64> times = timesFrom(story, Environment::Production);
        QCOMPARE(times, loggedBetween(story, Environment::Production, times));
    }

    void logsThatAreDeadAreKnownInTheHeader()
    {
        Story story("normal");
        story.open();
        openLogs(story);
        for (const Environment environment : environments)
            QTRY_VERIFY_WITH_TIMEOUT(!cameFrom(story, environment).isEmpty(), logWaitMs);
        story.spoil({{QStringLiteral("provider"), QStringLiteral("railway")},
                     {QStringLiteral("operation"), QStringLiteral("EnvironmentLogs")},
                     {QStringLiteral("kind"), QStringLiteral("status")},
                     {QStringLiteral("status"), 503}});
        story.spoil({{QStringLiteral("provider"), QStringLiteral("railway")},
                     {QStringLiteral("kind"), QStringLiteral("closeSocket")},
                     {QStringLiteral("status"), 4403}});
        story.cutSockets();
        const auto isDead = [&] {
            story.pass(1);
            const Source &logs = story.snapshot().sources.constLast();
            return logs.id == SourceId::Logs && logs.state == SourceState::Stale;
        };
        QTRY_VERIFY2_WITH_TIMEOUT(isDead(), qPrintable(story.text("liveDetail")), logWaitMs);
        QVERIFY(story.text("liveDetail").contains(QStringLiteral("Logs")));
    }

    void aServerThatIgnoresTheDateRepeatsNothing()
    {
        Story story("socket-refused");
        QVERIFY(story.world().happen(QStringLiteral("log-dates-ignored")));
        story.open();
        openLogs(story);
        const auto isPolling = [&] {
            story.pass(1);
            return stateOf(story, Environment::Production) == LogStreamView::State::Polling;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isPolling(), logWaitMs);
        story.pass(120, 5);
        const QList<qint64> times = timesFrom(story, Environment::Production);
        QVERIFY(times.size() > 120);
        QCOMPARE(times, loggedBetween(story, Environment::Production, times));
    }

    void whatABadReleaseSaysForTheFirstTimeIsMarked()
    {
        Story story("bad-release");
        story.open();
        openLogs(story);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(story, Environment::Production), LogStreamView::State::Live, logWaitMs);
        QVERIFY(story.passUntil([&] { return story.snapshot().environments.production.verdict == Verdict::Degraded; },
                                1'500));
        story.pass(60);
        clickOn(named<QPushButton>(&story.window(), "logOnlyNew"));
        QTRY_VERIFY2_WITH_TIMEOUT(rowsOf(logLinesIn(story)).contains(QStringLiteral("connection timeout")),
                                  qPrintable(rowsOf(logLinesIn(story)).right(2'000)), logWaitMs);
        QVERIFY(!rowsOf(logLinesIn(story)).contains(QStringLiteral("GET /health")));
    }

    void whatIsHostileBreaksAndHidesNothing()
    {
        Story story("noisy-logs");
        story.open();
        openLogs(story);
        QTRY_VERIFY_WITH_TIMEOUT(cameFrom(story, Environment::Production).size() > 400, logWaitMs);
        story.pass(20);
        QTRY_VERIFY_WITH_TIMEOUT(cameFrom(story, Environment::Production).size() > 3'000, logWaitMs);
        const QList<qint64> times = timesFrom(story, Environment::Production);
        QCOMPARE(times, loggedBetween(story, Environment::Production, times));
        const QString all = cameFrom(story, Environment::Production).join(QLatin1Char('\n'));
        QVERIFY(!all.contains(QChar(0x1b)));
        QVERIFY(!all.contains(QStringLiteral("rehearsal-railway")));
        static const QRegularExpression token(QStringLiteral("(ghp_|sk-|sntrys_)[A-Za-z0-9]{12}"));
        QVERIFY2(!all.contains(token), qPrintable(token.match(all).captured()));
    }

    void aStormLosesNoLine()
    {
        Story story("log-storm");
        story.open();
        openLogs(story);
        QTRY_VERIFY_WITH_TIMEOUT(!cameFrom(story, Environment::Production).isEmpty(), logWaitMs);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(story, Environment::Production), LogStreamView::State::Live, logWaitMs);
        story.pass(3);
        QTRY_VERIFY_WITH_TIMEOUT(linesOf(story).end() > 25'000, logWaitMs);
        const QList<qint64> times = timesFrom(story, Environment::Production);
        const QList<qint64> logged = loggedBetween(story, Environment::Production, times);
        QCOMPARE(times.size(), logged.size());
        QVERIFY(times == logged);
    }

    void aMinuteAfterNobodyLooksItStopsAndThenGoesOn()
    {
        Story story("normal");
        story.open();
        openLogs(story);
        QTRY_VERIFY_WITH_TIMEOUT(cameFrom(story, Environment::Production).size() > 5, logWaitMs);
        story.application().console().logs()->stopWatchingNow();
        QCOMPARE(stateOf(story, Environment::Production), LogStreamView::State::Off);
        const LineNumber end = linesOf(story).end();
        story.pass(300, 10);
        QCOMPARE(linesOf(story).end(), end);
        pressKey(&story.window(), Qt::Key_E, Qt::ControlModifier);
        openLogs(story);
        const QList<qint64> before = timesFrom(story, Environment::Production);
        QTRY_VERIFY_WITH_TIMEOUT(timesFrom(story, Environment::Production).size() > before.size() + 300, logWaitMs);
        const QList<qint64> times = timesFrom(story, Environment::Production);
        QCOMPARE(times, loggedBetween(story, Environment::Production, times));
    }

    void aBuildAndTheRequestsAreFollowedWhereTheyAreChosen()
    {
        Story story("normal");
        story.open();
        openLogs(story);
        clickOn(named<QWidget>(&story.window(), "logBuild"));
        clickOn(named<QWidget>(&story.window(), "logHttp"));
        QTRY_VERIFY_WITH_TIMEOUT(!messagesOf(story, LogSource::Http).isEmpty(), logWaitMs);
        story.tickEverything();
        story.pass(2);
        QVERIFY(messagesOf(story, LogSource::Build).isEmpty());
        story.promoteAndSend();
        QVERIFY(story.passUntil(
            [&] {
                const auto &rollout = story.snapshot().environments.production.rollout;
                return rollout && isInProgress(rollout->status);
            },
            900));
        QTRY_VERIFY_WITH_TIMEOUT(!messagesOf(story, LogSource::Build).isEmpty(), logWaitMs);
        QVERIFY(story.passUntil([&] { return story.isSettled(); }, 900));
        const QStringList build = messagesOf(story, LogSource::Build);
        QCOMPARE(QSet<QString>(build.cbegin(), build.cend()).size(), build.size()); // none is told twice
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(story, Environment::Production), LogStreamView::State::Live, logWaitMs);
    }

    void aRolloutIsToldAndItsDeploymentIsMarkedInTheLog()
    {
        Story story("normal");
        story.open();
        openLogs(story);
        QTRY_VERIFY_WITH_TIMEOUT(!cameFrom(story, Environment::Production).isEmpty(), logWaitMs);
        story.tickEverything();
        story.pass(2);
        story.promoteAndSend();
        const auto rollsOut = [&] {
            const auto &rollout = story.snapshot().environments.production.rollout;
            return rollout && isInProgress(rollout->status);
        };
        QVERIFY(story.passUntil(rollsOut, 900));
        QTRY_VERIFY_WITH_TIMEOUT(story.served("railway", "MESSAGE", QStringLiteral("DeploymentStatusStream")) == 1,
                                 logWaitMs);
        QCOMPARE(story.served("railway", "UPGRADE", QString()), 1); // the logs' socket carries it
        QVERIFY(story.passUntil([&] { return story.isSettled(); }, 900));
        const QString serving = story.productionSha().left(7);
        QTRY_VERIFY_WITH_TIMEOUT(notesIn(story).contains(serving + QStringLiteral(" serves from here on")), logWaitMs);
        QCOMPARE(notesIn(story).size(), 1);
    }
};

SLIPWAY_TEST(LogStoriesTest)
#include "logstories_test.moc"

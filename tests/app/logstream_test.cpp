// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/railway/logs/logstream.h"
#include "models/logs/logtime.h"
#include "support/builders.h"
#include "support/feedkit.h"
#include "support/socketkit.h"
#include "support/testmain.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTcpServer>
#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

constexpr qint64 logBegin = 1'795'000'000 * nanosecondsPerSecond;

/// A log of Railway's with a line each millisecond or less often, and the pages of it that were asked for.
class FakeLog {
public:
    int lines = 0; ///< that were logged so far
    int apartMs = 1;
    int failures = 0; ///< so many answers fail first
    bool ignoresDates = false;
    bool twins = false;       ///< each line is logged twice
    QList<QJsonObject> asked; ///< variables

    qint64 timeOf(int line) const { return logBegin + qint64(line) * apartMs * nanosecondsPerMillisecond; }

    FakeReply answer(const FakeRequest &request)
    {
        const QJsonObject variables =
            QJsonDocument::fromJson(request.body).object().value(QLatin1String("variables")).toObject();
        asked.append(variables);
        if (failures > 0) {
            --failures;
            return {.status = 502, .body = "bad gateway"};
        }
        const auto time = [&](const char *name) {
            return logTime(variables.value(QLatin1String(name)).toString().toStdString());
        };
        const qint64 from = ignoresDates ? 0 : time("beforeDate").value_or(0);
        const qint64 to = time("anchorDate").value_or(timeOf(lines));
        const int limit = variables.value(QLatin1String("beforeLimit")).toInt();
        QJsonArray rows;
        for (int line = lines - 1; line >= 0 && rows.size() < limit; --line) {
            for (int copy = 0; timeOf(line) >= from && timeOf(line) <= to && copy < (twins ? 2 : 1); ++copy)
                rows.prepend(QJsonObject{{QStringLiteral("timestamp"), wireLogTime(timeOf(line))},
                                         {QStringLiteral("message"), QStringLiteral("line %1").arg(line)},
                                         {QStringLiteral("attributes"), QJsonArray()}});
        }
        const QJsonObject data{{QStringLiteral("environmentLogs"), rows}};
        return {.body = QJsonDocument(QJsonObject{{QStringLiteral("data"), data}}).toJson()};
    }
};

/// A stream without a socket, that is asked by hand.
class PolledStream {
public:
    PolledStream()
        : kit(acmeProject())
    {
        const RailwayProject &railway = kit.store.project().railway;
        kit.giveToken(CredentialId::Railway, railway.api);
        kit.network->setHandler([this](const FakeRequest &request) { return log.answer(request); });
        stream = std::make_unique<LogStream>(*kit.client, kit.clock, railway, Railway::LogTarget{},
                                             [this](std::span<const LogLine> lines) {
                                                 for (const LogLine &line : lines)
                                                     take(line);
                                             });
    }

    void poll()
    {
        bool done = false;
        stream->poll([&done] { done = true; });
        QTRY_VERIFY(done);
    }

    /// Each line that was logged, exactly once.
    bool hasEach() const
    {
        for (int line = 0; line < log.lines; ++line) {
            if (taken.value(QStringLiteral("line %1").arg(line)) != 1)
                return false;
        }
        return taken.size() == log.lines;
    }

    FeedKit kit;
    FakeLog log;
    QHash<QString, int> taken;
    QStringList notes;
    std::unique_ptr<LogStream> stream;

private:
    void take(const LogLine &line)
    {
        const QString message = QString::fromUtf8(line.message.data(), qsizetype(line.message.size()));
        if (line.source == LogSource::Note)
            notes.append(message);
        else
            ++taken[message];
    }
};

/// A stream on a Railway that refuses every WebSocket while it is told to.
class RefusedStream {
public:
    RefusedStream()
        : peer([this](QTcpSocket *socket, const RawRequest &request) { answer(socket, request); })
        , railway(acmeProject().railway)
    {
        log.lines = 10;
        railway.api = peer.url();
        kit.giveToken(peer.url());
        kit.makeSocket(peer.url());
        stream =
            std::make_unique<LogStream>(*kit.client, kit.clock, railway, Railway::LogTarget{},
                                        [this](std::span<const LogLine> lines) { taken += qsizetype(lines.size()); });
        stream->follow(kit.socket.get(), CredentialId::Railway);
    }
    void poll()
    {
        bool done = false;
        stream->poll([&done] { done = true; });
        QTRY_VERIFY(done);
    }
    LogStreamView::State state() const { return stream->view().state; }

    bool refusesSockets = true;
    bool refusesQueries = false;
    FakeLog log;
    RawPeer peer;
    RailwayProject railway;
    SocketKit kit;
    qsizetype taken = 0;
    std::unique_ptr<LogStream> stream;

private:
    void answer(QTcpSocket *socket, const RawRequest &request)
    {
        const bool isQuery = request.method == "POST"; // a newer Qt asks plainly what the upgrade was answered with
        if (isQuery ? refusesQueries : refusesSockets)
            return answerWith<401>(socket, request);
        if (!isQuery)
            return acceptAndGreet(socket, request);
        RawPeer::answer(socket, 200, log.answer({.body = request.body}).body);
    }
};

} // namespace

class LogStreamTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theNewestLinesComeFirst()
    {
        PolledStream polled;
        polled.log.lines = 700;
        polled.poll();
        QCOMPARE(polled.taken.size(), qsizetype(500));
        QVERIFY(polled.taken.contains(QStringLiteral("line 699")));
        QVERIFY(polled.notes.isEmpty());
    }

    void nothingComesTwice()
    {
        PolledStream polled;
        for (const int lines : {100, 100, 250, 251}) {
            polled.log.lines = lines;
            polled.poll();
            QVERIFY(polled.hasEach());
        }
        QVERIFY(polled.notes.isEmpty());
    }

    void twoEqualLinesOfOneAnswerAreTwo()
    {
        PolledStream polled;
        polled.log.twins = true;
        for (const int lines : {100, 150}) {
            polled.log.lines = lines;
            polled.poll();
        }
        QCOMPARE(polled.taken.size(), qsizetype(150));
        for (auto line = polled.taken.cbegin(); line != polled.taken.cend(); ++line)
            QCOMPARE(line.value(), 2);
    }

    void aServerThatIgnoresTheDateRepeatsNothing()
    {
        PolledStream polled;
        polled.log.ignoresDates = true;
        polled.log.apartMs = 1'000;
        for (int lines = 300; lines < 1'000; lines += 10) {
            polled.log.lines = lines;
            polled.poll();
        }
        QVERIFY(polled.hasEach());
        QVERIFY(polled.notes.isEmpty());
    }

    void itGoesOnWithAnOverlap()
    {
        PolledStream polled;
        polled.log.lines = 100;
        polled.poll();
        polled.poll();
        const qint64 newest = polled.log.timeOf(99);
        QCOMPARE(polled.log.asked.last().value(QLatin1String("beforeDate")).toString(),
                 wireLogTime(newest - 30 * nanosecondsPerSecond));
    }

    void pagesThatAreMissingAreRead()
    {
        PolledStream polled;
        polled.log.lines = 400;
        polled.poll();
        polled.log.lines = 17'000; // more than three pages
        polled.poll();
        QTRY_VERIFY(polled.hasEach());
        QVERIFY(polled.notes.isEmpty());
        const qsizetype asked = polled.log.asked.size();
        QVERIFY2(asked <= 6, qPrintable(QString::number(asked)));
    }

    /// What is missing spans more time than is remembered otherwise.
    void ofALongInterruptionNothingComesTwice()
    {
        PolledStream polled;
        polled.log.apartMs = 100;
        polled.log.lines = 400;
        polled.poll();
        polled.log.lines = 13'000; // twenty minutes
        polled.poll();
        QTRY_VERIFY(polled.hasEach());
        polled.poll();
        QVERIFY(polled.hasEach());
        QVERIFY(polled.notes.isEmpty());
    }

    void aPageThatFailsIsAskedForAgain()
    {
        PolledStream polled;
        polled.log.lines = 400;
        polled.poll();
        polled.log.lines = 12'000;
        polled.poll();
        polled.log.failures = 1;
        QTRY_VERIFY_WITH_TIMEOUT(polled.hasEach(), 20'000);
        QVERIFY(polled.notes.isEmpty());
    }

    void whatCannotBeReadIsSaid()
    {
        PolledStream polled;
        polled.log.lines = 400;
        polled.poll();
        polled.log.lines = 12'000;
        polled.poll();
        polled.log.failures = 1'000;
        QTRY_COMPARE_WITH_TIMEOUT(polled.notes.size(), qsizetype(1), 20'000);
        QVERIFY2(polled.notes.first().contains(QStringLiteral("may be missing here")),
                 qPrintable(polled.notes.first()));
        QVERIFY(polled.notes.first().contains(QStringLiteral("502")));
    }

    void whatIsTooMuchIsSaid()
    {
        PolledStream polled;
        polled.log.lines = 10;
        polled.poll();
        polled.log.lines = 300'000; // more than is read afterwards
        polled.poll();
        QTRY_COMPARE_WITH_TIMEOUT(polled.notes.size(), qsizetype(1), 60'000);
        QVERIFY(polled.taken.size() > 100'000);
    }

    void aRefusedSocketIsPolledInsteadUntilItIsGoodAgain()
    {
        RefusedStream refused;
        QTRY_VERIFY(refused.kit.waits());
        QVERIFY(refused.stream->needsPolling());
        refused.poll();
        QCOMPARE(refused.taken, qsizetype(10));
        QCOMPARE(refused.state(), LogStreamView::State::Polling);
        QVERIFY(refused.stream->view().reason.contains(QStringLiteral("refused to open a WebSocket (401)")));
        refused.refusesSockets = false;
        refused.kit.socket->retryNow();
        QTRY_COMPARE(refused.state(), LogStreamView::State::Live);
        QVERIFY(!refused.stream->needsPolling());
    }

    void refusedQueriesAreAskedAgainWhenTheTokenIsAcceptedElsewhereOrAPersonWants()
    {
        RefusedStream refused;
        QTRY_VERIFY(refused.kit.waits());
        refused.refusesQueries = true;
        for (const bool byHand : {false, true}) {
            refused.poll();
            QCOMPARE(refused.state(), LogStreamView::State::Refused);
            QVERIFY(!refused.stream->needsPolling());
            refused.stream->noteAccepted(refused.kit.clock.now()); // before that
            QVERIFY(!refused.stream->needsPolling());
            if (byHand)
                refused.stream->retryNow();
            else
                refused.stream->noteAccepted(refused.kit.clock.now() + Milliseconds(1));
            QVERIFY(refused.stream->needsPolling());
        }
        refused.refusesQueries = false;
        refused.poll();
        QCOMPARE(refused.state(), LogStreamView::State::Polling);
    }

    void aRefusalIsToldAndLosesNothing()
    {
        PolledStream polled;
        polled.log.lines = 100;
        polled.poll();
        polled.log.failures = 1;
        polled.log.lines = 200;
        polled.poll();
        QCOMPARE(polled.taken.size(), qsizetype(100));
        polled.poll();
        QVERIFY(polled.hasEach());
        QVERIFY(polled.notes.isEmpty());
    }
};

SLIPWAY_TEST(LogStreamTest)
#include "logstream_test.moc"

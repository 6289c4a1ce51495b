// SPDX-License-Identifier: GPL-3.0-or-later
// Three million lines over a connection that breaks every few seconds: reports how many came, came twice, or are
// missing without the log saying so.
#include "app/net/systemclock.h"
#include "app/railway/logs/logstream.h"
#include "benchmarks/loglines.h"
#include "benchmarks/logserver.h"
#include "benchmarks/otherthread.h"
#include "models/logs/logstore.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QNetworkAccessManager>

#include <cstdio>

using namespace Slipway;
using namespace Slipway::Bench;

namespace {

constexpr LogServer::Plan soak{.lines = 3 * aMillion, .linesPerSecond = 50'000, .hangUpEveryMs = 4'000};
constexpr qint64 quietMs = 15'000; ///< nothing more came for that long: that was all
constexpr qint64 quietAtEndMs = 3'000;

/// Which lines came, and where the log says that some are missing.
class Arrivals {
public:
    void take(const LogLine &line)
    {
        m_store.append(line);
        m_sinceLast.start();
        if (line.source == LogSource::Note)
            return m_saidAfter.append(line.at - 1);
        const auto number = size_t((line.at - benchTime(0)) / (benchTime(1) - benchTime(0)));
        if (line.message != benchMessage(int(number)))
            qFatal("a line came changed");
        m_came += m_times[number] == 0 ? 1 : 0;
        ++m_times[number];
    }
    /// Nothing more came for a while: a short one when all is there.
    bool isOver() const
    {
        return m_sinceLast.isValid() && m_sinceLast.hasExpired(m_came == soak.lines ? quietAtEndMs : quietMs);
    }

    QJsonObject report(int hangUps) const
    {
        qint64 twice = 0;
        qint64 unsaid = 0;
        qint64 said = 0;
        bool isSaid = false;
        for (size_t line = 0; line < m_times.size(); ++line) {
            twice += m_times[line] > 1 ? 1 : 0;
            if (m_times[line] > 0) {
                isSaid = false;
                continue;
            }
            isSaid = isSaid || line == 0 || m_saidAfter.contains(benchTime(int(line) - 1));
            ++(isSaid ? said : unsaid);
        }
        return {{QStringLiteral("came"), m_came},
                {QStringLiteral("twice"), twice},
                {QStringLiteral("missing"), unsaid},
                {QStringLiteral("missingAndSaid"), said},
                {QStringLiteral("hangUps"), hangUps},
                {QStringLiteral("kept"), qint64(m_store.end() - m_store.first())},
                {QStringLiteral("dropped"), m_store.dropped()}};
    }

private:
    std::vector<quint8> m_times = std::vector<quint8>(size_t(soak.lines), 0);
    QList<qint64> m_saidAfter; ///< times of the last lines before what is said to be missing
    qint64 m_came = 0;         ///< lines, each counted once
    LogStore m_store;
    QElapsedTimer m_sinceLast;
};

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    OtherThread<LogServer> server(soak);
    const QUrl api = server->api();

    const SystemClock clock;
    HttpClient client(clock, std::make_unique<QNetworkAccessManager>());
    if (!client.setCredential(CredentialId::Railway,
                              {.headerName = "Authorization", .headerValue = "Bearer made-up", .origin = api}))
        qFatal("the made-up token was refused");
    GraphQlSocket socket(client, clock, api, CredentialId::Railway, 7);
    RailwayProject project;
    project.api = api;
    Arrivals arrivals;
    LogStream stream(client, clock, project, {}, [&arrivals](std::span<const LogLine> lines) {
        for (const LogLine &line : lines)
            arrivals.take(line);
    });
    stream.follow(&socket, CredentialId::Railway);
    server.act([](LogServer &there) { there.begin(); });

    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &app, [&] {
        if (arrivals.isOver())
            app.quit();
    });
    look.start(200);
    QCoreApplication::exec();
    stream.pause();
    int hangUps = 0;
    server.act([&hangUps](const LogServer &there) { hangUps = there.hangUps(); });
    std::puts(QJsonDocument(arrivals.report(hangUps)).toJson().constData());
    return 0;
}

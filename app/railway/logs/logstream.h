// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/clock.h"
#include "app/net/httpclient.h"
#include "app/net/socket/graphqlsocket.h"
#include "app/railway/logs/logcalls.h"
#include "app/railway/logs/logdecoder.h"
#include "models/logs/logcursor.h"
#include "models/logs/logstream.h"

#include <QPointer>

namespace Slipway {

/// One log of Railway's as it is written: what was there before, then what comes. It loses nothing without saying so:
/// after an interruption it goes on with an overlap, reads the pages that are missing, and where that fails it puts a
/// note into the log.
class LogStream : public QObject {
    Q_OBJECT
public:
    /// New lines in the order in which they came, without those that came before.
    using Sink = std::function<void(std::span<const LogLine>)>;

    LogStream(HttpClient &client, const Clock &clock, const RailwayProject &project, const Railway::LogTarget &target,
              Sink sink, QObject *parent = nullptr);
    ~LogStream() override;

    const Railway::LogTarget &target() const { return m_target; }
    /// Goes on over that socket, with that token.
    void follow(GraphQlSocket *socket, CredentialId credential);
    /// Stops; follow() goes on from there.
    void pause();
    /// The socket cannot be had, so poll() is worth calling. A refused socket says nothing of the token.
    bool needsPolling() const;
    /// A person wants it: what was refused is tried again at once.
    void retryNow();
    /// The token was accepted then: it is not what is wrong.
    void noteAccepted(Moment at);
    /// Asks once for what was logged since; `done` runs exactly once, unless this is gone.
    void poll(const std::function<void()> &done);
    LogStreamView view() const;
    bool hasEnded() const { return m_ended; } ///< a build's: it is over

Q_SIGNALS:
    void changed(); ///< view() is another, or needsPolling()

private:
    struct Gap;
    void subscribe();
    void unsubscribe();
    void take(const Result<std::span<const LogLine>> &rows);
    void takeRows(std::span<const LogLine> rows, bool whole, LogPage *page);
    void takePolled(std::span<const LogLine> rows, const Railway::LogRange &asked);
    void interrupt();
    void settleCursor();
    void begin(const Gap &gap);
    void end();
    void hand(std::span<const LogLine> rows, LogPage *page);
    void ended(const std::optional<Error> &error);
    void socketChanged();
    bool wasRefusedLately() const;
    void fill(const std::shared_ptr<Gap> &gap);
    void filled(const std::shared_ptr<Gap> &gap, const Result<QByteArray> &page);
    void tell(const Gap &gap);
    Railway::LogRange resume() const;
    Railway::LogRows rows() const { return {.source = m_target.source, .environment = m_target.environment}; }

    HttpClient &m_client;
    const Clock &m_clock;
    RailwayProject m_project;
    Railway::LogTarget m_target;
    Sink m_sink;
    QPointer<GraphQlSocket> m_socket;
    CredentialId m_credential = CredentialId::None;
    std::optional<quint64> m_subscription;
    Railway::LogDecoder m_decoder;
    LogCursor m_cursor;
    bool m_joins = true;    ///< what comes next has to join what is known
    bool m_followed = true; ///< false: nobody watched since what is known
    int m_gaps = 0;         ///< that are being read
    std::optional<Moment> m_brokenSince;
    bool m_paused = true;
    bool m_ended = false;
    std::optional<Error> m_refused; ///< why the server ended it
    std::optional<Error> m_pollError;
    std::optional<Moment> m_polledAt;
};

} // namespace Slipway

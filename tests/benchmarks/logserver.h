// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rehearsal/http/httppeer.h"

#include <QHash>
#include <QTimer>

class QWebSocket;

namespace Slipway::Bench {

/// Railway as far as an environment's log goes: pages over HTTP, and a subscription over a WebSocket. It logs so many
/// lines a second until all are logged, and may hang up again and again.
class LogServer : public QObject {
    Q_OBJECT
public:
    struct Plan {
        int lines = 0;
        int linesPerSecond = 0;
        int hangUpEveryMs = 0; ///< 0: never
    };
    explicit LogServer(const Plan &plan);

    QUrl api() const;
    int logged() const { return m_logged; }
    int hangUps() const { return m_hangUps; }
    void begin(); ///< to log

private:
    Rehearsal::PeerReply page(const Rehearsal::PeerRequest &request) const;
    void welcome(QWebSocket *socket);
    void read(QWebSocket *socket, const QString &text);
    void log();
    void hangUp();
    void send(QWebSocket *socket, const QString &id, int first, int count);

    Plan m_plan;
    QHash<QWebSocket *, QString> m_subscribed; ///< with the client's id; the peer's end, which closes all, asks it
    Rehearsal::HttpPeer m_peer;
    QTimer m_ticks;
    QTimer m_hanging;
    qint64 m_beganMs = 0;
    int m_logged = 0;
    int m_hangUps = 0;
};

} // namespace Slipway::Bench

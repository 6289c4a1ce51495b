// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/apicall.h"
#include "app/net/socket/graphqlframe.h"
#include "app/net/socket/socketend.h"
#include "app/net/socket/sockettiming.h"

#include <QObject>
#include <QTimer>
#include <QWebSocket>

#include <deque>

namespace Slipway {

class HttpClient;

/// One connection of `graphql-transport-ws`, from the upgrade to its end. Nothing is signalled within a call or within
/// a signal of QWebSocket; whoever gets a signal may delete this.
class GraphQlConnection : public QObject {
    Q_OBJECT
public:
    GraphQlConnection(HttpClient &client, const SocketTiming &timing, QObject *parent = nullptr);
    ~GraphQlConnection() override;

    /// To be called once.
    void open(const QUrl &api, CredentialId credential);
    bool isOpen() const { return m_acknowledged && !m_end; }
    void send(const QJsonObject &message);
    /// Wants a sign of life within the time for it.
    void ping();
    /// Says farewell with 1000 and deletes itself. Nothing is signalled any more.
    void leave();

Q_SIGNALS:
    void opened(); ///< and acknowledged
    /// A Next, Error or Complete, in the order of their arrival.
    void received(const Slipway::GraphQlFrame &frame);
    /// Once, when all that came before the end has been delivered.
    void ended(const Slipway::Error &why);

private:
    void connectSocket();
    void noteError(QAbstractSocket::SocketError error);
    void checkSubprotocol();
    void arrived(const QString &message);
    bool answeredPing(const QString &message);
    void signOfLife();
    void drainSoon();
    void drain();
    void handle(const GraphQlFrame &frame);
    /// Signals of QWebSocket come in any number and order: they only ask for the end, on a later turn.
    void concludeSoon();
    void askPlainly();
    void conclude(const Error &why);
    void stopTimers();

    HttpClient &m_client;
    const SocketTiming m_timing;
    QWebSocket m_socket;
    CredentialId m_credential = CredentialId::None;
    SocketEnd m_seen; ///< what QWebSocket has told so far
    std::optional<Error> m_fault;
    std::optional<Error> m_end;
    bool m_concluding = false;
    bool m_acknowledged = false;
    bool m_left = false;
    QTimer m_upgradeTimer;
    QTimer m_pingTimer;
    QTimer m_pongTimer;
    std::shared_ptr<GraphQlFrameReader> m_reader; ///< shared with the drain that runs
    std::deque<QString> m_queue;
    qsizetype m_queued = 0; ///< bytes
    bool m_draining = false;
};

} // namespace Slipway

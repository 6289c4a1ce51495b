// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QSslServer>
#include <QTemporaryDir>
#include <QUrl>

#include <functional>

namespace Slipway::Test {

/// One request as it arrived on a real socket.
struct RawRequest {
    QByteArray method;
    QByteArray target;
    QHash<QByteArray, QByteArray> headers; ///< names in lower case
    QByteArray body;
};

/// A certificate for localhost signed by an authority of its own, made when asked for.
class TestCertificates {
public:
    TestCertificates();
    bool isValid() const { return m_valid; }
    QString authority() const { return m_folder.filePath(QStringLiteral("ca.pem")); }
    QString certificate() const { return m_folder.filePath(QStringLiteral("leaf.pem")); }
    QString key() const { return m_folder.filePath(QStringLiteral("leaf.key")); }

private:
    QTemporaryDir m_folder;
    bool m_valid = false;
};

/// A server that does exactly what the test says, well-formed or not, over TCP or TLS.
class RawPeer : public QSslServer {
    Q_OBJECT
public:
    /// Called once the head and the announced body are there; writes raw bytes or closes.
    using Handler = std::function<void(QTcpSocket *, const RawRequest &)>;
    explicit RawPeer(Handler handler, const TestCertificates *certificates = nullptr, QObject *parent = nullptr);

    QUrl url(const QString &path = QStringLiteral("/")) const;
    const QList<RawRequest> &requests() const { return m_requests; }
    int connections() const { return m_connections; }
    /// Closes each connection when its first bytes arrive, without reading a whole request.
    void dropEarly() { m_dropEarly = true; }

    static void answer(QTcpSocket *socket, int status, const QByteArray &body, const QByteArray &headers = {});
    /// A reset instead of an orderly end.
    static void reset(QTcpSocket *socket);

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    void serve(QTcpSocket *socket);
    void read(QTcpSocket *socket);

    Handler m_handler;
    bool m_tls = false;
    bool m_dropEarly = false;
    int m_connections = 0;
    QList<RawRequest> m_requests;
};

} // namespace Slipway::Test

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QSslServer>
#include <QTemporaryDir>
#include <QUrl>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

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

/// When a peer drops a connection: as it is made, or after what came of a request.
enum class DropWhen { AtOnce, FirstBytes, Head, PartOfBody };

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
    /// Drops one connection, the next one that gets so far, by `how`. Whatever comes over another one is read.
    void dropOnce(DropWhen when, void (*how)(QTcpSocket *)) { m_drop = {when, how}; }
    /// Everything that came over each connection, in the order in which they were made.
    QByteArrayList heard() const;

    static void answer(QTcpSocket *socket, int status, const QByteArray &body, const QByteArray &headers = {});
    /// A reset instead of an orderly end.
    static void reset(QTcpSocket *socket);
    static void hangUp(QTcpSocket *socket);

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    /// What came over one connection, and how much of it has been handled.
    struct Heard {
        QByteArray bytes;
        qsizetype handled = 0;
    };
    using Drop = std::pair<DropWhen, void (*)(QTcpSocket *)>;
    void serve(QTcpSocket *socket);
    void read(QTcpSocket *socket, Heard &heard);
    bool isTimeToDrop(const Heard &heard) const;
    void dropNow(QTcpSocket *socket);

    Handler m_handler;
    bool m_tls = false;
    std::optional<Drop> m_drop;
    std::vector<std::shared_ptr<Heard>> m_heard;
    int m_connections = 0;
    QList<RawRequest> m_requests;
};

} // namespace Slipway::Test

// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/rawpeer.h"

#include <QFile>
#include <QProcess>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>

#include <sys/socket.h>

namespace Slipway::Test {

namespace {

bool openssl(const QStringList &arguments)
{
    QProcess process;
    process.start(QStringLiteral("openssl"), arguments);
    return process.waitForFinished(30'000) && process.exitCode() == 0;
}

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

TestCertificates::TestCertificates()
{
    const QString caKey = m_folder.filePath(QStringLiteral("ca.key"));
    const QString request = m_folder.filePath(QStringLiteral("leaf.csr"));
    const QString extensions = m_folder.filePath(QStringLiteral("san.txt"));
    QFile san(extensions);
    if (!san.open(QIODevice::WriteOnly))
        return;
    san.write("subjectAltName=DNS:localhost,IP:127.0.0.1\n");
    san.close();
    const auto s = [](const char *text) { return QString::fromLatin1(text); };
    const QStringList ec{s("-newkey"), s("ec"), s("-pkeyopt"), s("ec_paramgen_curve:prime256v1"), s("-nodes")};
    m_valid = openssl(QStringList{s("req"), s("-x509")} + ec +
                      QStringList{s("-subj"), s("/CN=Test Authority"), s("-days"), s("2"), s("-keyout"), caKey,
                                  s("-out"), authority()}) &&
              openssl(QStringList{s("req")} + ec +
                      QStringList{s("-subj"), s("/CN=localhost"), s("-keyout"), key(), s("-out"), request}) &&
              openssl({s("x509"), s("-req"), s("-in"), request, s("-CA"), authority(), s("-CAkey"), caKey,
                       s("-CAcreateserial"), s("-days"), s("2"), s("-extfile"), extensions, s("-out"), certificate()});
}

RawPeer::RawPeer(Handler handler, const TestCertificates *certificates, QObject *parent)
    : QSslServer(parent)
    , m_handler(std::move(handler))
    , m_tls(certificates)
{
    if (certificates) {
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificate(QSslCertificate(contents(certificates->certificate())));
        configuration.setPrivateKey(QSslKey(contents(certificates->key()), QSsl::Ec));
        configuration.setAllowedNextProtocols({"http/1.1"});
        setSslConfiguration(configuration);
        connect(this, &QSslServer::startedEncryptionHandshake, this, [this] { ++m_connections; });
        connect(this, &QTcpServer::pendingConnectionAvailable, this, [this] {
            while (QTcpSocket *socket = nextPendingConnection())
                serve(socket);
        });
    }
    listen(QHostAddress::LocalHost);
}

QUrl RawPeer::url(const QString &path) const
{
    return QUrl(QStringLiteral("%1://127.0.0.1:%2%3")
                    .arg(m_tls ? QStringLiteral("https") : QStringLiteral("http"))
                    .arg(serverPort())
                    .arg(path));
}

void RawPeer::incomingConnection(qintptr descriptor)
{
    if (m_tls)
        return QSslServer::incomingConnection(descriptor);
    ++m_connections;
    auto *socket = new QTcpSocket(this);
    socket->setSocketDescriptor(descriptor);
    serve(socket);
}

void RawPeer::serve(QTcpSocket *socket)
{
    const auto heard = m_heard.emplace_back(std::make_shared<Heard>());
    connect(socket, &QTcpSocket::readyRead, this, [this, socket, heard] { read(socket, *heard); });
    connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    if (m_drop && m_drop->first == DropWhen::AtOnce)
        return dropNow(socket);
    if (socket->bytesAvailable() > 0)
        read(socket, *heard);
}

bool RawPeer::isTimeToDrop(const Heard &heard) const
{
    if (!m_drop || heard.handled == heard.bytes.size())
        return false;
    const qsizetype head = heard.bytes.indexOf("\r\n\r\n", heard.handled);
    switch (m_drop->first) {
    case DropWhen::AtOnce:
    case DropWhen::FirstBytes:
        return true;
    case DropWhen::Head:
        return head >= 0;
    case DropWhen::PartOfBody:
        return head >= 0 && heard.bytes.size() > head + 4;
    }
    return false;
}

void RawPeer::dropNow(QTcpSocket *socket)
{
    const auto [when, how] = *std::exchange(m_drop, std::nullopt);
    socket->disconnect(this);
    how(socket);
}

void RawPeer::read(QTcpSocket *socket, Heard &heard)
{
    heard.bytes += socket->readAll();
    if (isTimeToDrop(heard))
        return dropNow(socket);
    const QByteArray all = heard.bytes.mid(heard.handled);
    const qsizetype end = all.indexOf("\r\n\r\n");
    if (end < 0)
        return;
    RawRequest request;
    const QList<QByteArray> lines = all.left(end).split('\n');
    const QList<QByteArray> first = lines.value(0).split(' ');
    request.method = first.value(0);
    request.target = first.value(1);
    for (const QByteArray &line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        request.headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
    }
    const qsizetype length = request.headers.value("content-length").toLongLong();
    if (all.size() < end + 4 + length)
        return;
    heard.handled += end + 4 + length;
    request.body = all.mid(end + 4, length);
    m_requests.append(request);
    m_handler(socket, request);
}

QByteArrayList RawPeer::heard() const
{
    QByteArrayList all;
    for (const auto &each : m_heard)
        all.append(each->bytes);
    return all;
}

void RawPeer::answer(QTcpSocket *socket, int status, const QByteArray &body, const QByteArray &headers)
{
    socket->write("HTTP/1.1 " + QByteArray::number(status) + " X\r\n" + headers +
                  "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
}

void RawPeer::hangUp(QTcpSocket *socket)
{
    socket->disconnectFromHost();
}

void RawPeer::reset(QTcpSocket *socket)
{
    const linger hard{.l_onoff = 1, .l_linger = 0};
    setsockopt(int(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    socket->abort();
}

} // namespace Slipway::Test

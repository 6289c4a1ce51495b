// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/fakenetwork.h"

#include <QTimer>

#include <algorithm>
#include <cstring>

namespace Slipway::Test {

namespace {

class CannedReply final : public QNetworkReply {
public:
    CannedReply(const QNetworkRequest &request, QNetworkAccessManager::Operation operation, FakeReply reply,
                QObject *parent)
        : QNetworkReply(parent)
        , m_reply(std::move(reply))
    {
        setRequest(request);
        setUrl(request.url());
        setOperation(operation);
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
        if (!m_reply.silent && !m_reply.held)
            QTimer::singleShot(0, this, &CannedReply::deliver);
    }
    void abort() override
    {
        if (isFinished())
            return;
        setError(OperationCanceledError, QStringLiteral("Operation canceled"));
        setFinished(true);
        Q_EMIT finished();
    }
    void deliver()
    {
        if (isFinished())
            return;
        if (m_reply.error != NoError) {
            m_reply.body.clear();
            setError(m_reply.error, QStringLiteral("the network failed"));
            setFinished(true);
            Q_EMIT finished();
            return;
        }
        setAttribute(QNetworkRequest::HttpStatusCodeAttribute, m_reply.status);
        for (const auto &[name, value] : std::as_const(m_reply.headers))
            setRawHeader(name, value);
        if (m_reply.status >= 400)
            setError(UnknownContentError, QStringLiteral("HTTP status %1").arg(m_reply.status));
        Q_EMIT metaDataChanged();
        if (!m_reply.body.isEmpty())
            Q_EMIT readyRead();
        setFinished(true);
        Q_EMIT finished();
    }
    qint64 bytesAvailable() const override { return m_reply.body.size() - m_at + QIODevice::bytesAvailable(); }
    bool isSequential() const override { return true; }

protected:
    qint64 readData(char *to, qint64 max) override
    {
        const qint64 size = std::min<qint64>(max, m_reply.body.size() - m_at);
        if (size <= 0)
            return -1;
        std::memcpy(to, m_reply.body.constData() + m_at, size_t(size));
        m_at += size;
        return size;
    }

private:
    FakeReply m_reply;
    qint64 m_at = 0;
};

QByteArray methodOf(QNetworkAccessManager::Operation operation, const QNetworkRequest &request)
{
    switch (operation) {
    case QNetworkAccessManager::HeadOperation:
        return "HEAD";
    case QNetworkAccessManager::GetOperation:
        return "GET";
    case QNetworkAccessManager::PutOperation:
        return "PUT";
    case QNetworkAccessManager::PostOperation:
        return "POST";
    case QNetworkAccessManager::DeleteOperation:
        return "DELETE";
    case QNetworkAccessManager::CustomOperation:
    case QNetworkAccessManager::UnknownOperation:
        break;
    }
    return request.attribute(QNetworkRequest::CustomVerbAttribute).toByteArray();
}

} // namespace

FakeNetwork::FakeNetwork(Handler handler, QObject *parent)
    : QNetworkAccessManager(parent)
    , m_handler(std::move(handler))
{
}

int FakeNetwork::mutations() const
{
    return int(std::count_if(m_requests.cbegin(), m_requests.cend(), [](const FakeRequest &request) {
        const bool graphqlQuery = request.method == "POST" && !request.body.contains("mutation");
        return request.method != "GET" && request.method != "HEAD" &&
               !(graphqlQuery && request.url.path().contains(QLatin1String("graphql")));
    }));
}

int FakeNetwork::count(const QByteArray &method, const QString &pathPart) const
{
    return int(std::count_if(m_requests.cbegin(), m_requests.cend(), [&](const FakeRequest &request) {
        return request.method == method && request.url.path().contains(pathPart);
    }));
}

QNetworkReply *FakeNetwork::createRequest(Operation operation, const QNetworkRequest &request, QIODevice *outgoing)
{
    FakeRequest seen{.method = methodOf(operation, request), .url = request.url()};
    const QList<QByteArray> names = request.rawHeaderList();
    for (const QByteArray &name : names)
        seen.headers.insert(name.toLower(), request.rawHeader(name));
    if (m_refusing)
        return new CannedReply(request, operation, {.error = QNetworkReply::ConnectionRefusedError}, this);
    if (outgoing)
        seen.body = outgoing->readAll();
    m_requests.append(seen);
    const FakeReply reply = m_handler ? m_handler(seen) : FakeReply{.status = 404};
    auto *canned = new CannedReply(request, operation, reply, this);
    if (reply.held)
        connect(this, &FakeNetwork::released, canned, &CannedReply::deliver);
    return canned;
}

} // namespace Slipway::Test

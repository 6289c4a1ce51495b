// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QList>
#include <QNetworkAccessManager>
#include <QNetworkReply>

#include <functional>

namespace Slipway::Test {

struct FakeRequest {
    QByteArray method;
    QUrl url;
    QByteArray body;
    QHash<QByteArray, QByteArray> headers; ///< names in lower case
};

struct FakeReply {
    int status = 200;
    QByteArray body;
    QList<std::pair<QByteArray, QByteArray>> headers;
    QNetworkReply::NetworkError error = QNetworkReply::NoError; ///< a transport error: there is no status then
    bool silent = false;                                        ///< never answers
    bool held = false;                                          ///< answers at release() only
};

/// A network without sockets: every request is answered by the handler, on a later turn of the event loop.
class FakeNetwork : public QNetworkAccessManager {
    Q_OBJECT
public:
    using Handler = std::function<FakeReply(const FakeRequest &)>;
    explicit FakeNetwork(Handler handler = {}, QObject *parent = nullptr);

    void setHandler(Handler handler) { m_handler = std::move(handler); }
    /// Nobody listens: connections are refused before a byte of a body is read.
    void setRefusing(bool refusing) { m_refusing = refusing; }
    /// Lets the answers come that were held back.
    void release() { Q_EMIT released(); }
    const QList<FakeRequest> &requests() const { return m_requests; }
    /// Requests that are no reads: neither GET or HEAD, nor a GraphQL query.
    int mutations() const;
    int count(const QByteArray &method, const QString &pathPart) const;

Q_SIGNALS:
    void released();

protected:
    QNetworkReply *createRequest(Operation operation, const QNetworkRequest &request, QIODevice *outgoing) override;

private:
    Handler m_handler;
    bool m_refusing = false;
    QList<FakeRequest> m_requests;
};

} // namespace Slipway::Test

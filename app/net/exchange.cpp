// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/net/exchange.h"

#include "app/net/origin.h"
#include "app/net/wipe.h"

#include <QCoreApplication>
#include <QNetworkReply>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslError>
#include <QTimer>

namespace Slipway {

namespace {

QString exchangeText(const char *text)
{
    return QCoreApplication::translate("Slipway::HttpClient", text);
}

/// Errors behind a status that mean the body is not all there; the others only repeat the status
/// (app/net/README.md, 1).
bool isCutShort(QNetworkReply::NetworkError error)
{
    return error != QNetworkReply::NoError && error < QNetworkReply::ProxyConnectionRefusedError;
}

/// No connection was ever there, so that nothing can have left. A connection that ended while a command was under way
/// is ContentReSendError, also where a second one was tried in vain (measured with Qt 6.4.2 and 6.8.2).
bool isBeforeConnection(QNetworkReply::NetworkError error)
{
    return error == QNetworkReply::ConnectionRefusedError || error == QNetworkReply::HostNotFoundError ||
           error == QNetworkReply::SslHandshakeFailedError;
}

/// The body could not be unpacked: a gzip bomb, or not gzip at all (error 299 behind a 200; app/net/README.md, 5).
bool isUnreadable(QNetworkReply::NetworkError error, int status)
{
    return error >= QNetworkReply::ContentAccessDenied && status < 300;
}

} // namespace

Exchange::Exchange(QNetworkReply *reply, const HttpRequest &request, const Clock &clock, Done done)
    : QObject(reply)
    , m_reply(reply)
    , m_request(request)
    , m_clock(clock)
    , m_done(std::move(done))
    , m_sentAt(clock.now())
{
    connect(reply, &QNetworkReply::readyRead, this, &Exchange::gather);
    connect(reply, &QNetworkReply::downloadProgress, this, [this](qint64, qint64 announced) {
        if (announced > m_request.bodyCap)
            giveUp(GaveUp::TooLarge);
    });
    connect(reply, &QNetworkReply::sslErrors, this, [this](const QList<QSslError> &errors) {
        if (m_tlsTrouble.isEmpty() && !errors.isEmpty())
            m_tlsTrouble = errors.constFirst().errorString();
    });
    connect(reply, &QNetworkReply::finished, this, &Exchange::finish);
    QTimer::singleShot(request.deadline, this, [this] { giveUp(GaveUp::Deadline); });
}

void Exchange::gather()
{
    if (m_gaveUp != GaveUp::No || !m_reply->isOpen()) // an aborted reply is closed
        return;
    const QByteArray part = m_reply->readAll();
    if (m_request.secretBody) {
        m_body.reserve(qsizetype(m_request.bodyCap)); // growing would leave copies behind
        m_body += part;
        wipe(part);
    } else {
        m_body += part;
    }
    if (m_body.size() > m_request.bodyCap)
        giveUp(GaveUp::TooLarge);
}

void Exchange::giveUp(GaveUp why)
{
    if (m_gaveUp != GaveUp::No || m_reply->isFinished())
        return;
    m_gaveUp = why;
    m_reply->abort(); // emits finished
}

void Exchange::finish()
{
    if (!m_done)
        return;
    gather();
    m_reply->deleteLater();
    const Done done = std::exchange(m_done, nullptr);
    const QByteArray secret = m_request.secretBody ? m_body : QByteArray(); // we may be gone when `done` returns
    done(end());
    wipe(secret);
}

ExchangeEnd Exchange::end() const
{
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const auto error = m_reply->error();
    if (status == 0 || m_gaveUp != GaveUp::No || isCutShort(error) || isUnreadable(error, status))
        return {.response = transportError(status), .neverConnected = status == 0 && isBeforeConnection(error)};
    HttpResponse response{.status = status, .body = m_body, .url = m_request.url};
    response.latencyMs = int(ageOf(m_sentAt, m_clock.now()).count());
    const auto headers = m_reply->rawHeaderPairs();
    for (const auto &[name, value] : headers)
        response.headers.insert(name.toLower(), value);
    const QDateTime certificateUntil = m_reply->sslConfiguration().peerCertificate().expiryDate();
    if (certificateUntil.isValid())
        response.certificateUntil = certificateUntil.toUTC();
    const QByteArray location = response.headers.value("location");
    const QUrl target = location.isEmpty() ? QUrl() : m_request.url.resolved(QUrl::fromEncoded(location));
    return {.response = response, .location = target};
}

Error Exchange::transportError(int status) const
{
    const QString host = hostText(m_request.url);
    const auto error = m_reply->error();
    const auto of = [&](ErrorKind kind, const QString &text) {
        return Error{.kind = kind, .detail = text, .httpStatus = status};
    };
    if (m_gaveUp == GaveUp::TooLarge) {
        return of(ErrorKind::TooLarge, exchangeText("%1 sent more than %2 MiB and was cut off.")
                                           .arg(host)
                                           .arg(double(m_request.bodyCap) / (1 << 20)));
    }
    if (m_gaveUp == GaveUp::Deadline) {
        return of(
            ErrorKind::Timeout,
            exchangeText("%1 gave no complete answer within %2 s.").arg(host).arg(m_request.deadline.count() / 1000));
    }
    if (error == QNetworkReply::OperationCanceledError || error == QNetworkReply::TimeoutError)
        return of(ErrorKind::Timeout,
                  exchangeText("%1 sent nothing for %2 s.").arg(host).arg(m_request.transferTimeout.count() / 1000));
    if (error == QNetworkReply::SslHandshakeFailedError) {
        return of(ErrorKind::Tls, exchangeText("%1 could not be trusted: %2. Nothing was sent; ask who runs it, or "
                                               "whether a proxy opens the connection.")
                                      .arg(host, m_tlsTrouble.isEmpty() ? m_reply->errorString() : m_tlsTrouble));
    }
    if (status != 0 && isCutShort(error))
        return of(ErrorKind::Truncated, exchangeText("The answer of %1 ended before its announced end.").arg(host));
    if (status != 0)
        return of(ErrorKind::Malformed, exchangeText("The answer of %1 could not be unpacked.").arg(host));
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
        return of(ErrorKind::Unreachable, exchangeText("%1 refused the connection.").arg(host));
    case QNetworkReply::HostNotFoundError:
        return of(ErrorKind::Unreachable, exchangeText("The name %1 is not known: check the network and the project "
                                                       "file.")
                                              .arg(host));
    case QNetworkReply::ContentReSendError: // a command's body cannot be sent twice, on purpose (app/net/README.md, 1)
    case QNetworkReply::RemoteHostClosedError:
        return of(ErrorKind::Unreachable, exchangeText("%1 closed the connection before it answered.").arg(host));
    default:
        return of(ErrorKind::Unreachable, exchangeText("%1 could not be asked: %2.").arg(host, m_reply->errorString()));
    }
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/net/httpclient.h"

#include "app/net/etagcache.h"
#include "app/net/exchange.h"
#include "app/net/jsonreader.h"
#include "app/net/oneshotbody.h"
#include "app/net/origin.h"
#include "app/net/ratelimit.h"
#include "app/net/wipe.h"
#include "models/logging/categories.h"
#include "models/project/loopback.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QSslConfiguration>
#include <QWebSocket>
#include <QWebSocketHandshakeOptions>

#include <algorithm>

namespace Slipway {

namespace {

constexpr int redirectsWithin = 5;
constexpr int redirectsElsewhere = 3;
constexpr int failuresUntilPause = 3;
constexpr Milliseconds firstPause{5'000};
constexpr Milliseconds longestFailurePause{60'000};

bool isRedirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// GitHub also says in words where something has moved to: {"message": "Moved Permanently", "url": ...}.
QUrl addressIn(const HttpResponse &response)
{
    const QJsonObject told = QJsonDocument::fromJson(response.body).object();
    return response.status == 301 ? QUrl(told.value(QLatin1String("url")).toString(), QUrl::StrictMode) : QUrl();
}

/// A header value that cannot end its line: printable ASCII, with at most the one space of "Bearer token".
bool isHeaderSafe(const QByteArray &value)
{
    const bool printable = std::all_of(value.cbegin(), value.cend(), [](char c) { return c >= 0x20 && c < 0x7f; });
    return printable && !value.isEmpty() && value == value.trimmed() && value.count(' ') <= 1;
}

} // namespace

/// A read on its way through redirects.
struct HttpClient::Read {
    HttpRequest request; ///< as asked for; its url is where we are now
    HttpRequest asked;   ///< as it was first: the key of the ETag cache
    QPointer<QObject> context;
    ReadDone done;
    int redirects = 0;
    bool bare = false; ///< at another origin: no header of ours
    std::optional<HttpResponse> known;
};

HttpClient::HttpClient(const Clock &clock, std::unique_ptr<QNetworkAccessManager> network, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_network(std::move(network))
    , m_etags(std::make_unique<EtagCache>())
{
}

HttpClient::~HttpClient() = default;

Result<Done> HttpClient::setCredential(CredentialId id, const Credential &credential)
{
    if (!isHeaderSafe(credential.headerValue) || !isHeaderSafe(credential.headerName)) {
        return Error{.kind = ErrorKind::Unauthorized,
                     .detail = tr("This is not a token: it contains spaces, line ends or characters that no token has. "
                                  "Copy it again.")};
    }
    keepOutOfCores(credential.headerValue);
    m_known.add(credential.headerValue.mid(credential.headerValue.indexOf(' ') + 1)); // behind "Bearer "
    m_credentials.insert(id, credential);
    m_etags->forget(id);
    Q_EMIT secretsChanged();
    Q_EMIT credentialChanged(id);
    return Done{};
}

void HttpClient::removeCredential(CredentialId id)
{
    m_credentials.remove(id);
    m_etags->forget(id);
    Q_EMIT credentialChanged(id);
}

bool HttpClient::hasCredential(CredentialId id) const
{
    return m_credentials.contains(id);
}

Result<Done> HttpClient::setSecret(const QString &name, const QUrl &origin, const Result<QByteArray> &value)
{
    if (value && !isHeaderSafe(*value)) {
        const Error refused{.kind = ErrorKind::Unauthorized,
                            .detail = tr("The secret \"%1\" cannot be sent in a header: it contains line ends or "
                                         "characters that no secret has. Copy it again.")
                                          .arg(name)};
        // To a check it is as good as none: it says nothing of the application.
        m_secrets.insert({name, originOf(origin)}, Error{.kind = ErrorKind::NoToken, .detail = refused.detail});
        return refused;
    }
    if (value)
        m_known.add(*value);
    m_secrets.insert({name, originOf(origin)}, value);
    Q_EMIT secretsChanged();
    return Done{};
}

Result<QByteArray> HttpClient::secretOf(const SecretHeader &header, const QUrl &url) const
{
    const auto secret = m_secrets.constFind({header.secret, originOf(url)});
    if (secret != m_secrets.cend())
        return *secret;
    return Error{.kind = ErrorKind::NoToken,
                 .detail = tr("There is no secret \"%1\" for %2. Enter it under Project > Tokens.")
                               .arg(header.secret, originOf(url).toDisplayString())};
}

void HttpClient::setSslConfiguration(const QSslConfiguration &configuration)
{
    m_ssl = std::make_unique<QSslConfiguration>(configuration);
}

Result<QNetworkRequest> HttpClient::prepared(const HttpRequest &request, bool bare) const
{
    QNetworkRequest prepared(request.url);
    prepared.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    prepared.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    prepared.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    prepared.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    prepared.setHeader(QNetworkRequest::UserAgentHeader, QStringLiteral("Slipway/" SLIPWAY_VERSION));
    prepared.setTransferTimeout(int(request.transferTimeout.count()));
    if (m_ssl)
        prepared.setSslConfiguration(*m_ssl);
    if (bare)
        return prepared;
    for (const auto &[name, value] : request.headers)
        prepared.setRawHeader(name, value);
    for (const SecretHeader &header : request.secretHeaders) {
        const Result<QByteArray> secret = secretOf(header, request.url);
        if (!secret)
            return secret.error();
        prepared.setRawHeader(header.name, header.before + *secret + header.after);
    }
    if (request.credential == CredentialId::None)
        return prepared;
    const auto credential = m_credentials.constFind(request.credential);
    if (credential == m_credentials.cend() || !sameOrigin(credential->origin, request.url)) {
        return Error{.kind = ErrorKind::NoToken,
                     .detail = tr("There is no token for %1. Enter one under Project > Tokens.")
                                   .arg(originOf(request.url).toDisplayString())};
    }
    prepared.setRawHeader(credential->headerName, credential->headerValue);
    return prepared;
}

void HttpClient::sendRead(const HttpRequest &request, QObject *context, ReadDone done)
{
    auto read = std::make_shared<Read>();
    read->request = request;
    read->asked = request;
    read->context = context;
    read->done = std::move(done);
    if (request.conditional) {
        const QByteArray etag = m_etags->etagOf(request);
        read->known = m_etags->confirmed(request);
        if (!etag.isEmpty())
            read->request.headers.append({"If-None-Match", etag});
    }
    go(read);
}

void HttpClient::go(const std::shared_ptr<Read> &read)
{
    const auto prepare = prepared(read->request, read->bare);
    if (!prepare) { // always on a later turn: a caller never finds its callback run inside send()
        tellLogNotSent(read->request, prepare.error());
        QMetaObject::invokeMethod(
            this,
            [read, error = prepare.error()] {
                if (read->context)
                    read->done(error);
            },
            Qt::QueuedConnection);
        return;
    }
    const HttpRequest &request = read->request;
    QNetworkReply *reply = request.method == "GET"
                               ? m_network->get(*prepare)
                               : m_network->sendCustomRequest(*prepare, request.method, request.body);
    Q_EMIT requestSent(request.provider, request.method, request.url);
    new Exchange(reply, request, m_clock,
                 [self = QPointer(this), read, sentAt = m_clock.now()](const ExchangeEnd &end) {
                     Q_EMIT self->answerBegins();
                     self->tellLog(read->request, read->bare, end, sentAt);
                     self->arrived(read, self->withoutSecrets(read->request, end));
                     if (self) // a callback may end everything
                         Q_EMIT self->answerEnds();
                 });
}

void HttpClient::noteUseless(const HttpRequest &request, const Error &error)
{
    m_etags->forget(request); // else every 304 would confirm what cannot be read
    qCDebug(httpLog).noquote() << inLog(request) << "was of no use:" << errorKindWord(error.kind);
}

void HttpClient::tellLog(const HttpRequest &request, bool bare, const ExchangeEnd &end, Moment sentAt) const
{
    if (!httpLog().isDebugEnabled())
        return;
    const qint64 took = ageOf(sentAt, m_clock.now()).count();
    if (end.response)
        qCDebug(httpLog).noquote() << inLog(request, bare) << end.response->status << "in" << took << "ms";
    else
        qCDebug(httpLog).noquote() << inLog(request, bare) << "failed:" << errorKindWord(end.response.error().kind)
                                   << "in" << took << "ms";
}

void HttpClient::tellLogNotSent(const HttpRequest &request, const Error &why) const
{
    qCDebug(httpLog).noquote() << inLog(request) << "was not sent:" << errorKindWord(why.kind);
}

QString HttpClient::inLog(const HttpRequest &request, bool bare) const
{
    // Where somebody else sends us, the path may be a key by itself.
    const QString address =
        bare ? originOf(request.url).toDisplayString() + QStringLiteral("/...") : shownUrl(request.url);
    return QString::fromLatin1(request.method) + QLatin1Char(' ') + clipped(m_known.hidden(address));
}

void HttpClient::arrived(const std::shared_ptr<Read> &read, const ExchangeEnd &end)
{
    noteFailure(read->request.provider, !end.response || end.response->status >= 500);
    if (!end.response) {
        if (read->context)
            read->done(end.response.error());
        return;
    }
    HttpResponse response = *end.response;
    if (!read->bare)
        noteSigns(read->request, response);
    if (isRedirect(response.status)) {
        redirect(read, end.location.isEmpty() ? addressIn(response) : end.location);
        return;
    }
    if (response.status == 304 && read->known) {
        const int latency = response.latencyMs;
        response = *read->known;
        response.notModified = true;
        response.latencyMs = latency;
    } else if (read->asked.conditional && !read->asked.secretBody) {
        m_etags->keep(read->asked, response);
    }
    if (read->context)
        read->done(response);
}

void HttpClient::redirect(const std::shared_ptr<Read> &read, const QUrl &to)
{
    const HttpRequest &from = read->request;
    const bool within = !read->bare && from.method == "GET" && sameOrigin(to, from.url);
    const bool elsewhere = from.method == "GET" && from.redirects == RedirectRule::BareElsewhere &&
                           (to.scheme() == QLatin1String("https") ||
                            (to.scheme() == QLatin1String("http") && isLoopback(to) && isLoopback(from.url)));
    const bool follow =
        (within && read->redirects < redirectsWithin) || (!within && elsewhere && read->redirects < redirectsElsewhere);
    if (!follow) {
        if (read->context) {
            read->done(Error{.kind = ErrorKind::Refused,
                             .detail = tr("%1 answered with a redirect to %2, which is not followed. Check the address "
                                          "in the project file.")
                                           .arg(shownUrl(from.url), to.isEmpty() ? tr("nowhere") : shownUrl(to))});
        }
        return;
    }
    ++read->redirects;
    if (!within)
        read->bare = true;
    read->request.url = to;
    go(read);
}

void HttpClient::sendOnce(const HttpRequest &request, QObject *context,
                          const std::function<void(const OnceAnswer &)> &done)
{
    const QPointer<QObject> guard(context);
    auto prepare = prepared(request, false);
    if (!prepare) {
        tellLogNotSent(request, prepare.error());
        QMetaObject::invokeMethod(
            this,
            [guard, done, error = prepare.error()] {
                if (guard)
                    done({.fate = CommandFate::NotSent, .response = error});
            },
            Qt::QueuedConnection);
        return;
    }
    auto *body = new OneShotBody(request.body);
    prepare->setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    prepare->setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    prepare->setHeader(QNetworkRequest::ContentLengthHeader, request.body.size());
    if (!prepare->hasRawHeader("Content-Type"))
        prepare->setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    QNetworkReply *reply = request.method == "POST" ? m_network->post(*prepare, body)
                                                    : m_network->sendCustomRequest(*prepare, request.method, body);
    body->setParent(reply);
    Q_EMIT requestSent(request.provider, request.method, request.url);
    const Moment sentAt = m_clock.now();
    new Exchange(reply, request, m_clock, [this, guard, done, body, request, sentAt](const ExchangeEnd &end) {
        tellLog(request, false, end, sentAt);
        const ExchangeEnd seen = withoutSecrets(request, end);
        if (seen.response)
            noteSigns(request, *seen.response);
        // That nothing was read of a body proves that nothing was sent; without one, only that there was no connection.
        const bool mayHaveLeft = request.body.isEmpty() ? !seen.neverConnected : body->consumed() > 0;
        if (guard)
            done(onceAnswer(request, seen, mayHaveLeft));
    });
}

HttpClient::OnceAnswer HttpClient::onceAnswer(const HttpRequest &request, const ExchangeEnd &end, bool mayHaveLeft)
{
    if (end.response && !isRedirect(end.response->status))
        return {.response = end.response};
    if (end.response) {
        return {.fate = CommandFate::Refused,
                .response = Error{.kind = ErrorKind::Refused,
                                  .detail = tr("%1 answered with a redirect; a command is never sent elsewhere.")
                                                .arg(shownUrl(request.url)),
                                  .httpStatus = end.response->status}};
    }
    const Error &error = end.response.error();
    const bool proven = error.httpStatus == 0 && !mayHaveLeft;
    return {.fate = proven ? CommandFate::NotSent : CommandFate::Uncertain, .response = error};
}

CommandFate HttpClient::fateOf(int status, const Error &error)
{
    if (status >= 500)
        return CommandFate::Uncertain;
    switch (error.kind) {
    case ErrorKind::Server:
    case ErrorKind::Malformed:
    case ErrorKind::Truncated:
    case ErrorKind::Timeout:
    case ErrorKind::Unreachable:
    case ErrorKind::TooLarge:
        return CommandFate::Uncertain;
    case ErrorKind::Unconfigured:
    case ErrorKind::NoToken:
    case ErrorKind::KeyringLocked:
    case ErrorKind::KeyringUnavailable:
    case ErrorKind::Tls:
    case ErrorKind::Unauthorized:
    case ErrorKind::Forbidden:
    case ErrorKind::NotFound:
    case ErrorKind::RateLimited:
    case ErrorKind::Refused:
    case ErrorKind::Storage:
    case ErrorKind::Configuration:
        break;
    }
    return CommandFate::Refused;
}

/// A service that is down is asked more and more rarely. The application itself is not spared: whether it answers is
/// what a probe wants to know.
void HttpClient::noteFailure(Provider provider, bool failed)
{
    if (provider == Provider::Application)
        return;
    int &inRow = m_failures[provider];
    inRow = failed ? inRow + 1 : 0;
    if (inRow < failuresUntilPause)
        return;
    const int doublings = std::min(inRow - failuresUntilPause, 4);
    Q_EMIT pauseAsked(provider, std::min(firstPause * (1 << doublings), longestFailurePause), PauseReason::Failures);
}

ExchangeEnd HttpClient::withoutSecrets(const HttpRequest &request, ExchangeEnd end) const
{
    if (!end.response) {
        end.response = withoutSecrets(end.response.error());
        return end;
    }
    QList<QByteArray> carried;
    for (const SecretHeader &header : request.secretHeaders) {
        if (const Result<QByteArray> secret = secretOf(header, request.url))
            carried.append(*secret);
    }
    HttpResponse &response = *end.response;
    if (!request.secretBody)
        m_known.hide(response.body, carried);
    for (auto header = response.headers.begin(); header != response.headers.end(); ++header) {
        if (m_known.hide(*header, carried) && header.key() == "location")
            end.location = request.url.resolved(QUrl::fromEncoded(*header));
    }
    return end;
}

Error HttpClient::withoutSecrets(Error error) const
{
    error.detail = m_known.hidden(error.detail);
    return error;
}

void HttpClient::noteSigns(const HttpRequest &request, const HttpResponse &response)
{
    if (response.status == 401 && request.credential != CredentialId::None && request.judgesToken)
        Q_EMIT unauthorized(request.credential);
    if (request.provider == Provider::Application)
        return;
    const QDateTime told = QDateTime::fromString(QString::fromLatin1(response.headers.value("date")), Qt::RFC2822Date);
    if (told.isValid()) {
        const Moment answered = m_clock.now();
        Q_EMIT timeTold(request.provider, told.toUTC(), answered + Milliseconds(-response.latencyMs), answered);
    }
    const RateSigns signs = rateSigns(request.provider, response, m_clock.now());
    if (signs.budget)
        Q_EMIT budgetChanged(request.provider, *signs.budget);
    if (signs.pause)
        Q_EMIT pauseAsked(request.provider, *signs.pause, PauseReason::ServerAsked);
}

QNetworkProxy HttpClient::tunnelTo(const QUrl &url) const
{
    if (m_network->proxy().type() != QNetworkProxy::DefaultProxy)
        return m_network->proxy();
    // Asked as for a request: QWebSocket would ask for the scheme "wss", of which the system's settings know nothing.
    const auto proxies = QNetworkProxyFactory::proxyForQuery(QNetworkProxyQuery(url));
    const auto tunnel = std::find_if(proxies.cbegin(), proxies.cend(), [](const QNetworkProxy &proxy) {
        return proxy.capabilities().testFlag(QNetworkProxy::TunnelingCapability);
    });
    return tunnel == proxies.cend() ? QNetworkProxy(QNetworkProxy::NoProxy) : *tunnel;
}

Result<Done> HttpClient::openSocket(QWebSocket &socket, const QUrl &api, CredentialId credential,
                                    const QByteArray &subprotocol) const
{
    auto upgrade = prepared({.url = api, .credential = credential}, false);
    if (!upgrade)
        return upgrade.error();
    QUrl url = api.adjusted(QUrl::RemoveUserInfo);
    url.setScheme(api.scheme() == QLatin1String("https") ? QStringLiteral("wss") : QStringLiteral("ws"));
    upgrade->setUrl(url);
    if (m_ssl) {
        QSslConfiguration configuration = *m_ssl;
        configuration.setAllowedNextProtocols({}); // an upgrade is HTTP/1.1
        socket.setSslConfiguration(configuration);
    }
    socket.setProxy(tunnelTo(api));
    QWebSocketHandshakeOptions options;
    options.setSubprotocols({QString::fromLatin1(subprotocol)});
    socket.open(*upgrade, options);
    return Done{};
}

} // namespace Slipway

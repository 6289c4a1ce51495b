// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/apicall.h"
#include "app/net/clock.h"
#include "app/net/knownsecrets.h"
#include "models/values/account.h"

#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>

class QNetworkAccessManager;
class QNetworkProxy;
class QNetworkRequest;
class QSslConfiguration;
class QWebSocket;

namespace Slipway {

class EtagCache;
struct ExchangeEnd;

/// A secret and the one origin it may be sent to.
struct Credential {
    QByteArray headerName; ///< "Authorization" or "Project-Access-Token"
    QByteArray headerValue;
    QUrl origin; ///< scheme, host and port; the rest is ignored
};

/// What came of a command. Only NotSent and Refused prove that nothing happened.
enum class CommandFate { Accepted, Refused, Uncertain, NotSent };

template <typename T>
struct CommandAnswer {
    CommandFate fate = CommandFate::Uncertain;
    std::optional<T> value;     ///< Accepted
    std::optional<Error> error; ///< all others
};

/// The one class that knows QNetworkAccessManager. Reads may repeat; commands never (app/net/README.md, 1).
class HttpClient : public QObject {
    Q_OBJECT
public:
    /// `network` is owned; tests hand in a fake.
    HttpClient(const Clock &clock, std::unique_ptr<QNetworkAccessManager> network, QObject *parent = nullptr);
    ~HttpClient() override;

    /// Validates (printable ASCII, no spaces) and keeps it; an invalid one is refused. Forgets the ETag cache's entries
    /// of another token.
    Result<Done> setCredential(CredentialId id, const Credential &credential);
    void removeCredential(CredentialId id);
    bool hasCredential(CredentialId id) const;
    /// A secret of the application's, under the name that a SecretHeader asks for, or why it cannot be had; sent to
    /// that origin only. One that is no header's value is refused.
    Result<Done> setSecret(const QString &name, const QUrl &origin, const Result<QByteArray> &value);
    /// Everything that it keeps or has kept and nobody may see. In answers and errors it is hidden already.
    const KnownSecrets &secrets() const { return m_known; }
    void setSslConfiguration(const QSslConfiguration &configuration);

    /// Asks for a WebSocket of that subprotocol at the address `api` (http or https), with the credential and what
    /// every request carries. Only an Error when nothing can be asked; the rest the socket tells.
    Result<Done> openSocket(QWebSocket &socket, const QUrl &api, CredentialId credential,
                            const QByteArray &subprotocol) const;

    /// Sends a read. `callback` runs exactly once, unless `context` is gone: then the answer is dropped.
    template <typename T>
    void send(const ApiCall<T> &call, QObject *context, std::function<void(Result<T>)> callback)
    {
        sendRead(call.request, context, [this, call, callback](const Result<HttpResponse> &response) {
            if (!response)
                return callback(response.error());
            const Result<T> value = call.decode(*response);
            if (value)
                return callback(value);
            noteUseless(call.request, value.error());
            callback(withoutSecrets(value.error()));
        });
    }

    /// Sends a command exactly once, with a one-shot body over HTTP/1.1; it is never repeated by any layer. The
    /// callback runs exactly once unless `context` is gone.
    template <typename T>
    void sendCommand(const ApiCall<T> &call, QObject *context, std::function<void(CommandAnswer<T>)> callback)
    {
        sendOnce(call.request, context, [this, decode = call.decode, callback](const OnceAnswer &answer) {
            if (!answer.response)
                return callback({.fate = answer.fate, .error = answer.response.error()});
            Result<T> value = decode(*answer.response);
            if (value)
                return callback({.fate = CommandFate::Accepted, .value = *value});
            callback({.fate = fateOf(answer.response->status, value.error()), .error = withoutSecrets(value.error())});
        });
    }

Q_SIGNALS:
    /// All that the answer to a read brings lies between these two: its signs, and what its callback does.
    void answerBegins();
    void answerEnds();
    void budgetChanged(Slipway::Provider provider, const Slipway::RateBudget &budget);
    /// Nobody may ask this provider before then: the server said 429, or GitHub's 403 form of it, or has not answered
    /// several times in a row.
    void pauseAsked(Slipway::Provider provider, Slipway::Milliseconds duration, Slipway::PauseReason reason);
    /// 401: polling with this credential has to stop until it changes.
    void unauthorized(Slipway::CredentialId id);
    void credentialChanged(Slipway::CredentialId id);
    void secretsChanged(); ///< secrets() are more
    /// A service told its time in an answer; asked for and complete at those moments.
    void timeTold(Slipway::Provider provider, const QDateTime &time, Slipway::Moment asked, Slipway::Moment answered);
    /// One for each request that really goes out, for counting. Never carries a secret.
    void requestSent(Slipway::Provider provider, const QByteArray &method, const QUrl &url);

private:
    struct OnceAnswer {
        CommandFate fate = CommandFate::Uncertain; ///< when there is no complete answer
        Result<HttpResponse> response = Error{};
    };
    struct Read;
    using ReadDone = std::function<void(const Result<HttpResponse> &)>;
    /// A complete answer was of no use to its decoder.
    void noteUseless(const HttpRequest &request, const Error &error);
    void sendRead(const HttpRequest &request, QObject *context, ReadDone done);
    void go(const std::shared_ptr<Read> &read);
    void arrived(const std::shared_ptr<Read> &read, const ExchangeEnd &end);
    void redirect(const std::shared_ptr<Read> &read, const QUrl &to);
    void sendOnce(const HttpRequest &request, QObject *context, const std::function<void(const OnceAnswer &)> &done);
    /// One line in the log for what was sent at that moment.
    void tellLog(const HttpRequest &request, bool bare, const ExchangeEnd &end, Moment sentAt) const;
    void tellLogNotSent(const HttpRequest &request, const Error &why) const;
    /// Method and address as they may stand there.
    QString inLog(const HttpRequest &request, bool bare = false) const;
    static OnceAnswer onceAnswer(const HttpRequest &request, const ExchangeEnd &end, bool mayHaveLeft);
    /// What came, without secrets: the one place where an answer is cleaned, before anybody reads it. Only the body of
    /// one that holds secrets on purpose stays as it is.
    ExchangeEnd withoutSecrets(const HttpRequest &request, ExchangeEnd end) const;
    Error withoutSecrets(Error error) const;
    Result<QByteArray> secretOf(const SecretHeader &header, const QUrl &url) const;
    /// Everything that both kinds of request share; an Error when there is no token for that origin.
    Result<QNetworkRequest> prepared(const HttpRequest &request, bool bare) const;
    /// The proxy that a request to that address would take, if it lets through what it cannot read.
    QNetworkProxy tunnelTo(const QUrl &url) const;
    void noteSigns(const HttpRequest &request, const HttpResponse &response);
    void noteFailure(Provider provider, bool failed);
    /// What a complete answer that the decoder calls an error means for a command.
    static CommandFate fateOf(int status, const Error &error);

    const Clock &m_clock;
    std::unique_ptr<QNetworkAccessManager> m_network;
    std::unique_ptr<EtagCache> m_etags;
    std::unique_ptr<QSslConfiguration> m_ssl;
    KnownSecrets m_known;
    QHash<CredentialId, Credential> m_credentials;
    QHash<std::pair<QString, QUrl>, Result<QByteArray>> m_secrets; ///< by name and origin
    QHash<Provider, int> m_failures; ///< reads in a row that were not answered, or with 5xx
};

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tokens/tokenstore.h"

#include "app/net/jsonreader.h"
#include "app/tokens/keyring.h"
#include "app/tokens/tokeninput.h"
#include "models/logging/categories.h"
#include "models/values/text.h"

#include <QPointer>
#include <QTimer>

namespace Slipway {

namespace {

int portOf(const QUrl &url)
{
    return url.port(url.scheme() == QLatin1String("https") ? 443 : 80);
}

/// Scheme, host and port, in one spelling: a default port is not written.
QUrl keptOrigin(const QUrl &url)
{
    QUrl origin;
    origin.setScheme(url.scheme());
    origin.setHost(url.host());
    const bool usual = portOf(url) == (url.scheme() == QLatin1String("https") ? 443 : 80);
    if (!usual)
        origin.setPort(url.port());
    return origin;
}

/// Calls back only while the context lives.
template <typename T>
std::function<void(const Result<T> &)> whileAlive(QObject *context, std::function<void(Result<T>)> callback)
{
    return [guard = QPointer<QObject>(context), callback = std::move(callback)](const Result<T> &result) {
        if (guard)
            callback(result);
    };
}

} // namespace

QString TokenKey::entry() const
{
    const QString safeName = QString::fromLatin1(QUrl::toPercentEncoding(project));
    const QString what = secret.isEmpty()
                             ? credentialWord(credential)
                             : QStringLiteral("secret-") + QString::fromLatin1(QUrl::toPercentEncoding(secret));
    return QStringLiteral("slipway/%1/%2/%3").arg(safeName, what, keptOrigin(origin).toString(QUrl::FullyEncoded));
}

QString TokenKey::word() const
{
    if (secret.isEmpty())
        return credentialWord(credential);
    return (environment == Environment::Staging ? QStringLiteral("staging/") : QStringLiteral("production/")) + secret;
}

QString TokenKey::inLog() const
{
    return clipped(QStringLiteral("%1 for %2").arg(word(), keptOrigin(origin).toDisplayString()));
}

QList<TokenKey> tokenKeys(const Project &project)
{
    const QUrl railway = keptOrigin(project.railway.api);
    QList<TokenKey> keys{{project.name, CredentialId::GitHub, keptOrigin(project.github.api)},
                         {project.name, CredentialId::Railway, railway},
                         {project.name, CredentialId::RailwayStaging, railway},
                         {project.name, CredentialId::RailwayProduction, railway}};
    if (project.sentry)
        keys.append({project.name, CredentialId::Sentry, keptOrigin(project.sentry->api)});
    if (project.grafana)
        keys.append({project.name, CredentialId::Grafana, keptOrigin(project.grafana->api)});
    return keys;
}

QList<TokenKey> secretKeys(const Project &project)
{
    QList<TokenKey> keys;
    for (const Environment environment : environments) {
        const Address &address = project.addresses[environment];
        for (const Check &check : address.checks) {
            for (const SecretHeader &header : check.secretHeaders) {
                const TokenKey key{.project = project.name,
                                   .origin = keptOrigin(address.url),
                                   .secret = header.secret,
                                   .environment = environment};
                if (!keys.contains(key))
                    keys.append(key);
            }
        }
    }
    return keys;
}

std::optional<QByteArray> GivenTokens::find(const TokenKey &key) const
{
    if (key.secret.isEmpty())
        return tokens.contains(key.credential) ? std::optional(tokens.value(key.credential)) : std::nullopt;
    return secrets.contains(key.secret) ? std::optional(secrets.value(key.secret)) : std::nullopt;
}

bool GivenTokens::replaces(const TokenKey &key) const
{
    return key.secret.isEmpty() ? !tokens.isEmpty() : !secrets.isEmpty();
}

QString unstoredToken(const Error &why)
{
    return say("It is used until this window closes, and is stored nowhere: %1").arg(why.detail);
}

QString credentialWord(CredentialId id)
{
    switch (id) {
    case CredentialId::None:
        return QStringLiteral("none");
    case CredentialId::GitHub:
        return QStringLiteral("github");
    case CredentialId::Railway:
        return QStringLiteral("railway");
    case CredentialId::RailwayStaging:
        return QStringLiteral("railway-staging");
    case CredentialId::RailwayProduction:
        return QStringLiteral("railway-production");
    case CredentialId::Sentry:
        return QStringLiteral("sentry");
    case CredentialId::Grafana:
        return QStringLiteral("grafana");
    }
    return {};
}

TokenStore::TokenStore(QObject *parent)
    : QObject(parent)
    , m_keyring(new Keyring(this))
{
    connect(m_keyring, &Keyring::answeredLate, this, &TokenStore::answeredLate);
}

void TokenStore::setWatchdog(Milliseconds watchdog)
{
    m_keyring->setWatchdog(watchdog);
}

bool TokenStore::isOverridden(CredentialId id) const
{
    return m_environment.isOverridden(id);
}

void TokenStore::read(const TokenKey &key, QObject *context, std::function<void(Result<QByteArray>)> callback)
{
    const auto answer = whileAlive<QByteArray>(context, std::move(callback));
    if (isOverridden(key.credential)) {
        const Result<QByteArray> token = m_environment.tokenFor(key.credential, key.origin);
        qCDebug(tokensLog).noquote() << key.inLog() << "from the environment:" << outcomeWord(token);
        QTimer::singleShot(0, this, [answer, token] { answer(token); });
        return;
    }
    m_keyring->read(key.entry(), [answer, key](const Result<QByteArray> &stored) {
        qCDebug(tokensLog).noquote() << key.inLog() << "from the keyring:" << outcomeWord(stored);
        if (!stored || tokenFrom(*stored) == stored)
            return answer(stored);
        answer(Error{
            .kind = ErrorKind::Malformed,
            .detail = QStringLiteral("What the keyring holds for %1 is not a token; store it again.").arg(key.word())});
    });
}

void TokenStore::write(const TokenKey &key, const QByteArray &token, QObject *context,
                       std::function<void(Result<Done>)> callback)
{
    const auto answer = whileAlive<Done>(context, std::move(callback));
    const Result<QByteArray> checked = tokenFrom(token);
    if (!checked) {
        QTimer::singleShot(0, this, [answer, error = checked.error()] { answer(error); });
        return;
    }
    m_keyring->write(key.entry(), *checked, [answer, key](const Result<Done> &stored) {
        qCDebug(tokensLog).noquote() << key.inLog() << "to the keyring:" << outcomeWord(stored);
        answer(stored);
    });
}

void TokenStore::remove(const TokenKey &key, QObject *context, std::function<void(Result<Done>)> callback)
{
    m_keyring->remove(key.entry(),
                      [answer = whileAlive<Done>(context, std::move(callback)), key](const Result<Done> &removed) {
                          qCDebug(tokensLog).noquote() << key.inLog() << "out of the keyring:" << outcomeWord(removed);
                          answer(removed);
                      });
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/tokens/environmenttokens.h"
#include "models/project/project.h"

#include <QMap>
#include <QObject>

#include <functional>

namespace Slipway {

class Keyring;

/// Where one token is kept: one entry for each project, provider (and Railway environment) or secret of a check, and
/// origin.
struct TokenKey {
    QString project;
    CredentialId credential = CredentialId::None;   ///< None: a secret of a check
    QUrl origin;                                    ///< scheme, host and port it was entered for
    QString secret;                                 ///< its name in the project file
    Environment environment = Environment::Staging; ///< whose checks name the secret
    /// How a person names it: "github", "staging/chat-key".
    QString word() const;
    QString inLog() const; ///< "github for https://api.github.com"
    QString entry() const; ///< the keychain's key, e.g. "slipway/gatewayz-api/github/https://api.github.com"
    bool operator==(const TokenKey &) const = default;
};

/// The tokens a project can use: GitHub, Railway (one or one per environment) and Sentry and Grafana when configured.
QList<TokenKey> tokenKeys(const Project &project);
/// The secrets that the checks of both environments name.
QList<TokenKey> secretKeys(const Project &project);
/// "github", "railway", "railway-staging", "railway-production", "sentry", "grafana".
QString credentialWord(CredentialId id);

/// What one run, a rehearsal, uses instead of what is stored. None of it is ever stored.
struct GivenTokens {
    GivenTokens() = default;
    GivenTokens(QMap<CredentialId, QByteArray> theTokens, // NOLINT(google-explicit-constructor): most have no secrets
                QMap<QString, QByteArray> theSecrets = {})
        : tokens(std::move(theTokens))
        , secrets(std::move(theSecrets))
    {
    }
    QMap<CredentialId, QByteArray> tokens;
    QMap<QString, QByteArray> secrets; ///< of checks, by their names

    std::optional<QByteArray> find(const TokenKey &key) const;
    /// Some of its kind are given: what is stored for it does not count.
    bool replaces(const TokenKey &key) const;
};

/// Where a token that is used lives.
enum class TokenKept {
    Stored,
    GivenForThisRun, ///< by the environment or a rehearsal: stored nowhere
    Unstored,        ///< the keyring did not take what a person entered: it is gone when the window closes
};
/// For the person: what it means that the keyring did not take a token.
QString unstoredToken(const Error &why);

/// Tokens in the OS keychain, service "slipway". Every call has a watchdog, because a keyring can hang for ever; a
/// locked, absent or hanging keyring is told apart from "no token" (app/tokens/README.md, 1).
class TokenStore : public QObject {
    Q_OBJECT
public:
    explicit TokenStore(QObject *parent = nullptr);

    /// NoToken, KeyringLocked, KeyringUnavailable or the token. An environment variable wins over the keychain.
    void read(const TokenKey &key, QObject *context, std::function<void(Result<QByteArray>)> callback);
    void write(const TokenKey &key, const QByteArray &token, QObject *context,
               std::function<void(Result<Done>)> callback);
    /// Proves that it is gone: reads it back from an unlocked keyring.
    void remove(const TokenKey &key, QObject *context, std::function<void(Result<Done>)> callback);

    /// The environment names it for this run, or another Railway token instead of it: what is stored does not count.
    bool isOverridden(CredentialId id) const;

    /// Tests shorten it.
    void setWatchdog(Milliseconds watchdog);

Q_SIGNALS:
    /// The keyring answered everything for which it had been given up (a person typed its password): asking again is
    /// worth while.
    void answeredLate();

private:
    Keyring *m_keyring;
    EnvironmentTokens m_environment; ///< of this run only, never stored
};

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/feed/schedule.h"
#include "app/tokens/tokenstore.h"
#include "models/store/consolestore.h"

#include <QMap>
#include <QSet>

namespace Slipway {

class HttpClient;
class RailwayTokenKindFinder;

/// Brings the project's tokens and the secrets that its checks name from the keychain to the client, and says of each
/// what came of it. No poll runs before its token is there; a token that cannot be had is an error of its source. A
/// check whose secret cannot be had is not asked, and says why.
class Credentials : public QObject {
    Q_OBJECT
public:
    Credentials(HttpClient &client, Schedule &schedule, ConsoleStore &store, const Clock &clock,
                QObject *parent = nullptr);
    ~Credentials() override;

    /// Reads every token; `given` ones are used instead of stored ones and never stored.
    void load(const GivenTokens &given);
    /// Tries those again that could not be had: a keyring may be unlocked by now. For a person's "reload".
    void retry();
    /// Stores what the person entered, and uses it; what cannot be stored is used until the window closes, which is
    /// said.
    void enter(const QString &word, const QByteArray &token);
    /// Removes the stored one, and stops using it.
    void remove(const QString &word);
    bool isLoading() const { return !m_loading.isEmpty(); }

    const QList<TokenKey> &keys() const { return m_keys; }
    /// What came of reading that token; none before.
    std::optional<Result<Done>> stateOf(const QString &word) const;
    TokenKept keptOf(const QString &word) const;

Q_SIGNALS:
    void stateChanged(const Slipway::TokenKey &key);
    /// Storing or removing did not work, in words.
    void troubled(const QString &sentence);

private:
    void read(const TokenKey &key);
    void use(const TokenKey &key, const Result<QByteArray> &token);
    Result<Done> useSecret(const TokenKey &key, const Result<QByteArray> &secret);
    void settle(const TokenKey &key, const Result<Done> &state);
    void settlePolls(CredentialId id, const Result<Done> &state);
    void addCheckPoll(const TokenKey &key);
    void check(const TokenKey &key, const Schedule::PollDone &done);
    void showTrouble(CredentialId id, const Error &error);
    void showRailwayTrouble();
    const TokenKey *keyOf(const QString &word) const;

    HttpClient &m_client;
    Schedule &m_schedule;
    ConsoleStore &m_store;
    const Clock &m_clock;
    QList<TokenKey> m_keys;
    TokenStore m_tokens;
    std::unique_ptr<RailwayTokenKindFinder> m_finder;
    GivenTokens m_given;
    QMap<QString, QByteArray> m_unstored;              ///< by word: entered, and refused by the keyring
    QMap<QString, Result<Done>> m_states;              ///< by word
    QSet<QString> m_loading;                           ///< words
    QMap<CredentialId, Schedule::PollDone> m_checking; ///< a check that the schedule began
    QSet<CredentialId> m_refused;                      ///< by a 401, while it was in use
    QSet<CredentialId> m_finding; ///< the client holds a header that may be wrong: no poll may use it
};

} // namespace Slipway

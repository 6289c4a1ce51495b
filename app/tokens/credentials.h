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

/// Brings the project's tokens from the keychain to the client, and says of each what came of it. No poll runs before
/// its token is there; a token that cannot be had is an error of its source.
class Credentials : public QObject {
    Q_OBJECT
public:
    Credentials(HttpClient &client, Schedule &schedule, ConsoleStore &store, const Clock &clock,
                QObject *parent = nullptr);
    ~Credentials() override;

    /// Reads every token; `given` ones are used instead of stored ones and never stored.
    void load(const QMap<CredentialId, QByteArray> &given);
    /// Tries those again that could not be had: a keyring may be unlocked by now. For a person's "reload".
    void retry();
    /// Stores what the person entered, and uses it; what cannot be stored is used until the window closes, which is
    /// said.
    void enter(CredentialId id, const QByteArray &token);
    /// Removes the stored one, and stops using it.
    void remove(CredentialId id);
    TokenStore &store() { return m_tokens; }
    bool isLoading() const { return !m_loading.isEmpty(); }

    const QList<TokenKey> &keys() const { return m_keys; }
    /// What came of reading that token; none before.
    std::optional<Result<Done>> stateOf(CredentialId id) const;
    TokenKept keptOf(CredentialId id) const;

Q_SIGNALS:
    void stateChanged(Slipway::CredentialId id);
    /// Storing or removing did not work, in words.
    void troubled(const QString &sentence);

private:
    void read(const TokenKey &key);
    void use(const TokenKey &key, const Result<QByteArray> &token);
    void settle(CredentialId id, const Result<Done> &state);
    void addCheckPoll(const TokenKey &key);
    void check(const TokenKey &key, const Schedule::PollDone &done);
    void showTrouble(CredentialId id, const Error &error);
    void showRailwayTrouble();
    const TokenKey *keyOf(CredentialId id) const;

    HttpClient &m_client;
    Schedule &m_schedule;
    ConsoleStore &m_store;
    const Clock &m_clock;
    QList<TokenKey> m_keys;
    TokenStore m_tokens;
    std::unique_ptr<RailwayTokenKindFinder> m_finder;
    QMap<CredentialId, QByteArray> m_given;
    QMap<CredentialId, QByteArray> m_unstored; ///< entered, and refused by the keyring
    QMap<CredentialId, Result<Done>> m_states;
    QSet<CredentialId> m_loading;
    QMap<CredentialId, Schedule::PollDone> m_checking; ///< a check that the schedule began
    QSet<CredentialId> m_refused;                      ///< by a 401, while it was in use
    QSet<CredentialId> m_finding; ///< the client holds a header that may be wrong: no poll may use it
};

} // namespace Slipway

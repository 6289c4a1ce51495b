// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/tokens/tokenstore.h"

#include <QMap>
#include <QSet>

namespace Slipway {

class HttpClient;

/// Brings the secrets that the project's checks name from the keychain to the client, which sends each to the one
/// origin that it was entered for. A check whose secret cannot be had is not asked, and says why.
class CheckSecrets : public QObject {
    Q_OBJECT
public:
    CheckSecrets(HttpClient &client, TokenStore &tokens, const Project &project, QObject *parent = nullptr);

    /// Reads every secret; `given` ones (by name) are used instead of stored ones and never stored.
    void load(const QMap<QString, QByteArray> &given);
    /// Tries those again that could not be had.
    void retry();
    /// Stores what the person entered, and uses it; what cannot be stored is used until the window closes, which is
    /// said.
    void enter(const QString &word, const QByteArray &value);
    void remove(const QString &word);
    bool isLoading() const { return !m_loading.isEmpty(); }

    const QList<TokenKey> &keys() const { return m_keys; }
    std::optional<Result<Done>> stateOf(const QString &word) const;
    TokenKept keptOf(const QString &word) const;

Q_SIGNALS:
    void stateChanged(const Slipway::TokenKey &key);
    /// Storing or removing did not work, in words.
    void troubled(const QString &sentence);

private:
    void read(const TokenKey &key);
    void use(const TokenKey &key, const Result<QByteArray> &value);
    const TokenKey *keyOf(const QString &word) const;

    HttpClient &m_client;
    TokenStore &m_tokens;
    QList<TokenKey> m_keys;
    QMap<QString, QByteArray> m_given;
    QMap<QString, QByteArray> m_unstored; ///< by word: entered, and refused by the keyring
    QMap<QString, Result<Done>> m_states; ///< by word
    QSet<QString> m_loading;
};

} // namespace Slipway

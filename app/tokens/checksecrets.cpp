// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tokens/checksecrets.h"

#include "app/net/httpclient.h"
#include "app/tokens/tokeninput.h"
#include "models/logging/categories.h"
#include "models/values/text.h"

#include <algorithm>

namespace Slipway {

CheckSecrets::CheckSecrets(HttpClient &client, TokenStore &tokens, const Project &project, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_tokens(tokens)
    , m_keys(secretKeys(project))
{
    connect(&m_tokens, &TokenStore::answeredLate, this, &CheckSecrets::retry);
}

void CheckSecrets::load(const QMap<QString, QByteArray> &given)
{
    m_given = given;
    for (const TokenKey &key : std::as_const(m_keys))
        read(key);
}

void CheckSecrets::retry()
{
    for (const TokenKey &key : std::as_const(m_keys)) {
        const auto state = stateOf(key.word());
        if (state && !*state && !m_loading.contains(key.word()))
            read(key);
    }
}

void CheckSecrets::read(const TokenKey &key)
{
    m_loading.insert(key.word());
    if (m_given.contains(key.secret) || m_unstored.contains(key.word()))
        qCDebug(tokensLog).noquote() << key.inLog() << "as given for this run";
    if (m_given.contains(key.secret))
        return use(key, m_given.value(key.secret));
    if (m_unstored.contains(key.word()))
        return use(key, m_unstored.value(key.word()));
    if (!m_given.isEmpty()) // a rehearsal: the person's own secrets are none of its business
        return use(key, Error{.kind = ErrorKind::NoToken, .detail = say("The rehearsal has no such secret")});
    m_tokens.read(key, this, [this, key](const Result<QByteArray> &value) { use(key, value); });
}

void CheckSecrets::use(const TokenKey &key, const Result<QByteArray> &value)
{
    Result<QByteArray> given = value;
    if (!value && value.error().kind == ErrorKind::NoToken) {
        given = Error{.kind = ErrorKind::NoToken,
                      .detail = say("There is no secret \"%1\" for %2. Enter it under Project > Tokens.")
                                    .arg(key.secret, key.origin.toString())};
    } else if (!value && value.error().kind != ErrorKind::KeyringLocked &&
               value.error().kind != ErrorKind::KeyringUnavailable) {
        given = Error{.kind = ErrorKind::NoToken, .detail = value.error().detail}; // nothing was asked because of it
    }
    const Result<Done> taken = m_client.setSecret(key.secret, key.origin, given);
    qCDebug(tokensLog).noquote() << key.inLog()
                                 << "was checked:" << outcomeWord(value ? taken : Result<Done>(value.error()));
    m_loading.remove(key.word());
    m_states.insert(key.word(), value ? taken : Result<Done>(value.error()));
    Q_EMIT stateChanged(key);
}

void CheckSecrets::enter(const QString &word, const QByteArray &value)
{
    const TokenKey *key = keyOf(word);
    if (!key)
        return;
    const Result<QByteArray> checked = tokenFrom(value);
    if (!checked) {
        Q_EMIT troubled(checked.error().detail);
        return;
    }
    m_tokens.write(*key, *checked, this, [this, key = *key, checked](const Result<Done> &stored) {
        if (stored) {
            m_unstored.remove(key.word());
        } else { // what a person typed is not thrown away
            m_unstored.insert(key.word(), *checked);
            Q_EMIT troubled(unstoredToken(stored.error()));
        }
        read(key); // the keyring says what is kept
    });
}

void CheckSecrets::remove(const QString &word)
{
    const TokenKey *key = keyOf(word);
    if (!key)
        return;
    const bool wasUnstored = m_unstored.remove(word) > 0; // it is used no more, whatever the keyring says
    m_tokens.remove(*key, this, [this, key = *key, wasUnstored](const Result<Done> &removed) {
        if (!removed)
            Q_EMIT troubled(removed.error().detail);
        if (removed || wasUnstored)
            read(key);
    });
}

std::optional<Result<Done>> CheckSecrets::stateOf(const QString &word) const
{
    const auto found = m_states.constFind(word);
    return found == m_states.cend() ? std::nullopt : std::optional(*found);
}

TokenKept CheckSecrets::keptOf(const QString &word) const
{
    if (m_unstored.contains(word))
        return TokenKept::Unstored;
    const TokenKey *key = keyOf(word);
    return key && m_given.contains(key->secret) ? TokenKept::GivenForThisRun : TokenKept::Stored;
}

const TokenKey *CheckSecrets::keyOf(const QString &word) const
{
    const auto found =
        std::find_if(m_keys.cbegin(), m_keys.cend(), [&word](const TokenKey &key) { return key.word() == word; });
    return found == m_keys.cend() ? nullptr : &*found;
}

} // namespace Slipway

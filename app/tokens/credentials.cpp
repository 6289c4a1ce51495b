// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tokens/credentials.h"

#include "app/net/httpclient.h"
#include "app/railway/tokenkind.h"
#include "app/sentry/calls.h"
#include "app/tokens/tokeninput.h"
#include "models/logging/categories.h"
#include "models/values/text.h"

#include <algorithm>

namespace Slipway {

namespace {

/// How soon a token that cannot be used is tried again by itself; zero: not before something here has changed. A
/// service that could not be asked has said nothing about it; one that refuses it may do so in an outage.
Milliseconds triedAgainAfter(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Unreachable:
    case ErrorKind::Timeout:
    case ErrorKind::Tls:
    case ErrorKind::RateLimited:
    case ErrorKind::Server:
    case ErrorKind::Malformed:
    case ErrorKind::Truncated:
    case ErrorKind::TooLarge:
    case ErrorKind::NotFound:
    case ErrorKind::Refused:
        return Every::runs;
    case ErrorKind::Unauthorized:
    case ErrorKind::Forbidden:
        return Every::rare;
    case ErrorKind::Unconfigured:
    case ErrorKind::NoToken:
    case ErrorKind::KeyringLocked:
    case ErrorKind::KeyringUnavailable:
    case ErrorKind::Storage:
    case ErrorKind::Configuration:
        break;
    }
    return Milliseconds(0);
}

Provider providerOf(CredentialId id)
{
    switch (id) {
    case CredentialId::GitHub:
        return Provider::GitHub;
    case CredentialId::Railway:
    case CredentialId::RailwayStaging:
    case CredentialId::RailwayProduction:
        return Provider::Railway;
    case CredentialId::Sentry:
        return Provider::Sentry;
    case CredentialId::Grafana:
        return Provider::Grafana;
    case CredentialId::None:
        break;
    }
    return Provider::Application;
}

/// A token that says itself that it cannot do what it is for.
std::optional<Error> troubleWith(const TokenKey &key, const QByteArray &token)
{
    const auto why = key.credential == CredentialId::Sentry ? Sentry::tokenTrouble(token) : std::nullopt;
    return why ? std::optional(Error{.kind = ErrorKind::Forbidden, .detail = *why}) : std::nullopt;
}

Error noRailwayToken(Environment environment)
{
    return {.kind = ErrorKind::NoToken,
            .detail = say("No Railway token for %1 is stored: enter one under Project > Tokens")
                          .arg(environment == Environment::Staging ? say("staging") : say("production"))};
}

} // namespace

Credentials::Credentials(HttpClient &client, Schedule &schedule, ConsoleStore &store, const Clock &clock,
                         QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_schedule(schedule)
    , m_store(store)
    , m_clock(clock)
    , m_keys(tokenKeys(store.project()) + secretKeys(store.project()))
    , m_finder(std::make_unique<RailwayTokenKindFinder>(client, store.project().railway))
{
    for (const TokenKey &key : std::as_const(m_keys)) {
        m_loading.insert(key.word());
        if (!key.secret.isEmpty())
            continue;
        m_schedule.stop(key.credential);
        addCheckPoll(key);
    }
    connect(m_finder.get(), &RailwayTokenKindFinder::personTold, this, [this](const QString &name) {
        m_store.apply(m_clock.now(), [&](Observations &all) { all.railwayPerson = name; });
    });
    connect(&m_client, &HttpClient::unauthorized, this, [this](CredentialId id) {
        qCDebug(tokensLog).noquote() << credentialWord(id) << "was refused with 401";
        if (!m_finding.contains(id))
            m_refused.insert(id);
        m_schedule.stop(id);
    });
    connect(&m_client, &HttpClient::credentialChanged, this, [this](CredentialId id) {
        m_refused.remove(id);
        if (!m_finding.contains(id) && m_client.hasCredential(id))
            m_schedule.allow(id);
    });
    connect(&m_tokens, &TokenStore::answeredLate, this, [this] {
        for (const TokenKey &key : std::as_const(m_keys)) {
            const auto state = stateOf(key.word());
            if (state && !*state)
                read(key);
        }
    });
}

Credentials::~Credentials() = default;

/// Which kind of Railway token it is has to be found out before anything else can be asked. While nobody can say, and
/// after a refusal, it is asked again: no outage ends in a state that only a person lifts.
void Credentials::addCheckPoll(const TokenKey &key)
{
    const CredentialId id = key.credential;
    m_schedule.add({.name = QStringLiteral("token-check.") + credentialWord(id),
                    .provider = providerOf(id),
                    .host = key.origin.authority(),
                    .credential = CredentialId::None, // its own polls are stopped meanwhile
                    .interval =
                        [this, id] {
                            const auto state = stateOf(credentialWord(id));
                            if (state && *state)
                                return m_refused.contains(id) ? Every::rare : Milliseconds(0);
                            return state && isOfRailway(id) ? triedAgainAfter(state->error().kind) : Milliseconds(0);
                        },
                    .run = [this, key](const Schedule::PollDone &done) { check(key, done); },
                    .hangsAfter = Milliseconds(60'000)}); // its request's own deadlines
}

void Credentials::check(const TokenKey &key, const Schedule::PollDone &done)
{
    if (m_refused.remove(key.credential)) { // what it is for asks, and tells
        done();
        m_schedule.allow(key.credential);
        return;
    }
    m_checking.insert(key.credential, done);
    read(key);
}

void Credentials::retry()
{
    for (const TokenKey &key : std::as_const(m_keys)) {
        const auto state = stateOf(key.word());
        if (state && !*state && !m_loading.contains(key.word()))
            read(key);
    }
}

void Credentials::load(const GivenTokens &given)
{
    m_given = given;
    for (const TokenKey &key : std::as_const(m_keys))
        read(key);
}

const TokenKey *Credentials::keyOf(const QString &word) const
{
    const auto found =
        std::find_if(m_keys.cbegin(), m_keys.cend(), [&word](const TokenKey &key) { return key.word() == word; });
    return found == m_keys.cend() ? nullptr : &*found;
}

std::optional<Result<Done>> Credentials::stateOf(const QString &word) const
{
    const auto found = m_states.constFind(word);
    return found == m_states.cend() ? std::nullopt : std::optional(*found);
}

TokenKept Credentials::keptOf(const QString &word) const
{
    if (m_unstored.contains(word))
        return TokenKept::Unstored;
    const TokenKey *key = keyOf(word);
    const bool isGiven = key && (m_given.find(*key) || m_tokens.isOverridden(key->credential));
    return isGiven ? TokenKept::GivenForThisRun : TokenKept::Stored;
}

void Credentials::read(const TokenKey &key)
{
    m_loading.insert(key.word());
    if (const auto given = m_given.find(key))
        return use(key, *given);
    if (m_unstored.contains(key.word()))
        return use(key, m_unstored.value(key.word()));
    if (m_given.replaces(key)) // a rehearsal: the person's own tokens are none of its business
        return use(key, Error{.kind = ErrorKind::NoToken, .detail = say("The rehearsal uses another token")});
    m_tokens.read(key, this, [this, key](const Result<QByteArray> &token) { use(key, token); });
}

void Credentials::enter(const QString &word, const QByteArray &token)
{
    const TokenKey *key = keyOf(word);
    if (!key)
        return;
    const Result<QByteArray> checked = tokenFrom(token);
    const std::optional<Error> trouble = checked ? troubleWith(*key, *checked) : checked.error();
    if (trouble) {
        Q_EMIT troubled(trouble->detail);
        return;
    }
    m_tokens.write(*key, *checked, this, [this, key = *key, checked](const Result<Done> &stored) {
        if (stored) {
            m_unstored.remove(key.word());
        } else { // what a person typed is not thrown away
            m_unstored.insert(key.word(), *checked);
            Q_EMIT troubled(unstoredToken(stored.error()));
        }
        use(key, checked);
    });
}

void Credentials::remove(const QString &word)
{
    const TokenKey *key = keyOf(word);
    if (!key)
        return;
    const bool wasUnstored = m_unstored.remove(word) > 0; // it is used no more, whatever the keyring says
    m_tokens.remove(*key, this, [this, key = *key, wasUnstored](const Result<Done> &removed) {
        if (!removed)
            Q_EMIT troubled(removed.error().detail);
        if (removed || wasUnstored)
            use(key, Error{.kind = ErrorKind::NoToken, .detail = say("The token was removed")});
    });
}

void Credentials::use(const TokenKey &key, const Result<QByteArray> &token)
{
    if (m_given.find(key) || m_unstored.contains(key.word()))
        qCDebug(tokensLog).noquote() << key.inLog() << "as given for this run";
    if (!key.secret.isEmpty())
        return settle(key, useSecret(key, token));
    const CredentialId id = key.credential;
    if (!token) {
        m_finder->giveUp(id);
        m_finding.remove(id);
        return settle(key, token.error());
    }
    if (const auto trouble = troubleWith(key, *token)) // known before anybody is asked
        return settle(key, *trouble);
    if (!isOfRailway(id))
        return settle(
            key, m_client.setCredential(
                     id, {.headerName = "Authorization", .headerValue = "Bearer " + *token, .origin = key.origin}));
    m_schedule.stop(id);
    m_finding.insert(id);
    m_finder->find(id, *token, this, [this, key](const Result<RailwayTokenKind> &kind) {
        m_finding.remove(key.credential);
        settle(key, kind ? Result<Done>(Done{}) : kind.error());
    });
}

Result<Done> Credentials::useSecret(const TokenKey &key, const Result<QByteArray> &secret)
{
    Result<QByteArray> told = secret;
    if (!secret && secret.error().kind == ErrorKind::NoToken) {
        told = Error{.kind = ErrorKind::NoToken,
                     .detail = say("There is no secret \"%1\" for %2. Enter it under Project > Tokens.")
                                   .arg(key.secret, key.origin.toString())};
    } else if (!secret && secret.error().kind != ErrorKind::KeyringLocked &&
               secret.error().kind != ErrorKind::KeyringUnavailable) {
        told = Error{.kind = ErrorKind::NoToken, .detail = secret.error().detail}; // nothing was asked because of it
    }
    const Result<Done> taken = m_client.setSecret(key.secret, key.origin, told);
    return secret ? taken : Result<Done>(secret.error());
}

void Credentials::settle(const TokenKey &key, const Result<Done> &state)
{
    qCDebug(tokensLog).noquote() << key.word() << "was checked:" << outcomeWord(state);
    m_loading.remove(key.word());
    m_states.insert(key.word(), state);
    if (key.secret.isEmpty())
        settlePolls(key.credential, state);
    Q_EMIT stateChanged(key);
}

void Credentials::settlePolls(CredentialId id, const Result<Done> &state)
{
    m_refused.remove(id);
    if (state)
        m_schedule.allow(id);
    else
        m_schedule.stop(id);
    if (isOfRailway(id))
        showRailwayTrouble();
    else if (!state)
        showTrouble(id, state.error());
    if (const Schedule::PollDone checked = m_checking.take(id))
        checked();
    m_schedule.reconsider();
}

void Credentials::showTrouble(CredentialId id, const Error &error)
{
    const Moment now = m_clock.now();
    m_store.apply(now, [&](Observations &all) {
        if (id == CredentialId::GitHub) {
            all.tip.apply(error, now, {});
            all.runs.apply(error, now, {});
            all.productionRuns.apply(error, now, {});
            all.workflows.apply(error, now, {});
            all.productionWorkflow.apply(error, now, {});
            all.repository.apply(error, now, {});
        } else if (id == CredentialId::Grafana) {
            for (const Environment environment : environments)
                all.alerts[environment].apply(error, now, {});
        } else {
            for (const Environment environment : environments) {
                all.issues[environment].apply(error, now, {});
                all.errors[environment].apply(error, now, {});
            }
        }
    });
}

/// Railway can be reached with one token for all, or with one for each environment: only what is left without any is
/// an error.
void Credentials::showRailwayTrouble()
{
    for (const CredentialId id :
         {CredentialId::Railway, CredentialId::RailwayStaging, CredentialId::RailwayProduction}) {
        if (m_loading.contains(credentialWord(id)))
            return;
    }
    const Moment now = m_clock.now();
    for (const Environment environment : environments) {
        if (m_client.hasCredential(Railway::credentialFor(m_client, environment)))
            continue;
        Error error = noRailwayToken(environment);
        for (const CredentialId id : {Railway::projectTokenOf(environment), CredentialId::Railway}) {
            const auto state = stateOf(credentialWord(id));
            if (state && !*state && state->error().kind != ErrorKind::NoToken)
                error = state->error();
        }
        m_store.apply(now, [&](Observations &all) {
            all.services[environment].apply(error, now, {});
            all.metrics[environment].apply(error, now, {});
        });
    }
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tokens/credentials.h"

#include "app/net/httpclient.h"
#include "app/railway/tokenkind.h"
#include "app/sentry/calls.h"
#include "app/tokens/tokeninput.h"
#include "models/logging/categories.h"
#include "models/values/text.h"

namespace Slipway {

namespace {

bool isRailways(CredentialId id)
{
    return id == CredentialId::Railway || id == CredentialId::RailwayStaging || id == CredentialId::RailwayProduction;
}

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
std::optional<Error> troubleWith(CredentialId id, const QByteArray &token)
{
    const auto why = id == CredentialId::Sentry ? Sentry::tokenTrouble(token) : std::nullopt;
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
    , m_keys(tokenKeys(store.project()))
    , m_finder(std::make_unique<RailwayTokenKindFinder>(client, store.project().railway))
{
    for (const TokenKey &key : std::as_const(m_keys)) {
        m_loading.insert(key.credential);
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
            const auto state = stateOf(key.credential);
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
                            const auto state = stateOf(id);
                            if (state && *state)
                                return m_refused.contains(id) ? Every::rare : Milliseconds(0);
                            return state && isRailways(id) ? triedAgainAfter(state->error().kind) : Milliseconds(0);
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
        const auto state = stateOf(key.credential);
        if (state && !*state && !m_loading.contains(key.credential))
            read(key);
    }
}

void Credentials::load(const QMap<CredentialId, QByteArray> &given)
{
    m_given = given;
    for (const TokenKey &key : std::as_const(m_keys))
        read(key);
}

const TokenKey *Credentials::keyOf(CredentialId id) const
{
    for (const TokenKey &key : m_keys) {
        if (key.credential == id)
            return &key;
    }
    return nullptr;
}

std::optional<Result<Done>> Credentials::stateOf(CredentialId id) const
{
    const auto found = m_states.constFind(id);
    return found == m_states.cend() ? std::nullopt : std::optional(*found);
}

TokenKept Credentials::keptOf(CredentialId id) const
{
    if (m_unstored.contains(id))
        return TokenKept::Unstored;
    return m_given.contains(id) || m_tokens.isOverridden(id) ? TokenKept::GivenForThisRun : TokenKept::Stored;
}

void Credentials::read(const TokenKey &key)
{
    m_loading.insert(key.credential);
    if (m_given.contains(key.credential))
        return use(key, m_given.value(key.credential));
    if (m_unstored.contains(key.credential))
        return use(key, m_unstored.value(key.credential));
    if (!m_given.isEmpty()) // a rehearsal: the person's own tokens are none of its business
        return use(key, Error{.kind = ErrorKind::NoToken, .detail = say("The rehearsal uses another token")});
    m_tokens.read(key, this, [this, key](const Result<QByteArray> &token) { use(key, token); });
}

void Credentials::enter(CredentialId id, const QByteArray &token)
{
    const TokenKey *key = keyOf(id);
    if (!key)
        return;
    const Result<QByteArray> checked = tokenFrom(token);
    const std::optional<Error> trouble = checked ? troubleWith(id, *checked) : checked.error();
    if (trouble) {
        Q_EMIT troubled(trouble->detail);
        return;
    }
    m_tokens.write(*key, *checked, this, [this, key = *key, checked](const Result<Done> &stored) {
        if (stored) {
            m_unstored.remove(key.credential);
        } else { // what a person typed is not thrown away
            m_unstored.insert(key.credential, *checked);
            Q_EMIT troubled(unstoredToken(stored.error()));
        }
        use(key, checked);
    });
}

void Credentials::remove(CredentialId id)
{
    const TokenKey *key = keyOf(id);
    if (!key)
        return;
    const bool wasUnstored = m_unstored.remove(id) > 0; // it is used no more, whatever the keyring says
    m_tokens.remove(*key, this, [this, key = *key, wasUnstored](const Result<Done> &removed) {
        if (!removed)
            Q_EMIT troubled(removed.error().detail);
        if (removed || wasUnstored)
            use(key, Error{.kind = ErrorKind::NoToken, .detail = say("The token was removed")});
    });
}

void Credentials::use(const TokenKey &key, const Result<QByteArray> &token)
{
    const CredentialId id = key.credential;
    if (m_given.contains(id) || m_unstored.contains(id))
        qCDebug(tokensLog).noquote() << key.inLog() << "as given for this run";
    if (!token) {
        m_finder->giveUp(id);
        m_finding.remove(id);
        return settle(id, token.error());
    }
    if (const auto trouble = troubleWith(id, *token)) // known before anybody is asked
        return settle(id, *trouble);
    if (!isRailways(id))
        return settle(
            id, m_client.setCredential(
                    id, {.headerName = "Authorization", .headerValue = "Bearer " + *token, .origin = key.origin}));
    m_schedule.stop(id);
    m_finding.insert(id);
    m_finder->find(id, *token, this, [this, id](const Result<RailwayTokenKind> &kind) {
        m_finding.remove(id);
        settle(id, kind ? Result<Done>(Done{}) : kind.error());
    });
}

void Credentials::settle(CredentialId id, const Result<Done> &state)
{
    qCDebug(tokensLog).noquote() << credentialWord(id) << "was checked:" << outcomeWord(state);
    m_loading.remove(id);
    m_refused.remove(id);
    m_states.insert(id, state);
    if (state)
        m_schedule.allow(id);
    else
        m_schedule.stop(id);
    if (isRailways(id))
        showRailwayTrouble();
    else if (!state)
        showTrouble(id, state.error());
    if (const Schedule::PollDone checked = m_checking.take(id))
        checked();
    m_schedule.reconsider();
    Q_EMIT stateChanged(id);
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
        if (m_loading.contains(id))
            return;
    }
    const Moment now = m_clock.now();
    for (const Environment environment : environments) {
        if (m_client.hasCredential(Railway::credentialFor(m_client, environment)))
            continue;
        Error error = noRailwayToken(environment);
        for (const CredentialId id : {Railway::projectTokenOf(environment), CredentialId::Railway}) {
            const auto state = stateOf(id);
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

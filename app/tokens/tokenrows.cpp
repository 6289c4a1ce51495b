// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tokens/tokenrows.h"

#include "app/tokens/credentials.h"
#include "models/pipeline/facts.h"

namespace Slipway {

namespace {

QString titleOf(CredentialId id)
{
    switch (id) {
    case CredentialId::None:
        break;
    case CredentialId::GitHub:
        return say("GitHub");
    case CredentialId::Railway:
        return say("Railway, both environments");
    case CredentialId::RailwayStaging:
        return say("Railway, staging only");
    case CredentialId::RailwayProduction:
        return say("Railway, production only");
    case CredentialId::Sentry:
        return say("Sentry");
    case CredentialId::Grafana:
        return say("Grafana");
    }
    return {};
}

/// The least that Slipway needs (app/github/README.md, 4; app/railway/README.md, 2; app/sentry/README.md, 3;
/// app/grafana/README.md, 3).
QString helpOf(CredentialId id)
{
    switch (id) {
    case CredentialId::None:
        break;
    case CredentialId::GitHub:
        return say("A fine-grained token for the repository. To watch: Metadata, Contents, Actions, Pull requests and "
                   "Issues: read. To promote: Actions: write; at a tag also Contents: write.");
    case CredentialId::Railway:
        return say("An account or workspace token. Or leave this empty and give one project token for each "
                   "environment below, which can do less.");
    case CredentialId::RailwayStaging:
        return say("A project token of the staging environment; it cannot touch production.");
    case CredentialId::RailwayProduction:
        return say("A project token of the production environment.");
    case CredentialId::Sentry:
        return say("A token with the scopes org:read, project:read and event:read; an organization auth token cannot "
                   "read issues.");
    case CredentialId::Grafana:
        return say("A token of a service account with the role Viewer, for the alerts that fire. Links work without "
                   "one.");
    }
    return {};
}

TokenRow::State stateOf(const std::optional<Result<Done>> &read)
{
    if (!read)
        return TokenRow::State::Unknown;
    if (*read)
        return TokenRow::State::Stored;
    switch (read->error().kind) {
    case ErrorKind::NoToken:
    case ErrorKind::Configuration: // there is one, which may not go there
        return TokenRow::State::None;
    case ErrorKind::KeyringLocked:
        return TokenRow::State::Locked;
    case ErrorKind::KeyringUnavailable:
        return TokenRow::State::Unavailable;
    default: // a token is there; what is wrong with it is said beside it
        return TokenRow::State::Stored;
    }
}

TokenRow rowOf(const Credentials &credentials, const TokenKey &key)
{
    const bool isSecret = !key.secret.isEmpty();
    const std::optional<Result<Done>> read = credentials.stateOf(key.word());
    const TokenKept kept = credentials.keptOf(key.word());
    const bool tells = read && !*read && read->error().kind != ErrorKind::NoToken;
    QString detail = tells ? read->error().detail : QString();
    if (kept == TokenKept::Unstored && (!read || *read))
        detail = say("The keyring did not take it: it is used until this window closes.");
    else if (kept == TokenKept::GivenForThisRun && (!read || *read))
        detail = say("From the environment, for this run only: nothing of it is stored.");
    return {.id = key.word(),
            .title = isSecret ? say("Secret \"%1\"").arg(key.secret) : titleOf(key.credential),
            .origin = key.origin.toString(),
            .help = isSecret
                        ? say("A secret that a check of %1 sends in a header.").arg(environmentName(key.environment))
                        : helpOf(key.credential),
            .state = kept == TokenKept::Unstored ? TokenRow::State::Unstored : stateOf(read),
            .detail = detail};
}

} // namespace

QList<TokenRow> tokenRows(const Credentials &credentials)
{
    QList<TokenRow> rows;
    for (const TokenKey &key : credentials.keys())
        rows.append(rowOf(credentials, key));
    return rows;
}

} // namespace Slipway

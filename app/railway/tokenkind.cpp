// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/railway/tokenkind.h"

namespace Slipway {

namespace Railway {

CredentialId projectTokenOf(Environment environment)
{
    return environment == Environment::Staging ? CredentialId::RailwayStaging : CredentialId::RailwayProduction;
}

CredentialId credentialFor(const HttpClient &client, Environment environment)
{
    return client.hasCredential(CredentialId::Railway) ? CredentialId::Railway : projectTokenOf(environment);
}

bool hasTokenForEach(const HttpClient &client)
{
    return !client.hasCredential(CredentialId::Railway) && (client.hasCredential(CredentialId::RailwayStaging) ||
                                                            client.hasCredential(CredentialId::RailwayProduction));
}

} // namespace Railway

struct RailwayTokenKindFinder::Search {
    CredentialId id = CredentialId::Railway;
    QByteArray token;
    QPointer<QObject> context;
    Found found;
    std::optional<Error> unclear; ///< an answer that may be about the token, or not
};

namespace {

Credential asProjectToken(const QByteArray &token, const QUrl &origin)
{
    return {.headerName = "Project-Access-Token", .headerValue = token, .origin = origin};
}

Credential asBearer(const QByteArray &token, const QUrl &origin)
{
    return {.headerName = "Authorization", .headerValue = "Bearer " + token, .origin = origin};
}

/// Railway answered, and does not take the token in that form.
bool saysNo(const Error &error)
{
    return error.kind == ErrorKind::Unauthorized || error.kind == ErrorKind::Forbidden ||
           error.kind == ErrorKind::NotFound;
}

/// "Problem processing request" with 200 is how some questions are refused, and what is answered in an outage.
bool maySayNo(const Error &error)
{
    const bool answered = error.httpStatus == 200 || error.httpStatus == 400;
    return answered && (error.kind == ErrorKind::Server || error.kind == ErrorKind::Refused);
}

Error notSaid(Error unclear)
{
    unclear.detail = QStringLiteral("Railway did not say whether it knows this token. ") + unclear.detail;
    return unclear;
}

/// A project token covers one environment of one project.
std::optional<Error> mismatch(const Railway::ProjectToken &token, CredentialId id, const RailwayProject &project)
{
    if (token.project != project.project)
        return Error{.kind = ErrorKind::Forbidden,
                     .detail =
                         QStringLiteral("This is a token of another Railway project (%1).").arg(token.project.value)};
    if (id == CredentialId::Railway)
        return Error{.kind = ErrorKind::Forbidden,
                     .detail = QStringLiteral("This is a project token, which covers one environment only. Enter one "
                                              "for staging and one for production, or an account or workspace token.")};
    const bool staging = id == CredentialId::RailwayStaging;
    if (token.environment == (staging ? project.environments.staging : project.environments.production))
        return std::nullopt;
    return Error{.kind = ErrorKind::Forbidden,
                 .detail = QStringLiteral("This project token belongs to another environment than %1.")
                               .arg(staging ? QStringLiteral("staging") : QStringLiteral("production"))};
}

} // namespace

RailwayTokenKindFinder::RailwayTokenKindFinder(HttpClient &client, const RailwayProject &project, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_project(project)
{
}

void RailwayTokenKindFinder::find(CredentialId id, const QByteArray &token, QObject *context, const Found &found)
{
    const auto search =
        std::make_shared<Search>(Search{.id = id, .token = token.trimmed(), .context = context, .found = found});
    m_newest.insert(id, search);
    tryProjectToken(search);
}

void RailwayTokenKindFinder::giveUp(CredentialId id)
{
    m_newest.remove(id);
    m_client.removeCredential(id);
}

/// It may be a token of another kind.
bool RailwayTokenKindFinder::goesOn(const SearchPtr &search, const Error &error)
{
    if (maySayNo(error))
        search->unclear = error;
    return saysNo(error) || maySayNo(error);
}

bool RailwayTokenKindFinder::isOutdated(const SearchPtr &search) const
{
    return m_newest.value(search->id) != search;
}

void RailwayTokenKindFinder::tryProjectToken(const SearchPtr &search)
{
    const Result<Done> set = m_client.setCredential(search->id, asProjectToken(search->token, m_project.api));
    if (!set)
        return end(search, set.error());
    m_client.send<Railway::ProjectToken>(Railway::projectToken(m_project, search->id), this,
                                         [this, search](const Result<Railway::ProjectToken> &token) {
                                             if (isOutdated(search))
                                                 return;
                                             if (!token && goesOn(search, token.error()))
                                                 return tryAccount(search);
                                             if (!token)
                                                 return end(search, token.error());
                                             const std::optional<Error> wrong = mismatch(*token, search->id, m_project);
                                             if (wrong)
                                                 return end(search, *wrong);
                                             end(search, RailwayTokenKind::Project);
                                         });
}

void RailwayTokenKindFinder::tryAccount(const SearchPtr &search)
{
    const Result<Done> set = m_client.setCredential(search->id, asBearer(search->token, m_project.api));
    if (!set)
        return end(search, set.error());
    m_client.send<QString>(Railway::me(m_project, search->id), this, [this, search](const Result<QString> &name) {
        if (isOutdated(search))
            return;
        if (!name && goesOn(search, name.error()))
            return tryWorkspace(search);
        if (!name)
            return end(search, name.error());
        Q_EMIT personTold(*name);
        end(search, RailwayTokenKind::Account);
    });
}

void RailwayTokenKindFinder::tryWorkspace(const SearchPtr &search)
{
    m_client.send<QStringList>(
        Railway::tokenWorkspaces(m_project, search->id), this, [this, search](const Result<QStringList> &workspaces) {
            if (isOutdated(search))
                return;
            if (!workspaces && !goesOn(search, workspaces.error()))
                return end(search, workspaces.error());
            if ((!workspaces || workspaces->isEmpty()) && search->unclear)
                return end(search, notSaid(*search->unclear));
            if (!workspaces || workspaces->isEmpty())
                return end(search, Error{.kind = ErrorKind::Unauthorized,
                                         .detail = QStringLiteral("Railway does not know this token, neither of a "
                                                                  "project nor of an account or workspace.")});
            end(search, RailwayTokenKind::Workspace);
        });
}

void RailwayTokenKindFinder::end(const SearchPtr &search, const Result<RailwayTokenKind> &result)
{
    m_newest.remove(search->id);
    if (!result) {
        m_client.removeCredential(search->id);
    } else {
        // Once more, so that polls which a 401 of an earlier try has stopped are allowed again.
        const bool isProject = *result == RailwayTokenKind::Project;
        const Credential credential =
            isProject ? asProjectToken(search->token, m_project.api) : asBearer(search->token, m_project.api);
        if (const Result<Done> set = m_client.setCredential(search->id, credential); !set)
            return search->context ? search->found(set.error()) : void();
    }
    if (search->context)
        search->found(result);
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tokens/environmenttokens.h"

#include "app/net/origin.h"
#include "app/net/wipe.h"
#include "app/tokens/tokeninput.h"
#include "models/values/text.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>

namespace Slipway {

namespace {

/// Whose token it is, and where it goes unless the environment says more.
struct Place {
    CredentialId id;
    const char *token;
    const char *origins;
    const char *own; ///< separated by spaces; Grafana's are everybody's own
};

constexpr const char *railwaysOwn = "https://backboard.railway.com";
constexpr std::array places{
    Place{CredentialId::GitHub, "SLIPWAY_GITHUB_TOKEN", "SLIPWAY_GITHUB_ORIGIN", "https://api.github.com"},
    Place{CredentialId::Railway, "SLIPWAY_RAILWAY_TOKEN", "SLIPWAY_RAILWAY_ORIGIN", railwaysOwn},
    Place{CredentialId::RailwayStaging, "SLIPWAY_RAILWAY_STAGING_TOKEN", "SLIPWAY_RAILWAY_ORIGIN", railwaysOwn},
    Place{CredentialId::RailwayProduction, "SLIPWAY_RAILWAY_PRODUCTION_TOKEN", "SLIPWAY_RAILWAY_ORIGIN", railwaysOwn},
    Place{CredentialId::Sentry, "SLIPWAY_SENTRY_TOKEN", "SLIPWAY_SENTRY_ORIGIN",
          "https://sentry.io https://us.sentry.io https://de.sentry.io"},
    Place{CredentialId::Grafana, "SLIPWAY_GRAFANA_TOKEN", "SLIPWAY_GRAFANA_ORIGIN", ""},
};

const Place *placeOf(CredentialId id)
{
    const auto place = std::find_if(places.cbegin(), places.cend(), [id](const Place &each) { return each.id == id; });
    return place == places.cend() ? nullptr : &*place;
}

/// `origins`: scheme://host[:port], separated by spaces. Anything else among them allows nothing.
bool holds(const QByteArray &origins, const QUrl &origin)
{
    const QList<QByteArray> all = origins.simplified().split(' ');
    return std::any_of(all.cbegin(), all.cend(), [&](const QByteArray &each) {
        const QUrl url = QUrl::fromEncoded(each, QUrl::StrictMode);
        const bool isOrigin = url.isValid() && url.userInfo().isEmpty() && !url.hasQuery() && !url.hasFragment() &&
                              (url.path().isEmpty() || url.path() == QLatin1String("/"));
        return isOrigin && sameOrigin(url, origin);
    });
}

Error mayNotGo(const Place &place, const QUrl &origin)
{
    const QString own = QString::fromLatin1(place.own).replace(QLatin1Char(' '), QLatin1String(", "));
    const QString where = own.isEmpty() ? say("to an address that the environment names") : say("to %1").arg(own);
    return {.kind = ErrorKind::Configuration,
            .detail = say("%1 goes %2 only, and the project file names another address. If %3 is yours, set %4=%3.")
                          .arg(QLatin1String(place.token), where, origin.toString(), QLatin1String(place.origins))};
}

} // namespace

bool isOfRailway(CredentialId id)
{
    return id == CredentialId::Railway || id == CredentialId::RailwayStaging || id == CredentialId::RailwayProduction;
}

QByteArray environmentVariable(CredentialId id)
{
    const Place *place = placeOf(id);
    return place ? QByteArray(place->token) : QByteArray();
}

EnvironmentTokens::EnvironmentTokens()
{
    for (const Place &place : places) {
        const QByteArray value = qgetenv(place.token);
        if (const char *where = ::getenv(place.token)) // its text stays there when it is not set any more
            keepOutOfCores(QByteArray::fromRawData(where, qsizetype(std::strlen(where))));
        keepOutOfCores(value);
        qunsetenv(place.token);
        if (value.isEmpty())
            continue;
        Result<QByteArray> token = tokenFrom(value);
        if (!token)
            token = Error{.kind = ErrorKind::Malformed,
                          .detail = say("%1 cannot be used: a token consists of printable ASCII characters without "
                                        "spaces.")
                                        .arg(QLatin1String(place.token))};
        if (token)
            keepOutOfCores(*token);
        m_tokens.insert(place.id, token);
    }
}

/// One Railway variable replaces all that is stored for Railway: a run would otherwise mix two people's tokens.
bool EnvironmentTokens::isOverridden(CredentialId id) const
{
    if (!isOfRailway(id))
        return m_tokens.contains(id);
    return m_tokens.contains(CredentialId::Railway) || m_tokens.contains(CredentialId::RailwayStaging) ||
           m_tokens.contains(CredentialId::RailwayProduction);
}

Result<QByteArray> EnvironmentTokens::tokenFor(CredentialId id, const QUrl &origin) const
{
    const Place *place = placeOf(id);
    const auto token = m_tokens.constFind(id);
    if (!place || token == m_tokens.cend())
        return Error{.kind = ErrorKind::NoToken,
                     .detail = say("The environment names other Railway tokens for this run.")};
    if (*token && !holds(place->own, origin) && !holds(qgetenv(place->origins), origin))
        return mayNotGo(*place, origin);
    return *token;
}

} // namespace Slipway

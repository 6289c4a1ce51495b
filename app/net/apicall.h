// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/health/check.h"
#include "models/values/moment.h"
#include "models/values/provider.h"
#include "models/values/result.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QUrl>

namespace Slipway {

/// Why a provider is not to be asked for a while.
enum class PauseReason {
    ServerAsked, ///< it told how long: nobody ends that
    Failures,    ///< it did not answer several times in a row
};

/// Which secret a request travels with. RailwayStaging and RailwayProduction are project tokens of one environment
/// each.
enum class CredentialId { None, GitHub, Railway, RailwayStaging, RailwayProduction, Sentry, Grafana };

/// What may happen on a 301, 302, 303, 307 or 308 to a GET.
enum class RedirectRule {
    SameOrigin,    ///< follow within scheme, host and port, with the credential
    BareElsewhere, ///< also follow to another origin, then with no header of ours at all (GitHub's log downloads)
};

struct HttpRequest {
    QByteArray method = "GET";
    QUrl url;
    QList<std::pair<QByteArray, QByteArray>> headers; ///< never a secret
    /// Filled in by the client, for the one origin that each secret was entered for.
    QList<SecretHeader> secretHeaders;
    QByteArray body;
    Provider provider = Provider::Application;
    CredentialId credential = CredentialId::None;
    RedirectRule redirects = RedirectRule::SameOrigin;
    bool conditional = false;             ///< keep the answer's ETag and ask with If-None-Match
    bool judgesToken = true;              ///< a 401 says that the token is not accepted
    bool secretBody = false;              ///< the answer holds secrets: never kept, and wiped once it was decoded
    qint64 bodyCap = qint64(16) << 20;    ///< bytes of the answer's body
    Milliseconds transferTimeout{15'000}; ///< without any byte
    Milliseconds deadline{60'000};        ///< for the whole answer
};

/// One complete answer. A 304 is delivered as the 200 it confirms, with notModified set.
struct HttpResponse {
    int status = 0;
    QHash<QByteArray, QByteArray> headers; ///< names in lower case; repeated ones joined by ", "
    QByteArray body;
    QUrl url; ///< that answered, after redirects
    bool notModified = false;
    int latencyMs = 0;                         ///< from sending to the complete answer
    std::optional<QDateTime> certificateUntil; ///< the end of the server's certificate; none over plain http
};

/// An endpoint is a value: how to ask, and how to read a complete answer (of any status).
template <typename T>
struct ApiCall {
    HttpRequest request;
    Result<T> (*decode)(const HttpResponse &) = nullptr;
};

} // namespace Slipway

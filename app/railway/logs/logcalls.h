// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/apicall.h"
#include "models/logs/logline.h"
#include "models/project/project.h"
#include "models/values/environment.h"

#include <QJsonObject>

#include <optional>

namespace Slipway::Railway {

/// Which log: a service's in an environment, whatever is deployed there; or of one deployment its build or its
/// requests.
struct LogTarget {
    LogSource source = LogSource::Deploy;
    Environment environment = Environment::Staging;
    DeploymentId deployment; ///< of Build and Http
    bool operator==(const LogTarget &) const = default;
};

/// Which part of it: the newest lines of a time, nanoseconds since 1970.
struct LogRange {
    std::optional<qint64> from; ///< none: whatever there is
    std::optional<qint64> to;   ///< inclusive; none: now
    int most = 500;             ///< lines; Railway takes no more than mostLogLines
};

/// More are answered with none at all (app/railway/README.md, 30).
inline constexpr int mostLogLines = 5000;

/// The name of the document of that log's query or subscription.
QString logQuery(LogSource source);
QString logSubscription(LogSource source);

/// Lines in that range are the first that a subscription brings, before what is logged from then on.
QJsonObject logVariables(const RailwayProject &project, const LogTarget &target, const LogRange &range);

/// The answer as it comes: LogDecoder reads it.
ApiCall<QByteArray> logPage(const RailwayProject &project, const LogTarget &target, const LogRange &range,
                            CredentialId credential);

} // namespace Slipway::Railway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/health/check.h"
#include "models/logs/search/logfilter.h"
#include "models/values/environment.h"
#include "models/values/figures.h"
#include "models/values/ids.h"

#include <QUrl>

#include <optional>

namespace Slipway {

/// What the project file's `autodeploy` of production says when a person has looked.
inline constexpr const char *autoDeployOff = "off, checked by hand";

struct GitHubProject {
    QUrl api;           ///< no trailing slash
    QString repository; ///< "owner/name"
    QString branch = QStringLiteral("main");
    QString ciWorkflow;         ///< file name
    QString stagingWorkflow;    ///< file name
    QString productionWorkflow; ///< file name
    QString confirmInput = QStringLiteral("confirm");
    QStringList incidentLabels{QStringLiteral("deployment-alert")};
    /// Paths of database migrations: `*` within a folder, `**` across folders.
    QStringList migrations{QStringLiteral("supabase/migrations/**")};
    bool operator==(const GitHubProject &) const = default;
};

struct RailwayProject {
    QUrl api;
    ProjectId project;
    ServiceId service;
    PerEnvironment<EnvironmentId> environments;
    bool readVariables = false; ///< whether variables may be read, to name those that going back would change
    /// A person has looked whether a push deploys production, which Railway does not tell: it is off.
    bool autoDeployCheckedOff = false;
    int retentionHours = 0; ///< how long Railway keeps the image of a removed deployment; 0: not known
    bool operator==(const RailwayProject &) const = default;
};

/// What a command to that environment changes, as a part of a file's name: the same for every project file that names
/// this service and environment, whatever else it says.
QString commandedName(const RailwayProject &project, Environment environment);

struct SentryProject {
    QUrl api; ///< with the path of a self-hosted one, no trailing slash
    QString organization;
    QString project;
    PerEnvironment<QString> environments;
    bool operator==(const SentryProject &) const = default;
};

struct GrafanaProject {
    QUrl api; ///< with the path of a hosted-below one, no trailing slash
    /// Labels that an alert of the environment carries: "environment=production". Empty: all alerts are its.
    PerEnvironment<QStringList> labels;
    bool operator==(const GrafanaProject &) const = default;
};

/// Where the application itself answers in one environment.
struct Address {
    QUrl url;
    QString health = QStringLiteral("/health");
    QList<Check> checks;        ///< as the project file lists them; checksOf() adds the health address
    QList<DashboardLink> links; ///< pages about this environment
    bool operator==(const Address &) const = default;
};

/// What a project file says: which repository, services and addresses. Never a secret.
struct Project {
    QString name;
    QString file;             ///< path it was read from, for messages
    QString pathInRepository; ///< where it lies in the work tree around it, from its root; empty: in none
    bool rehearsal = false;   ///< made up by the rehearsal: the window says so
    /// Path of the authority that signed the rehearsal's own certificates; empty: it has none. Only this computer's
    /// addresses can be asked then.
    QString rehearsalCa;
    GitHubProject github;
    RailwayProject railway;
    std::optional<SentryProject> sentry;
    std::optional<GrafanaProject> grafana;
    PerEnvironment<Address> addresses;
    QList<SavedLogFilter> logFilters; ///< as the project file lists them
    bool operator==(const Project &) const = default;
};

/// What of the project file decides about a promotion.
struct ReleaseRules {
    QString confirmInput;
    bool autoDeployCheckedOff = false;
    bool operator==(const ReleaseRules &) const = default;
};
ReleaseRules releaseRules(const Project &project);

/// The project file as it stands at the tip of the branch.
struct ProjectFileAtTip {
    bool isThere = false;
    ReleaseRules rules; ///< only where it is
    bool operator==(const ProjectFileAtTip &) const = default;
};

/// The environment's page in Railway's own window; empty for an address that has none.
QUrl railwayPage(const RailwayProject &project, Environment environment);

/// Every check of an environment, the health address first: as listed under the name "health", else its path with the
/// default judgement.
QList<Check> checksOf(const Address &address);

/// The phrase a person types to change production, exactly (models/pipeline/README.md, 3).
inline constexpr QLatin1String confirmPhrase{"deploy-to-production"};

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "values/environment.h"
#include "values/ids.h"

#include <QUrl>

#include <optional>

namespace Slipway {

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
    int retentionHours = 0;     ///< how long Railway keeps the image of a removed deployment; 0: not known
    bool operator==(const RailwayProject &) const = default;
};

struct SentryProject {
    QUrl api; ///< with the path of a self-hosted one, no trailing slash
    QString organization;
    QString project;
    PerEnvironment<QString> environments;
    bool operator==(const SentryProject &) const = default;
};

/// Where the application itself answers in one environment.
struct Address {
    QUrl url;
    QString health = QStringLiteral("/health");
    bool operator==(const Address &) const = default;
};

/// What a project file says: which repository, services and addresses. Never a secret.
struct Project {
    QString name;
    QString file;           ///< path it was read from, for messages
    bool rehearsal = false; ///< made up by the rehearsal: the window says so
    GitHubProject github;
    RailwayProject railway;
    std::optional<SentryProject> sentry;
    PerEnvironment<Address> addresses;
    bool operator==(const Project &) const = default;
};

/// The phrase a person types to change production, exactly (workflow.md, step 4).
inline constexpr QLatin1String confirmPhrase{"deploy-to-production"};

} // namespace Slipway

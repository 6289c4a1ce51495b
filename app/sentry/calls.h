// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/apicall.h"
#include "values/environment.h"
#include "values/issue.h"
#include "values/project.h"

#include <optional>

/// Every request to Sentry that Slipway can send.
namespace Slipway::Sentry {

struct IssuePage {
    QList<SentryIssue> issues;
    bool more = false; ///< there is a next page
    bool operator==(const IssuePage &) const = default;
};

/// The names of the organization's environments: case-sensitive, and an unknown one answers 404 (sentry reference,
/// 0.5).
ApiCall<QStringList> environmentNames(const SentryProject &project);
/// The first page, at most 100, last seen first.
ApiCall<IssuePage> unresolved(const SentryProject &project, Environment environment);
/// Unresolved ones first seen in that environment since `since`: Sentry compares with the environment's own first
/// sighting, so "old in staging, new in production" is found (sentry reference, 0.6).
ApiCall<IssuePage> fresh(const SentryProject &project, Environment environment, const QDateTime &since);

/// What is wrong with a pasted token, if that can be told from the token alone: an organization token (sntrys_) can
/// never read issues (sentry reference, 0.3).
std::optional<QString> tokenTrouble(const QByteArray &token);

} // namespace Slipway::Sentry

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/apicall.h"
#include "values/environment.h"
#include "values/issue.h"
#include "values/project.h"

/// Every request to Sentry that Slipway can send.
namespace Slipway::Sentry {

/// The names of the organization's environments: case-sensitive, and an unknown one answers 404 (sentry reference,
/// 0.5).
ApiCall<QStringList> environmentNames(const SentryProject &project);
ApiCall<QList<SentryIssue>> unresolved(const SentryProject &project, Environment environment);
/// First seen in that environment since `since`.
ApiCall<QList<SentryIssue>> fresh(const SentryProject &project, Environment environment, const QDateTime &since);

} // namespace Slipway::Sentry

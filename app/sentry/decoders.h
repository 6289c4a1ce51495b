// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sentry/calls.h"

/// Sentry's answers as values. Pure; everything but an issue's id is optional (app/sentry/README.md, 9).
namespace Slipway::Sentry {

Result<QStringList> decodeEnvironmentNames(const HttpResponse &response);
Result<IssuePage> decodeIssues(const HttpResponse &response);

/// Whether the Link header names a next page that is not empty (app/sentry/README.md, 5).
bool hasNextPage(const QByteArray &linkHeader);

} // namespace Slipway::Sentry

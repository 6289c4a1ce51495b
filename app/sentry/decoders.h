// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sentry/calls.h"

/// Sentry's answers as values. Pure; everything but an issue's id is optional (sentry reference, 2.3).
namespace Slipway::Sentry {

Result<QStringList> decodeEnvironmentNames(const HttpResponse &response);
Result<IssuePage> decodeIssues(const HttpResponse &response);

/// Whether the Link header names a next page that is not empty (sentry reference, 1.3).
bool hasNextPage(const QByteArray &linkHeader);

} // namespace Slipway::Sentry

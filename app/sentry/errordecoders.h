// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sentry/calls.h"

/// Sentry's counts of errors as values. Pure.
namespace Slipway::Sentry {

Result<ErrorCounts> decodeErrorCounts(const HttpResponse &response);
Result<QList<ReleaseCount>> decodeReleases(const HttpResponse &response);

/// Errors per minute over the last ten complete minutes of that time; fewer when fewer are known, and none when there
/// is no data yet, which is not zero errors.
ErrorRate rateOf(const ErrorCounts &counts, const Span &span);

/// The one release that every event carries; empty when there are several, when events carry none, or when there are
/// fewer than twenty events, which prove nothing.
QString constantRelease(const QList<ReleaseCount> &releases);

} // namespace Slipway::Sentry

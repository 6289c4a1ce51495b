// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/apicall.h"

#include <QJsonObject>

/// What Sentry's answers have in common (app/sentry/README.md, 4).
namespace Slipway::Sentry {

/// An answer that is no success, in words; `scopes` are those that the question needs. A 429 has no Retry-After;
/// X-Sentry-Rate-Limit-Reset is known to the client, which pauses all polls of Sentry.
Error errorOf(const HttpResponse &response, QLatin1String scopes);

/// A success whose body is a JSON object.
Result<QJsonObject> objectFrom(const HttpResponse &response, QLatin1String scopes);

} // namespace Slipway::Sentry

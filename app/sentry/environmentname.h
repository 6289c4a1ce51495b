// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/result.h"

#include <QStringList>

namespace Slipway::Sentry {

/// Whether Sentry knows an environment of exactly that name; if not, NotFound with the one that was probably meant.
/// Sentry compares names by case, and answers a wrong one with "organization not found" (app/sentry/README.md, 7).
Result<Done> checkEnvironmentName(const QString &wanted, const QStringList &known);

} // namespace Slipway::Sentry

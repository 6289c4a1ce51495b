// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/project/section.h"

namespace Slipway::ProjectRules {

/// Whose checks they are, and the file's text: a mistake in a condition is told by its column.
struct CheckPlace {
    Environment environment = Environment::Staging;
    QString file;
};

/// The tables [[staging.checks]] or [[production.checks]] of an environment's section.
QList<Check> readChecks(Section &address, const CheckPlace &place);
/// The tables [[staging.links]] or [[production.links]].
QList<DashboardLink> readLinks(Section &address);

} // namespace Slipway::ProjectRules

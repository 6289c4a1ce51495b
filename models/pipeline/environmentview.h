// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pipeline/facts.h"

namespace Slipway {

EnvironmentView environmentViewOf(const Facts &facts, Environment environment);

/// The sources in the order of SourceId, each as good as the worst fact it is judged by.
QList<Source> sourcesOf(const Facts &facts);

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pipeline/facts.h"

namespace Slipway {

/// The workflow's diagram (models/pipeline/README.md, 1): six stages and the fork after manual testing.
PipelineView pipelineOf(const Facts &facts, const QList<Gate> &gates);

} // namespace Slipway

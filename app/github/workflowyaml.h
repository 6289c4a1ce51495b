// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/workflow.h"

namespace Slipway::GitHub {

/// What a workflow's text says about starting it by hand; never throws, `readable` is false for what is no YAML.
WorkflowFile workflowFromYaml(const QByteArray &text, const QString &fileName);

} // namespace Slipway::GitHub

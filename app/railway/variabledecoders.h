// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/railway/calls.h"

/// Railway's variables as keyed digests: their values are read and wiped at once.
namespace Slipway::Railway {

Result<VariableDigests> decodeVariables(const HttpResponse &response);
Result<VariableDigests> decodeSnapshotVariables(const HttpResponse &response); ///< NotFound when there is no snapshot

} // namespace Slipway::Railway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/facts.h"

namespace Slipway {

/// "Is what I tested what runs?", link by link (architecture, section 4).
QList<IdentityLink> identityOf(const Facts &facts);

} // namespace Slipway

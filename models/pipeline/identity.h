// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pipeline/facts.h"

namespace Slipway {

/// Whether the address that is probed belongs to that environment, as far as Railway's domains tell.
IdentityLink addressLink(const Facts &facts, Environment environment);
/// "Is what I tested what runs?", link by link.
QList<IdentityLink> identityOf(const Facts &facts);

} // namespace Slipway

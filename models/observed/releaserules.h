// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/observed/situation.h"

namespace Slipway {

/// Which of the project file's rules about promotions count, and why. Where the file lies in the repository they are
/// those at the tip of the branch, whatever is checked out here; a difference here may only forbid more.
struct CountingRules {
    bool known = false; ///< false: the file at the tip was not read, or too long ago; `said` tells why
    ReleaseRules rules;
    bool differ = false; ///< this computer's file says something else; `said` tells what
    QString said;        ///< a sentence without its full stop; empty: nothing is special
};

CountingRules countingRules(const Situation &known);

} // namespace Slipway

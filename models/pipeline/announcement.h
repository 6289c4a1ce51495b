// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pipeline/views.h"

namespace Slipway {

/// What a person was last told about an environment, and knows.
struct Announced {
    Verdict verdict = Verdict::Unknown;
    bool flapping = false;
    bool operator==(const Announced &) const = default;
};

/// A notification on the desktop.
struct Announcement {
    QString title; ///< "Production is down"
    QString text;  ///< why, one sentence; from outside: plain text
    bool urgent = false;
    bool operator==(const Announcement &) const = default;
};

struct Announcing {
    Announced known;
    std::optional<Announcement> announcement;
};

/// What is to be said now that an environment looks like this: one word for each change of a settled verdict. What is
/// pending is not settled; what is not known is no news, and the first verdict is none either; flapping is said once,
/// and its ups and downs are not.
Announcing announce(const Announced &known, const EnvironmentView &view);

} // namespace Slipway

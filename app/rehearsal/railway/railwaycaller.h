// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/environment.h"

#include <QByteArray>
#include <QHash>

#include <optional>

namespace Slipway::Rehearsal {

/// Who asks Railway. Neither an account nor an environment: nobody whom it knows.
struct RailwayCaller {
    bool account = false;
    std::optional<Environment> environment;
    bool isKnown() const { return account || environment; }
    bool mayUse(Environment asked) const { return account || environment == asked; }
};

/// By its token, in the headers of a request (names in lower case).
RailwayCaller railwayCaller(const QHash<QByteArray, QByteArray> &headers);

} // namespace Slipway::Rehearsal

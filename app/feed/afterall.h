// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <functional>
#include <memory>

namespace Slipway {

/// What is asked for side by side ends together: `next` runs when the returned function was called that many times, at
/// once when there is nothing to wait for.
inline std::function<void()> afterAll(qsizetype count, const std::function<void()> &next)
{
    if (count <= 0) {
        next();
        return [] {};
    }
    return [left = std::make_shared<qsizetype>(count), next] {
        if (--*left == 0)
            next();
    };
}

} // namespace Slipway

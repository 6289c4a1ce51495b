// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qnamespace.h>

#include <algorithm>
#include <optional>

namespace Slipway {

/// Where a key leads in a row of `count` things when one stands `at` one of them, or nowhere yet (-1): the first step
/// goes to the newest, which is last. None: the key does not walk, or there is nothing to walk.
inline std::optional<qsizetype> walked(int key, qsizetype at, qsizetype count)
{
    const qsizetype last = count - 1;
    if (last < 0)
        return std::nullopt;
    switch (key) {
    case Qt::Key_Left:
        return at < 0 ? last : std::max<qsizetype>(0, at - 1);
    case Qt::Key_Right:
        return at < 0 ? last : std::min(last, at + 1);
    case Qt::Key_Home:
        return 0;
    case Qt::Key_End:
        return last;
    default:
        return std::nullopt;
    }
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "values/result.h"

namespace Slipway {
static_assert(std::is_same_v<decltype(std::declval<const Result<int> &>().error()), const Error &>);
} // namespace Slipway

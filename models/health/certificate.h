// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace Slipway {

/// A certificate that ends sooner than this is worth a word (app/probe/README.md, 5).
inline constexpr int certificateWarnDays = 21;
/// ... and sooner than this has to be renewed now.
inline constexpr int certificateAlarmDays = 7;

} // namespace Slipway

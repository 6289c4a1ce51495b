// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace Slipway::Test {

/// Takes away whatever the machine, its desktop or the shell could change in a test: fonts, display, theme, scale,
/// language, time zone, proxies, certificates, tokens and the person's own folders. The session bus stays: the
/// keyring's tests bring their own. To be called before there is an application.
///
/// SLIPWAY_TEST_PLATFORM names another Qt platform than "offscreen", and keeps its display.
void useTestEnvironment();

} // namespace Slipway::Test

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QAbstractButton;
class QFontMetrics;

namespace Slipway {

/// A box that is ticked, or one circle of several that is chosen.
enum class ChoiceForm { Box, Circle };

/// Paints a check box or radio button with the theme's own shapes and inks: Fusion outlines an empty one in a shade of
/// the window's colour, which is invisible on a dark one.
void paintChoice(QAbstractButton &button, ChoiceForm form);
/// Where its words begin.
int choiceIndent(const QFontMetrics &metrics);
/// How high it is.
int choiceHeight(const QFontMetrics &metrics);

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/command/order.h"

namespace Slipway {
class GoBackDialog;
class MainWindow;
class PromoteDialog;
} // namespace Slipway

namespace Slipway::Test {

// What a person does in the window, with real keys and clicks.

void tickEverything(MainWindow &window);
PromoteDialog *openPromotion(MainWindow &window); ///< null: the button is disabled
void chooseWay(PromoteDialog *dialog, PromotionWay way);
/// Opens the dialog, types the phrase and presses Enter.
void promote(MainWindow &window, PromotionWay way = PromotionWay::GitHubAtBranch);

GoBackDialog *openGoBack(MainWindow &window);
/// Opens the dialog, types the phrase and presses Enter: three interactions.
void goBack(MainWindow &window);

} // namespace Slipway::Test

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>

namespace Slipway {

/// The style leaves hardly any room beside a button's words.
class RoomyButton : public QPushButton {
public:
    using QPushButton::QPushButton;
    QSize sizeHint() const override { return QPushButton::sizeHint() + QSize(16, 2); }
    QSize minimumSizeHint() const override { return sizeHint(); }
};

} // namespace Slipway

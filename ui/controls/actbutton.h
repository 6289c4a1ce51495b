// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/roomybutton.h"
#include "ui/controls/shapes.h"

#include <optional>

namespace Slipway {

/// A button for what changes an environment: plain, filled for what a person should reach for first, or filled red for
/// what takes something away.
class ActButton : public RoomyButton {
    Q_OBJECT
public:
    enum class Prominence { Plain, Primary, Danger };

    explicit ActButton(QWidget *parent = nullptr);

    void setProminence(Prominence prominence);
    Prominence prominence() const { return m_prominence; }
    void setShape(std::optional<Shape> shape); ///< drawn before its words

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Prominence m_prominence = Prominence::Plain;
    std::optional<Shape> m_shape;
};

} // namespace Slipway

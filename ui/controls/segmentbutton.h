// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>

namespace Slipway {

/// One of several buttons that stand joined in a row, each on or off; what is on is told by a tick and bold words as
/// well. Inside stands within a field, as small as can be, and has a box around it when it is on.
class SegmentButton : public QPushButton {
    Q_OBJECT
public:
    enum class Place { First, Middle, Last, Only, Inside };

    SegmentButton(const QString &text, Place place, QWidget *parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void paintInside(QPainter &painter);
    QPainterPath outline() const;

    Place m_place;
};

} // namespace Slipway

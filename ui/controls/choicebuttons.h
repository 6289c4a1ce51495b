// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/choicepaint.h"

#include <QCheckBox>
#include <QRadioButton>

namespace Slipway {

/// A box to tick in the theme's shapes; a click anywhere on its words counts.
class ChoiceBox : public QCheckBox {
public:
    using QCheckBox::QCheckBox;

    QSize sizeHint() const override
    {
        return {choiceIndent(fontMetrics()) + fontMetrics().horizontalAdvance(text()) + 4, choiceHeight(fontMetrics())};
    }
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    bool hitButton(const QPoint &at) const override { return rect().contains(at); }
    void paintEvent(QPaintEvent *) override { paintChoice(*this, ChoiceForm::Box); }
};

/// One of several. Its words take the width that there is and never ask for more.
class ChoiceRadio : public QRadioButton {
public:
    explicit ChoiceRadio(QWidget *parent = nullptr)
        : QRadioButton(parent)
    {
        setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    }
    QSize sizeHint() const override { return {0, choiceHeight(fontMetrics()) + 2}; }

protected:
    bool hitButton(const QPoint &at) const override { return rect().contains(at); }
    void paintEvent(QPaintEvent *) override { paintChoice(*this, ChoiceForm::Circle); }
};

} // namespace Slipway

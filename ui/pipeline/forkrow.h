// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pipeline/views.h"

#include <QWidget>

namespace Slipway {

/// The two ways on after manual testing, side by side; the one that is taken stands out by icon, word and colour.
class ForkRow : public QWidget {
    Q_OBJECT
public:
    explicit ForkRow(QWidget *parent = nullptr);

    void display(const Fork &fork);
    QRect issuesFoundBox() const; ///< in this widget's coordinates
    QRect looksGoodBox() const;

private:
    class Box;
    Box *m_issuesFound;
    Box *m_looksGood;
};

} // namespace Slipway

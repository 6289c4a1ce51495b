// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTabBar>

namespace Slipway {

/// Tabs as words, the present one bold over a line: Fusion tells them apart by shades that no dark theme shows.
class LinedTabBar : public QTabBar {
    Q_OBJECT
public:
    explicit LinedTabBar(QWidget *parent = nullptr);

protected:
    QSize tabSizeHint(int index) const override;
    void paintEvent(QPaintEvent *event) override;
};

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTabBar>

namespace Slipway {

/// Tabs as words, the present one bold over a line: Fusion tells them apart by shades that no dark theme shows.
class LinedTabBar : public QTabBar {
    Q_OBJECT
public:
    /// Compact ones choose how something beside them is shown, and need no line of their own.
    enum class Size { Usual, Compact };
    explicit LinedTabBar(QWidget *parent = nullptr, Size size = Size::Usual);

protected:
    QSize tabSizeHint(int index) const override;
    void paintEvent(QPaintEvent *event) override;

private:
    Size m_size;
};

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>

namespace Slipway {

/// Says whether the list follows what comes, or how much came since it does not; a click follows again.
class FollowPill : public QPushButton {
    Q_OBJECT
public:
    explicit FollowPill(QWidget *parent = nullptr);

    void display(bool following, qint64 newLines);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    bool m_following = true;
    qint64 m_newLines = 0;
};

} // namespace Slipway

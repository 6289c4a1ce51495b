// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMenu>

namespace Slipway {

/// What this program is.
class HelpMenu : public QMenu {
    Q_OBJECT
public:
    explicit HelpMenu(QWidget *parent = nullptr);

private:
    void showAbout();
};

} // namespace Slipway

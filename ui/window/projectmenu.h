// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMenu>

namespace Slipway {

/// What concerns the project as a whole. The tokens of a rehearsal are made up: there they cannot be opened.
class ProjectMenu : public QMenu {
    Q_OBJECT
public:
    explicit ProjectMenu(bool rehearsal, QWidget *parent = nullptr);

Q_SIGNALS:
    void tokensRequested();
    void refreshRequested();
    void quitRequested();
};

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/projectmenu.h"

#include "ui/window/namedaction.h"

namespace Slipway {

ProjectMenu::ProjectMenu(bool rehearsal, QWidget *parent)
    : QMenu(tr("&Project"), parent)
{
    QAction *tokens =
        addNamed(this, "tokensAction", rehearsal ? tr("&Tokens… (a rehearsal's are made up)") : tr("&Tokens…"));
    tokens->setEnabled(!rehearsal);
    connect(tokens, &QAction::triggered, this, &ProjectMenu::tokensRequested);
    connect(addNamed(this, "refreshAction", tr("&Reload now"), QKeySequence(Qt::Key_F5)), &QAction::triggered, this,
            &ProjectMenu::refreshRequested);
    addSeparator();
    connect(addNamed(this, "quitAction", tr("&Quit"), QKeySequence::Quit), &QAction::triggered, this,
            &ProjectMenu::quitRequested);
}

} // namespace Slipway

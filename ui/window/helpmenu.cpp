// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/helpmenu.h"

#include "ui/window/namedaction.h"

#include <QMessageBox>

namespace Slipway {

HelpMenu::HelpMenu(QWidget *parent)
    : QMenu(tr("&Help"), parent)
{
    connect(addNamed(this, "aboutAction", tr("&About Slipway")), &QAction::triggered, this, &HelpMenu::showAbout);
}

void HelpMenu::showAbout()
{
    auto *box = new QMessageBox(parentWidget()->window());
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setObjectName(QStringLiteral("aboutBox"));
    box->setWindowTitle(tr("About Slipway"));
    box->setTextFormat(Qt::PlainText);
    box->setText(tr("Slipway %1").arg(QStringLiteral(SLIPWAY_VERSION)));
    box->setInformativeText(tr("Promotes a release from staging to production, watches it live, and goes back.\n"
                               "Free software under the GNU General Public License, version 3 or later."));
    box->open();
}

} // namespace Slipway

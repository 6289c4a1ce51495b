// SPDX-License-Identifier: GPL-3.0-or-later
#include "mainwindow.h"

namespace Slipway {

MainWindow::MainWindow(QWidget *parent)
    : QMainWindow(parent)
{
    setWindowTitle(tr("Slipway"));
    resize(1280, 800);
}

} // namespace Slipway

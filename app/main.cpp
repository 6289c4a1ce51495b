// SPDX-License-Identifier: GPL-3.0-or-later
#include "mainwindow.h"

#include <QApplication>

int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    Slipway::MainWindow window{Slipway::Project{}};
    window.show();
    return QApplication::exec();
}

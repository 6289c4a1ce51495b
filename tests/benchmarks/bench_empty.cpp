// SPDX-License-Identifier: GPL-3.0-or-later
// The anchor: the least that a program with a window of Slipway's size can be.
#include <QApplication>
#include <QWidget>

int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    QWidget window;
    window.resize(1280, 800);
    window.show();
    return QApplication::exec();
}

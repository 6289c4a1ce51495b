// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/outlinedlineedit.h"

namespace Slipway {

/// A line that a person has to type: pasting, dropping, the middle button, undo and redo are refused. Input methods and
/// assistive input work (ui/README.md, 2).
class TypedLineEdit : public OutlinedLineEdit {
    Q_OBJECT
public:
    explicit TypedLineEdit(QWidget *parent = nullptr);

Q_SIGNALS:
    void pasteRefused(); ///< text came other than by typing, and was not taken

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
};

} // namespace Slipway

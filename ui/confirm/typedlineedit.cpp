// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/confirm/typedlineedit.h"

#include <QDragEnterEvent>
#include <QKeyEvent>

namespace Slipway {

TypedLineEdit::TypedLineEdit(QWidget *parent)
    : OutlinedLineEdit(parent)
{
    setDragEnabled(false);
    setContextMenuPolicy(Qt::NoContextMenu); // its Paste
}

void TypedLineEdit::keyPressEvent(QKeyEvent *event)
{
    // One key event can carry a whole text; undo would bring back what was cleared.
    const bool pasted = event->matches(QKeySequence::Paste) || event->text().size() > 1;
    const bool restored = event->matches(QKeySequence::Undo) || event->matches(QKeySequence::Redo);
    if (!pasted && !restored)
        return QLineEdit::keyPressEvent(event);
    event->accept();
    Q_EMIT pasteRefused();
}

void TypedLineEdit::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::MiddleButton)
        return event->accept();
    QLineEdit::mousePressEvent(event);
}

void TypedLineEdit::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::MiddleButton) // X11 pastes the selection on release
        return QLineEdit::mouseReleaseEvent(event);
    event->accept();
    Q_EMIT pasteRefused();
}

// Drags are let in only to be refused: with setAcceptDrops(false) nobody would learn why nothing happens.
void TypedLineEdit::dragEnterEvent(QDragEnterEvent *event)
{
    event->ignore();
    Q_EMIT pasteRefused();
}

void TypedLineEdit::dragMoveEvent(QDragMoveEvent *event)
{
    event->ignore();
}

void TypedLineEdit::dropEvent(QDropEvent *event)
{
    event->ignore();
    Q_EMIT pasteRefused();
}

} // namespace Slipway

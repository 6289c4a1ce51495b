// SPDX-License-Identifier: GPL-3.0-or-later
#include "loglist.h"

#include <QAccessible>
#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QMouseEvent>
#include <QScrollBar>

#include <algorithm>

namespace Slipway {

namespace {

constexpr int autoScrollMs = 40;

LogSelection::Mode modeOf(Qt::KeyboardModifiers modifiers)
{
    return modifiers & Qt::ShiftModifier ? LogSelection::Mode::Extend : LogSelection::Mode::Alone;
}

} // namespace

QAction *LogList::addAct(const QString &text, const QKeySequence &keys, const char *name)
{
    auto *act = new QAction(text, this);
    act->setObjectName(QString::fromLatin1(name));
    act->setShortcut(keys);
    act->setShortcutContext(Qt::WidgetShortcut); // elsewhere Ctrl+C copies something else
    addAction(act);
    return act;
}

void LogList::buildActions()
{
    setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(addAct(tr("&Copy lines"), QKeySequence::Copy, "copyLinesAction"), &QAction::triggered, this, [this] {
        const QString text = selectedText();
        if (!text.isEmpty())
            QGuiApplication::clipboard()->setText(text);
    });
    connect(addAct(tr("Select &all"), QKeySequence::SelectAll, "selectAllLinesAction"), &QAction::triggered, this,
            [this] {
                refresh();
                m_selection.chooseAll();
                viewport()->update();
                Q_EMIT currentChanged();
                Q_EMIT selectionChanged();
            });
    connect(addAct(tr("Show &details"), {}, "showDetailsAction"), &QAction::triggered, this, &LogList::detailRequested);
}

void LogList::goTo(Row row, LogSelection::Mode mode)
{
    refresh();
    if (m_view.rowCount() > 0)
        chooseRow(std::clamp<Row>(row, 0, m_view.rowCount() - 1), mode);
}

void LogList::chooseRow(Row row, LogSelection::Mode mode)
{
    const LogSelection::Rows before = m_selection.rows();
    const auto oldCurrent = currentRow();
    m_selection.choose(row, mode);
    showRow(row);
    // Who chooses the newest line wants what comes after it as well; any other one must not run away.
    follow(!m_dragging && row == m_view.rowCount() - 1);
    anchor();
    updateRows(before);
    updateRows(m_selection.rows());
    if (oldCurrent)
        updateRows({*oldCurrent, *oldCurrent});
    tellFocus();
    Q_EMIT currentChanged();
    Q_EMIT selectionChanged();
}

/// The least scrolling that brings it into sight; one that is far away comes to stand with what was before it.
void LogList::showRow(Row row)
{
    const Row top = topRow();
    const Row page = pageRows();
    if (row >= top && row < top + page)
        return;
    const bool far = row < top - page || row >= top + 2 * page;
    const Row to = far ? row - page / 3 : row < top ? row : row - page + 1;
    m_choosing = true;
    verticalScrollBar()->setValue(int(std::max<Row>(0, to)));
    m_choosing = false;
}

void LogList::goToTime(qint64 at)
{
    refresh();
    goTo(m_view.rowAtTime(at));
}

bool LogList::goToNextMatch()
{
    refresh();
    const Row from = currentRow().value_or(topRow() - 1);
    auto row = m_view.nextMatch(from);
    if (!row)
        row = m_view.nextMatch(-1); // around the end
    if (row)
        chooseRow(*row, LogSelection::Mode::Alone);
    return row.has_value();
}

bool LogList::goToPreviousMatch()
{
    refresh();
    const Row from = currentRow().value_or(std::min<Row>(topRow() + pageRows(), m_view.rowCount()));
    auto row = m_view.previousMatch(from);
    if (!row)
        row = m_view.previousMatch(m_view.rowCount());
    if (row)
        chooseRow(*row, LogSelection::Mode::Alone);
    return row.has_value();
}

void LogList::tellFocus()
{
    const auto row = currentRow();
    if (!row || !hasFocus())
        return;
    QAccessibleEvent event(this, QAccessible::Focus);
    event.setChild(int(*row));
    QAccessible::updateAccessibility(&event);
}

/// The first step goes to the newest line that is seen.
std::optional<LogList::Row> LogList::walkedRow(int key) const
{
    const Row last = m_view.rowCount() - 1;
    if (last < 0)
        return std::nullopt;
    const auto current = currentRow();
    const Row at = current.value_or(std::min<Row>(topRow() + pageRows() - 1, last));
    const Row page = std::max(1, pageRows() - 1);
    switch (key) {
    case Qt::Key_Up:
        return current ? at - 1 : at;
    case Qt::Key_Down:
        return current ? at + 1 : at;
    case Qt::Key_PageUp:
        return at - page;
    case Qt::Key_PageDown:
        return at + page;
    case Qt::Key_Home:
        return 0;
    case Qt::Key_End:
        return last;
    default:
        return std::nullopt;
    }
}

void LogList::keyPressEvent(QKeyEvent *event)
{
    refresh();
    if (const auto row = walkedRow(event->key()))
        return goTo(*row, modeOf(event->modifiers()));
    const bool opens = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
    if (opens) {
        Q_EMIT detailRequested();
        return;
    }
    QAbstractScrollArea::keyPressEvent(event);
}

void LogList::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton && event->button() != Qt::RightButton)
        return;
    const Row pointed = rowAt(int(event->position().y()));
    if (pointed >= m_view.rowCount())
        return;
    const LineNumber line = m_view.lineAt(pointed);
    refresh(); // moves the rows: the line that was pointed at is meant
    const Row row = isKept(line) ? m_view.rowOf(line).value_or(m_view.rowCount()) : m_view.rowCount();
    const bool keepsRange = event->button() == Qt::RightButton && m_selection.rows().contains(row);
    if (row >= m_view.rowCount() || keepsRange) // the menu is for the range
        return;
    m_dragging = event->button() == Qt::LeftButton;
    chooseRow(row, modeOf(event->modifiers()));
}

void LogList::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_dragging)
        return;
    const int y = int(event->position().y());
    m_autoDirection = y < 0 ? -1 : y >= viewport()->height() ? 1 : 0;
    if (m_autoDirection != 0) {
        if (!m_autoScroll.isActive())
            m_autoScroll.start(autoScrollMs, this);
        return;
    }
    m_autoScroll.stop();
    refresh();
    const Row row = std::min<Row>(rowAt(y), m_view.rowCount() - 1);
    if (row >= 0 && row != currentRow())
        chooseRow(row, LogSelection::Mode::Extend);
}

void LogList::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_autoScroll.timerId())
        return QAbstractScrollArea::timerEvent(event);
    const Row edge = m_autoDirection < 0 ? topRow() : topRow() + pageRows() - 1;
    goTo(edge + m_autoDirection, LogSelection::Mode::Extend);
}

void LogList::mouseReleaseEvent(QMouseEvent *)
{
    m_autoScroll.stop();
    if (std::exchange(m_dragging, false) && currentRow() == m_view.rowCount() - 1)
        setFollowing(true);
}

void LogList::mouseDoubleClickEvent(QMouseEvent *event)
{
    mousePressEvent(event);
    m_dragging = false;
    if (currentRow())
        Q_EMIT detailRequested();
}

/// Down at the bottom means: go on. The bar would say nothing, for it does not move.
void LogList::wheelEvent(QWheelEvent *event)
{
    QAbstractScrollArea::wheelEvent(event);
    if (event->angleDelta().y() < 0 && verticalScrollBar()->value() == verticalScrollBar()->maximum())
        follow(true);
}

void LogList::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
    tellFocus();
}

void LogList::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace Slipway

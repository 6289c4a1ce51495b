// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/loglist.h"

#include "models/logs/logtext.h"
#include "models/logs/search/visiblemessage.h"
#include "models/values/text.h"
#include "ui/controls/theme.h"
#include "ui/logs/logclock.h"
#include "ui/logs/loglistaccessible.h"

#include <QAccessible>
#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QMouseEvent>
#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTimeZone>
#include <QTimer>

#include <algorithm>

namespace Slipway {

namespace {

constexpr int frameMs = 16;
constexpr int columnStep = 8;
constexpr qsizetype longestMarked = qsizetype(16) << 10; ///< bytes in which matches are marked, of a longer message
constexpr qsizetype mostColumnsOfByte = 8;               ///< an escape is one byte, and "<U+001B>" is seen
constexpr qsizetype longestRowText = 1000;

} // namespace

LogList::LogList(const LogStore &store, LogView &view, QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_store(store)
    , m_view(view)
    , m_selection(store, view)
    , m_style(logRowStyle(palette(), font()))
    , m_soon(new QTimer(this))
{
    installLogListAccessible(); // before anything asks for it: what is made once is kept
    setObjectName(QStringLiteral("logLines"));
    setAccessibleName(tr("Log lines"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    viewport()->setCursor(Qt::ArrowCursor);
    horizontalScrollBar()->setSingleStep(columnStep);
    m_soon->setSingleShot(true);
    m_soon->setTimerType(Qt::PreciseTimer);
    connect(m_soon, &QTimer::timeout, this, &LogList::take);
    buildActions();
}

bool LogList::isSeen() const
{
    return isVisible() && !window()->isMinimized();
}

void LogList::linesArrived()
{
    m_stale = true;
    if (!isSeen() || m_soon->isActive())
        return;
    const qint64 since = m_sincePaint.isValid() ? m_sincePaint.elapsed() : frameMs;
    if (since >= frameMs)
        take();
    else
        m_soon->start(int(frameMs - since));
}

void LogList::refresh()
{
    if (!m_stale)
        return;
    m_soon->stop();
    take();
}

void LogList::take()
{
    m_stale = false;
    m_sincePaint.start();
    const Row oldTop = topRow();
    const qsizetype oldCount = m_view.rowCount();
    const LogView::Change change = m_view.update();
    if (!change.isNone()) {
        m_newLines += m_following ? 0 : change.added;
        place();
        if (isSeen())
            paintChange(change, oldTop, oldCount);
    }
    Q_EMIT rowsChanged();
}

/// What is there is moved, and only what is not is painted: the common case of a line at the bottom.
void LogList::paintChange(const LogView::Change &change, Row oldTop, qsizetype oldCount)
{
    if (!change.atEndsOnly)
        return viewport()->repaint();
    const Row shift = oldTop - change.removed - topRow();
    if (std::abs(shift) > pageRows())
        return viewport()->repaint();
    if (shift != 0)
        viewport()->scroll(0, int(shift) * m_style.rowHeight, viewport()->rect());
    const Row firstAdded = oldCount - change.removed;
    QRect added = rowRect(std::max(firstAdded, topRow()));
    added.setBottom(viewport()->height() - 1);
    added &= viewport()->rect();
    if (shift != 0 || (change.added > 0 && !added.isEmpty()))
        viewport()->repaint(added);
}

LogList::Row LogList::topRow() const
{
    return verticalScrollBar()->value();
}

int LogList::pageRows() const
{
    return std::max(1, viewport()->height() / m_style.rowHeight);
}

QRect LogList::rowRect(Row row) const
{
    const Row fromTop = std::clamp<Row>(row - topRow(), -1000, 10'000); // pixels are int
    return {0, int(fromTop) * m_style.rowHeight, viewport()->width(), m_style.rowHeight};
}

LogList::Row LogList::rowAt(int y) const
{
    return topRow() + (y < 0 ? -1 : y / m_style.rowHeight);
}

/// Sets the bars as the rows are now, with what is at the anchor where it was.
void LogList::place()
{
    const bool wasPlacing = std::exchange(m_placing, true);
    QScrollBar *down = verticalScrollBar();
    down->setPageStep(pageRows());
    down->setRange(0, int(std::max<qsizetype>(0, m_view.rowCount() - pageRows())));
    QScrollBar *across = horizontalScrollBar();
    const qsizetype columns = messageColumns(m_style, viewport()->width());
    across->setPageStep(int(columns));
    across->setRange(0, int(std::max<qsizetype>(0, m_widest - columns)));
    if (m_following)
        down->setValue(down->maximum());
    else if (const auto row = m_selection.rowNear(m_anchor.place))
        down->setValue(int(std::max<Row>(0, *row - m_anchor.offset)));
    m_style.column = across->value();
    m_placing = wasPlacing;
}

void LogList::anchor()
{
    if (m_view.rowCount() == 0)
        return;
    const Row top = topRow();
    const auto current = currentRow();
    if (current && *current >= top && *current < top + pageRows())
        m_anchor = {m_selection.current(), *current - top};
    else
        m_anchor = {m_selection.placeOf(top), 0};
}

void LogList::follow(bool following)
{
    if (following == m_following)
        return;
    m_following = following;
    m_newLines = 0;
    Q_EMIT followingChanged();
}

void LogList::setFollowing(bool following)
{
    refresh();
    if (!following)
        anchor();
    follow(following);
    place();
    viewport()->update();
}

void LogList::takeFilter()
{
    m_newLines = 0;
    m_widest = 0;
    takeRows();
}

void LogList::takeRows()
{
    place();
    viewport()->update();
    Q_EMIT rowsChanged();
}

void LogList::setBothEnvironments(bool both)
{
    if (std::exchange(m_style.bothEnvironments, both) == both)
        return;
    place();
    viewport()->update();
}

void LogList::scrollContentsBy(int dx, int dy)
{
    m_style.column = horizontalScrollBar()->value();
    if (m_placing)
        return;
    if (dx != 0)
        viewport()->update();
    if (dy == 0)
        return;
    if (!m_choosing) {
        follow(verticalScrollBar()->value() == verticalScrollBar()->maximum());
        anchor();
    }
    if (std::abs(dy) > pageRows())
        viewport()->update();
    else
        viewport()->scroll(0, dy * m_style.rowHeight, viewport()->rect());
}

LogRow LogList::rowToPaint(Row row) const
{
    LogRow shown;
    shown.line = m_store.line(m_view.lineAt(row));
    const PatternText &include = m_view.filter().include;
    shown.isMatch = m_view.isMatch(row) || shown.line.source == LogSource::Note;
    shown.marksMatch = m_view.filter().context != 0 && m_view.hasPattern();
    if (include.text.isEmpty() || !m_view.isMatch(row))
        return shown;
    const std::string_view message = shown.line.message;
    const bool whole = qsizetype(message.size()) <= longestMarked;
    const qsizetype from =
        whole ? 0
              : std::clamp<qsizetype>(m_style.column - longestMarked / 4, 0, qsizetype(message.size()) - longestMarked);
    shown.hits = m_view.hitsIn(whole ? message : message.substr(size_t(from), size_t(longestMarked)));
    for (Pattern::Hit &hit : shown.hits)
        hit.offset += from;
    return shown;
}

/// How far one may scroll is known only of what was seen: to measure all would take as long as to paint all.
void LogList::widen(std::string_view message)
{
    if (qsizetype(message.size()) * mostColumnsOfByte < m_widest)
        return;
    const qsizetype columns = visibleColumns(message) + columnStep;
    m_widened = m_widened || columns > m_widest;
    m_widest = std::max(m_widest, columns);
}

void LogList::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.setFont(m_style.font);
    const LogSelection::Rows selected = m_selection.rows();
    const auto current = currentRow();
    m_style.focused = hasFocus();
    const QRegion &exposed = event->region();
    const Row first = std::max<Row>(0, rowAt(exposed.boundingRect().top()));
    const Row end = std::min<Row>(rowAt(exposed.boundingRect().bottom()) + 1, m_view.rowCount());
    for (Row row = first; row < end; ++row) {
        const QRect rect = rowRect(row);
        if (!exposed.intersects(rect))
            continue;
        if (!isKept(m_view.lineAt(row))) { // it went, and the view is told in a moment
            painter.fillRect(rect, palette().color(QPalette::Active, QPalette::Base));
            continue;
        }
        LogRow shown = rowToPaint(row);
        shown.selected = selected.contains(row);
        shown.current = current == row;
        paintLogRow(painter, rect, shown, m_style);
        widen(shown.line.message);
        ++m_rowsPainted;
    }
    const int used = std::max(0, rowRect(m_view.rowCount()).top());
    painter.fillRect(QRect(0, used, viewport()->width(), viewport()->height() - used),
                     palette().color(QPalette::Active, QPalette::Base));
    m_sincePaint.start();
    if (std::exchange(m_widened, false))
        QMetaObject::invokeMethod(this, &LogList::place, Qt::QueuedConnection);
    if (m_stale && !m_soon->isActive())
        m_soon->start(0);
}

void LogList::updateRows(const LogSelection::Rows &rows)
{
    if (rows.count() <= 0)
        return;
    viewport()->update((rowRect(rows.first) | rowRect(rows.last)) & viewport()->rect());
}

void LogList::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    place();
}

void LogList::showEvent(QShowEvent *event)
{
    QAbstractScrollArea::showEvent(event);
    refresh();
    place();
}

void LogList::hideEvent(QHideEvent *event)
{
    m_soon->stop();
    m_autoScroll.stop();
    m_dragging = false;
    QAbstractScrollArea::hideEvent(event);
}

void LogList::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::LocaleChange)
        viewport()->update(); // times are told in another zone
    if (event->type() != QEvent::FontChange && event->type() != QEvent::PaletteChange &&
        event->type() != QEvent::StyleChange)
        return;
    LogRowStyle style = logRowStyle(palette(), font());
    style.bothEnvironments = m_style.bothEnvironments;
    style.column = m_style.column;
    m_style = style;
    place();
    viewport()->update();
}

QString LogList::rowText(Row row) const
{
    if (row < 0 || row >= m_view.rowCount() || !isKept(m_view.lineAt(row)))
        return {};
    const LogLine line = m_store.line(m_view.lineAt(row));
    QStringList parts{logClock(line.at), logEnvironmentText(line.environment)};
    if (line.source == LogSource::Note)
        parts.append(say("note"));
    else if (line.level != LogLevel::None)
        parts.append(lookOf(line.level).word);
    if (line.isNew)
        parts.append(say("new"));
    parts.append(visibleMessage(line.message, 0, longestRowText, {}).text);
    return parts.join(QStringLiteral(", "));
}

QString LogList::selectedText(qsizetype most)
{
    refresh();
    const LogSelection::Rows rows = m_selection.rows();
    QString text;
    for (Row row = rows.first; row <= rows.last; ++row) {
        const LineNumber line = m_view.lineAt(row);
        if (!isKept(line))
            continue;
        if (text.size() >= most)
            return text + tr("(and %1 more: export them)").arg(counted(rows.last - row + 1, "line", "lines"));
        text += logLineText(m_store.line(line), QTimeZone::utc()) + QLatin1Char('\n');
    }
    return text;
}

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

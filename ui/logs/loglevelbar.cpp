// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/loglevelbar.h"

#include "models/values/text.h"
#include "ui/controls/plainlabel.h"
#include "ui/controls/theme.h"
#include "ui/controls/walking.h"
#include "ui/logs/logclock.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <numeric>

namespace Slipway {

namespace {

constexpr int levelBarHeight = 30;
constexpr int widestMinute = 10; ///< from one to the next
constexpr int leastMinute = 4;
constexpr int newDot = 3;
constexpr int leastPart = 2; ///< one error among a thousand lines is seen
constexpr int levelBarEdge = 1;

int ofLevel(const MinuteCounts &minute, LogLevel level)
{
    return minute.levels.at(size_t(level));
}

/// Heights of errors, warnings and the rest, one upon the other.
std::array<int, 3> stackOf(const MinuteCounts &minute, int most, int room)
{
    const int errors = ofLevel(minute, LogLevel::Error);
    const int warnings = ofLevel(minute, LogLevel::Warn);
    const std::array counts{errors, warnings, minute.total() - errors - warnings};
    std::array<int, 3> heights{};
    int left = room;
    for (size_t i = 0; i < counts.size(); ++i) {
        if (counts.at(i) == 0)
            continue;
        const int share = int(qint64(counts.at(i)) * room / std::max(1, most));
        heights.at(i) = std::min(std::max(share, leastPart), left);
        left -= heights.at(i);
    }
    return heights;
}

void paintStripes(QPainter &painter, const QRect &part, const QColor &ink)
{
    for (int y = part.bottom(); y >= part.top(); y -= 2)
        painter.fillRect(part.left(), y, part.width(), 1, ink);
}

void paintHollow(QPainter &painter, const QRect &part, const QColor &ink)
{
    if (part.width() < 4 || part.height() < 3)
        return painter.fillRect(part, ink);
    painter.setPen(ink);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(part.adjusted(0, 0, -1, -1));
}

void paintMinute(QPainter &painter, const QRect &place, const MinuteCounts &minute, int most, const QPalette &palette)
{
    const QRect room = place.adjusted(0, newDot + 1, 0, 0);
    const std::array heights = stackOf(minute, most, room.height());
    int below = room.bottom() + 1;
    const auto next = [&](size_t part) {
        below -= heights.at(part);
        return QRect(room.left(), below, room.width(), heights.at(part));
    };
    if (minute.total() == 0)
        painter.fillRect(QRect(room.left(), room.bottom(), room.width(), 1), lineColour(palette));
    if (const QRect errors = next(0); !errors.isEmpty())
        painter.fillRect(errors, inkOf(Tone::Bad, palette));
    if (const QRect warnings = next(1); !warnings.isEmpty())
        paintStripes(painter, warnings, inkOf(Tone::Warn, palette));
    if (const QRect rest = next(2); !rest.isEmpty())
        paintHollow(painter, rest, dimInk(palette));
    if (minute.fresh > 0) {
        const int size = std::min(newDot, place.width());
        painter.fillRect(place.left() + (place.width() - size) / 2, below - newDot - 1, size, size,
                         inkOf(Tone::Running, palette));
    }
}

QString countsText(const MinuteCounts &counts)
{
    QStringList parts;
    if (const int errors = ofLevel(counts, LogLevel::Error); errors > 0)
        parts.append(counted(errors, "error", "errors"));
    if (const int warnings = ofLevel(counts, LogLevel::Warn); warnings > 0)
        parts.append(counted(warnings, "warning", "warnings"));
    parts.append(counts.total() == 0 ? say("no lines") : counted(counts.total(), "line", "lines"));
    if (counts.fresh > 0)
        parts.append(say("%1 new").arg(counts.fresh));
    return parts.join(QStringLiteral(", "));
}

} // namespace

QString minuteText(const MinuteCounts &minute)
{
    return say("%1: %2").arg(logMinute(minute.minute), countsText(minute));
}

QString minutesText(const QList<MinuteCounts> &minutes)
{
    if (minutes.isEmpty())
        return say("No lines yet");
    MinuteCounts sum;
    for (const MinuteCounts &minute : minutes) {
        for (size_t level = 0; level < sum.levels.size(); ++level)
            sum.levels.at(level) += minute.levels.at(level);
        sum.fresh += minute.fresh;
    }
    return say("Last %1: %2").arg(counted(minutes.size(), "minute", "minutes"), countsText(sum));
}

LogLevelBar::LogLevelBar(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("logLevels"));
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    describe();
}

QSize LogLevelBar::sizeHint() const
{
    return {60 * widestMinute, levelBarHeight};
}

QSize LogLevelBar::minimumSizeHint() const
{
    return {30 * leastMinute, levelBarHeight};
}

void LogLevelBar::display(const QList<MinuteCounts> &minutes)
{
    const QList<MinuteCounts> last = minutes.mid(std::max<qsizetype>(0, minutes.size() - mostMinutes));
    if (last == m_minutes)
        return;
    if (m_cursor >= 0) { // it stays at its minute while newer ones push it on
        const qint64 minute = m_minutes.at(m_cursor).minute;
        const auto same =
            std::find_if(last.cbegin(), last.cend(), [=](const MinuteCounts &one) { return one.minute == minute; });
        m_cursor = same == last.cend() ? -1 : same - last.cbegin();
    }
    m_minutes = last;
    if (!isVisible())
        return;
    describe();
    update();
}

void LogLevelBar::describe()
{
    setAccessibleName(minutesText(m_minutes));
    const QString latest = m_minutes.isEmpty() ? QString() : say("Latest: %1").arg(minuteText(m_minutes.constLast()));
    setAccessibleDescription(m_cursor < 0 ? latest : cursorText());
}

qsizetype LogLevelBar::firstSeen() const
{
    const int room = (width() - 2 * levelBarEdge) / leastMinute;
    return std::max<qsizetype>(0, m_minutes.size() - std::max(1, room));
}

/// The last one ends at the right edge.
QRect LogLevelBar::place(qsizetype index) const
{
    const int inside = width() - 2 * levelBarEdge;
    const auto seen = int(m_minutes.size() - firstSeen());
    const int pitch = std::clamp(inside / std::max(1, seen), leastMinute, widestMinute);
    const int right = width() - levelBarEdge - int(m_minutes.size() - 1 - index) * pitch;
    const int gap = pitch > leastMinute + 2 ? 2 : 1;
    return {right - pitch + gap, 1, pitch - gap, height() - 2};
}

void LogLevelBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    int most = 1;
    for (qsizetype i = firstSeen(); i < m_minutes.size(); ++i)
        most = std::max(most, m_minutes.at(i).total());
    for (qsizetype i = firstSeen(); i < m_minutes.size(); ++i)
        paintMinute(painter, place(i), m_minutes.at(i), most, palette());
    const QRect ground = m_minutes.isEmpty() ? rect() : QRect(0, 0, place(firstSeen()).left() - 1, height());
    painter.fillRect(QRect(ground.left(), height() - 2, ground.width(), 1), lineColour(palette()));
    painter.setPen(QPen(palette().color(QPalette::Active, QPalette::Highlight), 1));
    painter.setBrush(Qt::NoBrush);
    if (m_cursor >= firstSeen())
        painter.drawRect(place(m_cursor).adjusted(-1, -1, 0, 0));
    else if (hasFocus())
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

QString LogLevelBar::cursorText() const
{
    return m_cursor < 0 ? QString() : minuteText(m_minutes.at(m_cursor));
}

void LogLevelBar::moveCursor(qsizetype to)
{
    m_cursor = to;
    describe();
    update();
    QToolTip::showText(mapToGlobal(place(m_cursor).bottomLeft()), plainToolTip(cursorText()), this);
}

void LogLevelBar::keyPressEvent(QKeyEvent *event)
{
    const bool chooses =
        event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
    if (chooses && m_cursor >= 0) {
        Q_EMIT minuteChosen(m_minutes.at(m_cursor).minute);
        return;
    }
    const qsizetype first = firstSeen();
    if (const auto to = walked(event->key(), m_cursor < first ? -1 : m_cursor - first, m_minutes.size() - first))
        return moveCursor(*to + first);
    QWidget::keyPressEvent(event);
}

qsizetype LogLevelBar::minuteAt(int x) const
{
    for (qsizetype i = firstSeen(); i < m_minutes.size(); ++i) {
        const QRect at = place(i);
        if (x >= at.left() - 2 && x <= at.right())
            return i;
    }
    return -1;
}

void LogLevelBar::mouseReleaseEvent(QMouseEvent *event)
{
    const qsizetype index = minuteAt(int(event->position().x()));
    if (event->button() == Qt::LeftButton && index >= 0)
        Q_EMIT minuteChosen(m_minutes.at(index).minute);
}

void LogLevelBar::focusOutEvent(QFocusEvent *event)
{
    if (std::exchange(m_cursor, -1) >= 0)
        describe();
    QWidget::focusOutEvent(event);
}

void LogLevelBar::showEvent(QShowEvent *event)
{
    describe();
    QWidget::showEvent(event);
}

void LogLevelBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LocaleChange)
        describe();
    QWidget::changeEvent(event);
}

bool LogLevelBar::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const qsizetype index = minuteAt(help->pos().x());
    const QString text = index < 0 ? tr("No lines from here yet") : minuteText(m_minutes.at(index));
    QToolTip::showText(help->globalPos(), plainToolTip(text), this);
    return true;
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/heartbeatbar.h"

#include "models/pipeline/views.h"
#include "models/values/plaintext.h"
#include "models/values/shownzone.h"
#include "models/values/text.h"
#include "models/values/utc.h"
#include "ui/charts/chartwords.h"
#include "ui/controls/plainlabel.h"
#include "ui/controls/theme.h"
#include "ui/controls/walking.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace Slipway {

namespace {

constexpr int barHeight = 18;
constexpr int usualPitch = 7; ///< from one result to the next
constexpr int leastPitch = 3;
constexpr int widestBar = 9;
constexpr int dot = 2;
constexpr int dashHeight = 2;
constexpr int leastHollow = 4;
constexpr int edge = 1; ///< beside the first and the last
constexpr qsizetype longestBeatReason = 200;

/// Half as tall, under a dot.
void paintDegraded(QPainter &painter, const QRect &place, const QColor &ink)
{
    const int half = place.height() / 2;
    painter.fillRect(place.adjusted(0, half, 0, 0), ink);
    const int size = std::min(dot, place.width());
    painter.fillRect(place.left() + (place.width() - size) / 2, place.top() + half - 2 * size, size, size, ink);
}

/// Hollow, with a cross, and wider than the others; striped where there is no room inside.
void paintDown(QPainter &painter, const QRect &place, const QColor &ink)
{
    if (place.width() < leastHollow) {
        for (int y = place.top(); y < place.bottom(); y += 2 * dot)
            painter.fillRect(place.left(), y, place.width(), dot, ink);
        return;
    }
    const QRect outline = place.adjusted(-1, 0, 0, -1);
    painter.setPen(QPen(ink, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(outline);
    const int side = outline.width() - 2;
    const QRect cross(outline.left() + 1, outline.top() + (outline.height() - side) / 2, side + 1, side + 1);
    painter.drawLine(cross.topLeft(), cross.bottomRight());
    painter.drawLine(cross.bottomLeft(), cross.topRight());
}

void paintBeat(QPainter &painter, const QRect &place, Verdict verdict, const QPalette &palette)
{
    switch (verdict) {
    case Verdict::Healthy:
        painter.fillRect(place.adjusted(0, dot, 0, 0), inkOf(Tone::Good, palette));
        return;
    case Verdict::Degraded:
        return paintDegraded(painter, place, inkOf(Tone::Warn, palette));
    case Verdict::Down:
        return paintDown(painter, place, inkOf(Tone::Bad, palette));
    case Verdict::Unknown:
        break;
    }
    painter.fillRect(place.adjusted(0, place.height() - dashHeight, 0, 0), inkOf(Tone::Neutral, palette));
}

} // namespace

QString beatText(const Beat &beat)
{
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(beat.atMs, utcZone);
    QStringList parts{verdictWord(beat.verdict),
                      beat.httpStatus ? QString::number(*beat.httpStatus) : say("no answer")};
    if (beat.latencyMs)
        parts.append(latencyText(*beat.latencyMs));
    if (!beat.reason.isEmpty())
        parts.append(visibleText(beat.reason.left(longestBeatReason)));
    return say("%1: %2").arg(shownTimeAndZone(at, QStringLiteral("HH:mm:ss")), parts.join(QStringLiteral(", ")));
}

QString beatsText(const QList<Beat> &beats)
{
    if (beats.isEmpty())
        return say("No results yet");
    QStringList parts;
    for (const Verdict verdict : {Verdict::Healthy, Verdict::Degraded, Verdict::Down, Verdict::Unknown}) {
        const auto count = std::count_if(beats.cbegin(), beats.cend(),
                                         [verdict](const Beat &beat) { return beat.verdict == verdict; });
        if (count > 0)
            parts.append(QStringLiteral("%1 %2").arg(count).arg(verdictWord(verdict)));
    }
    return say("Last %1: %2").arg(counted(beats.size(), "result", "results"), parts.join(QStringLiteral(", ")));
}

HeartbeatBar::HeartbeatBar(QWidget *parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize HeartbeatBar::sizeHint() const
{
    return {mostBeats * usualPitch + 2 * edge, barHeight};
}

QSize HeartbeatBar::minimumSizeHint() const
{
    return {mostBeats * leastPitch + 2 * edge, barHeight};
}

void HeartbeatBar::display(const QList<Beat> &beats)
{
    const QList<Beat> last = beats.mid(std::max<qsizetype>(0, beats.size() - mostBeats));
    if (last == m_beats)
        return;
    if (m_cursor >= 0) { // it stays at its result while newer ones push it on
        const qint64 atMs = m_beats.at(m_cursor).atMs;
        const auto same = std::find_if(last.cbegin(), last.cend(), [=](const Beat &beat) { return beat.atMs == atMs; });
        m_cursor = same == last.cend() ? -1 : same - last.cbegin();
    }
    m_beats = last;
    if (!isVisible())
        return;
    describe();
    update();
}

void HeartbeatBar::describe()
{
    setAccessibleName(beatsText(m_beats));
    const QString latest = m_beats.isEmpty() ? QString() : say("Latest: %1").arg(beatText(m_beats.constLast()));
    setAccessibleDescription(m_cursor < 0 ? latest : cursorText());
}

void HeartbeatBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LocaleChange)
        describe();
}

int HeartbeatBar::firstSlot() const
{
    return mostBeats - int(m_beats.size());
}

/// The last one ends at the right edge; all are equally wide.
QRect HeartbeatBar::place(int slot) const
{
    const int inside = std::max(0, width() - 2 * edge);
    const int left = edge + inside * slot / mostBeats;
    const int end = edge + inside * (slot + 1) / mostBeats;
    const int pitch = inside / mostBeats;
    const int bar = std::clamp(pitch - (pitch > leastPitch ? 2 : 1), 1, widestBar);
    return {std::max(left, end - bar), 1, bar, height() - 2};
}

void HeartbeatBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    for (int slot = 0; slot < mostBeats; ++slot) {
        const Verdict verdict = slot < firstSlot() ? Verdict::Unknown : m_beats.at(slot - firstSlot()).verdict;
        paintBeat(painter, place(slot), verdict, palette());
    }
    painter.setPen(QPen(palette().color(QPalette::Active, QPalette::Highlight), 1));
    painter.setBrush(Qt::NoBrush);
    if (m_cursor >= 0)
        painter.drawRect(place(firstSlot() + int(m_cursor)).adjusted(-1, -1, 0, 0));
    else if (hasFocus())
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

QString HeartbeatBar::cursorText() const
{
    return m_cursor < 0 ? QString() : beatText(m_beats.at(m_cursor));
}

void HeartbeatBar::moveCursor(qsizetype to)
{
    m_cursor = to;
    describe();
    update();
    const QRect at = place(firstSlot() + int(m_cursor));
    QToolTip::showText(mapToGlobal(at.bottomLeft()), plainToolTip(cursorText()), this);
}

void HeartbeatBar::keyPressEvent(QKeyEvent *event)
{
    if (const auto to = walked(event->key(), m_cursor, m_beats.size()))
        return moveCursor(*to);
    QWidget::keyPressEvent(event);
}

void HeartbeatBar::focusOutEvent(QFocusEvent *event)
{
    if (std::exchange(m_cursor, -1) >= 0)
        describe();
    QWidget::focusOutEvent(event);
}

void HeartbeatBar::showEvent(QShowEvent *event)
{
    describe();
    QWidget::showEvent(event);
}

bool HeartbeatBar::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    int slot = 0;
    while (slot + 1 < mostBeats && help->pos().x() > place(slot).right())
        ++slot;
    const QString text = slot < firstSlot() ? tr("Nothing was measured yet") : beatText(m_beats.at(slot - firstSlot()));
    QToolTip::showText(help->globalPos(), plainToolTip(text), this, place(slot).adjusted(-2, -1, 1, 1));
    return true;
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "heartbeatbar.h"

#include "healthchart.h"
#include "plainlabel.h"
#include "theme.h"
#include "values/plaintext.h"
#include "values/text.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace Slipway {

namespace {

constexpr int barHeight = 20;
constexpr double widestBar = 9;
constexpr double gapBetween = 2;
constexpr qsizetype longestBeatReason = 200;

} // namespace

QString beatText(const Beat &beat)
{
    const QString at = QDateTime::fromMSecsSinceEpoch(beat.atMs, Qt::UTC).toString(QStringLiteral("HH:mm:ss"));
    QStringList parts{verdictWord(beat.verdict),
                      beat.httpStatus ? QString::number(*beat.httpStatus) : say("no HTTP answer")};
    if (beat.latencyMs)
        parts.append(latencyText(*beat.latencyMs));
    if (!beat.reason.isEmpty())
        parts.append(beat.reason.left(longestBeatReason));
    return say("%1 UTC: %2").arg(at, visibleText(parts.join(QStringLiteral(", "))));
}

HeartbeatBar::HeartbeatBar(QWidget *parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    describe();
}

QSize HeartbeatBar::sizeHint() const
{
    return {int(mostBeats * (widestBar + gapBetween)) / 2, barHeight};
}

QSize HeartbeatBar::minimumSizeHint() const
{
    return {mostBeats * 3, barHeight};
}

void HeartbeatBar::show(const QList<Beat> &beats)
{
    if (beats == m_beats)
        return;
    m_beats = beats;
    m_cursor = std::min(m_cursor, int(m_beats.size()) - 1);
    describe();
    update();
}

void HeartbeatBar::describe()
{
    const auto count = [this](Verdict verdict) {
        return std::count_if(m_beats.cbegin(), m_beats.cend(),
                             [=](const Beat &beat) { return beat.verdict == verdict; });
    };
    setAccessibleName(say("Last %1: %2 healthy, %3 degraded, %4 failed")
                          .arg(counted(m_beats.size(), "result", "results"))
                          .arg(count(Verdict::Healthy))
                          .arg(count(Verdict::Degraded))
                          .arg(count(Verdict::Down)));
    setAccessibleDescription(m_beats.isEmpty() ? say("No data yet") : beatText(m_beats.constLast()));
}

QRectF HeartbeatBar::place(int slot) const
{
    const double pitch = double(width()) / mostBeats;
    const double bar = std::min(widestBar, std::max(1.0, pitch - gapBetween));
    return {slot * pitch + (pitch - bar) / 2, 1, bar, double(height() - 2)};
}

void HeartbeatBar::paintBeat(QPainter &painter, const QRectF &place, Verdict verdict) const
{
    const double height = place.height();
    switch (verdict) {
    case Verdict::Healthy:
        painter.fillRect(place.adjusted(0, height * 0.1, 0, 0), inkOf(Tone::Good, palette()));
        return;
    case Verdict::Degraded:
        painter.fillRect(place.adjusted(0, height * 0.55, 0, 0), inkOf(Tone::Warn, palette()));
        painter.fillRect(QRectF(place.center().x() - 1, height * 0.25, 2, 2), inkOf(Tone::Warn, palette()));
        return;
    case Verdict::Down: {
        painter.setPen(QPen(inkOf(Tone::Bad, palette()), 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(place.adjusted(0, 0, -1, -1));
        painter.drawLine(place.topLeft(), place.bottomRight());
        painter.drawLine(place.bottomLeft(), place.topRight());
        return;
    }
    case Verdict::Unknown:
        break;
    }
    painter.fillRect(QRectF(place.left(), place.bottom() - 2, place.width(), 2), lineColour(palette()));
}

void HeartbeatBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const int first = mostBeats - int(m_beats.size());
    for (int slot = 0; slot < mostBeats; ++slot)
        paintBeat(painter, place(slot), slot < first ? Verdict::Unknown : m_beats.at(slot - first).verdict);
    painter.setPen(QPen(palette().color(QPalette::Highlight), 1));
    painter.setBrush(Qt::NoBrush);
    if (m_cursor >= 0)
        painter.drawRect(place(first + m_cursor).adjusted(-2, -1, 1, 0));
    else if (hasFocus())
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

QString HeartbeatBar::cursorText() const
{
    return m_cursor < 0 ? QString() : beatText(m_beats.at(m_cursor));
}

void HeartbeatBar::moveCursor(int to)
{
    if (m_beats.isEmpty())
        return;
    m_cursor = std::clamp(to, 0, int(m_beats.size()) - 1);
    setAccessibleDescription(cursorText());
    const QRectF at = place(mostBeats - int(m_beats.size()) + m_cursor);
    QToolTip::showText(mapToGlobal(at.bottomLeft().toPoint()), plainToolTip(cursorText()), this);
    update();
}

void HeartbeatBar::keyPressEvent(QKeyEvent *event)
{
    const int last = int(m_beats.size()) - 1;
    switch (event->key()) {
    case Qt::Key_Left:
        return moveCursor(m_cursor < 0 ? last : m_cursor - 1);
    case Qt::Key_Right:
        return moveCursor(m_cursor < 0 ? last : m_cursor + 1);
    case Qt::Key_Home:
        return moveCursor(0);
    case Qt::Key_End:
        return moveCursor(last);
    default:
        QWidget::keyPressEvent(event);
    }
}

void HeartbeatBar::focusOutEvent(QFocusEvent *event)
{
    m_cursor = -1;
    describe();
    QWidget::focusOutEvent(event);
}

bool HeartbeatBar::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const int slot = std::clamp(help->pos().x() * mostBeats / std::max(1, width()), 0, mostBeats - 1);
    const int at = slot - (mostBeats - int(m_beats.size()));
    QToolTip::showText(help->globalPos(), plainToolTip(at < 0 ? tr("No result yet") : beatText(m_beats.at(at))), this);
    return true;
}

} // namespace Slipway

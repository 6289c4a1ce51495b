// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/environment/figuretiles.h"

#include "models/values/plaintext.h"
#include "ui/controls/plainlabel.h"
#include "ui/controls/shapes.h"
#include "ui/controls/walking.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace Slipway {

namespace {

constexpr int tileGap = 8;
constexpr int tilePadding = 7;
constexpr double tileRadius = 4;

QFont smallFont(const QFont &font)
{
    QFont small = font;
    small.setPointSizeF(font.pointSizeF() * 0.85);
    return small;
}

QFont boldFont(const QFont &font)
{
    QFont bold = font;
    bold.setBold(true);
    return bold;
}

} // namespace

FigureTiles::FigureTiles(QWidget *parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void FigureTiles::display(const QList<FigureTile> &tiles)
{
    if (tiles == m_tiles)
        return;
    m_tiles = tiles;
    m_current = std::clamp<qsizetype>(m_current, 0, std::max<qsizetype>(0, m_tiles.size() - 1));
    describe();
    update();
}

QSize FigureTiles::sizeHint() const
{
    const int height = QFontMetrics(smallFont(font())).height() + QFontMetrics(boldFont(font())).height();
    return {320, height + 2 * tilePadding - 4};
}

QSize FigureTiles::minimumSizeHint() const
{
    return {240, sizeHint().height()};
}

QRectF FigureTiles::place(qsizetype tile) const
{
    const double width = (double(this->width()) - tileGap * double(m_tiles.size() - 1)) / double(m_tiles.size());
    return QRectF(double(tile) * (width + tileGap), 0, width, height()).adjusted(0.5, 0.5, -0.5, -0.5);
}

qsizetype FigureTiles::tileAt(const QPoint &at) const
{
    for (qsizetype i = 0; i < m_tiles.size(); ++i) {
        if (place(i).contains(at))
            return i;
    }
    return -1;
}

void FigureTiles::describe()
{
    QStringList all;
    for (const FigureTile &tile : std::as_const(m_tiles))
        all.append(QStringLiteral("%1: %2").arg(tile.title, tile.value));
    setAccessibleName(visibleText(all.join(QStringLiteral("; "))));
    if (m_current < m_tiles.size())
        setAccessibleDescription(visibleText(m_tiles.at(m_current).detail));
}

void FigureTiles::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (qsizetype i = 0; i < m_tiles.size(); ++i) {
        const FigureTile &tile = m_tiles.at(i);
        const QRectF frame = place(i);
        const bool current = hasFocus() && i == m_current;
        painter.setPen(QPen(current ? palette().color(QPalette::Highlight) : lineColour(palette()), current ? 2 : 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(frame, tileRadius, tileRadius);
        paintTile(painter, tile, frame.adjusted(tilePadding, tilePadding - 3, -tilePadding, -tilePadding + 3));
    }
}

void FigureTiles::paintTile(QPainter &painter, const FigureTile &tile, const QRectF &inside) const
{
    const QFont small = smallFont(font());
    const QFont valueFont = tile.known ? boldFont(font()) : small;
    const QFontMetrics metrics(valueFont);
    QRectF name = inside;
    QRectF words = inside;
    if (tile.look) {
        // Words need the whole width: their mark stands beside the name.
        const double size = metrics.ascent();
        const QPointF corner = tile.known ? QPointF(inside.left(), inside.bottom() - size - 2)
                                          : QPointF(inside.right() - size, inside.top() + 2);
        paintShape(painter, tile.look->shape, QRectF(corner, QSizeF(size, size)), inkOf(tile.look->tone, palette()));
        tile.known ? words.setLeft(inside.left() + size + 4) : name.setRight(inside.right() - size - 4);
    }
    painter.setFont(small);
    painter.setPen(dimInk(palette()));
    const QString title = tile.opens ? tile.title + QStringLiteral(" \u203a") : tile.title;
    painter.drawText(name, Qt::AlignLeft | Qt::AlignTop,
                     QFontMetrics(small).elidedText(visibleText(title), Qt::ElideRight, int(name.width())));
    painter.setFont(valueFont);
    painter.setPen(tile.look    ? inkOf(tile.look->tone, palette())
                   : tile.known ? palette().color(QPalette::WindowText)
                                : dimInk(palette()));
    painter.drawText(words, Qt::AlignLeft | Qt::AlignBottom,
                     metrics.elidedText(visibleText(tile.value), Qt::ElideRight, int(words.width())));
}

void FigureTiles::moveTo(qsizetype tile)
{
    m_current = tile;
    describe();
    QToolTip::showText(mapToGlobal(place(m_current).bottomLeft().toPoint()), plainToolTip(m_tiles.at(m_current).detail),
                       this);
    update();
}

void FigureTiles::keyPressEvent(QKeyEvent *event)
{
    if (const auto to = walked(event->key(), m_current, m_tiles.size()))
        return moveTo(*to);
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (m_current < m_tiles.size() && m_tiles.at(m_current).opens)
            Q_EMIT opened(m_tiles.at(m_current).id);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void FigureTiles::mousePressEvent(QMouseEvent *event)
{
    m_pressed = event->button() == Qt::LeftButton ? tileAt(event->pos()) : -1;
    if (m_pressed < 0)
        return;
    m_current = m_pressed;
    describe();
    update();
}

void FigureTiles::mouseReleaseEvent(QMouseEvent *event)
{
    const qsizetype tile = tileAt(event->pos());
    const bool clicked = event->button() == Qt::LeftButton && tile >= 0 && tile == m_pressed;
    m_pressed = -1;
    if (clicked && m_tiles.at(tile).opens)
        Q_EMIT opened(m_tiles.at(tile).id);
}

void FigureTiles::focusInEvent(QFocusEvent *event)
{
    describe();
    QWidget::focusInEvent(event);
}

bool FigureTiles::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const qsizetype tile = tileAt(help->pos());
    if (tile >= 0)
        QToolTip::showText(help->globalPos(), plainToolTip(m_tiles.at(tile).detail), this);
    return true;
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/linedtabbar.h"

#include "ui/controls/theme.h"

#include <QPainter>

namespace Slipway {

namespace {

constexpr int besideWords = 14;
constexpr int aboveWords = 7;
constexpr int underLine = 3;

QFont boldOf(QFont font)
{
    font.setBold(true);
    return font;
}

} // namespace

LinedTabBar::LinedTabBar(QWidget *parent, Size size)
    : QTabBar(parent)
    , m_size(size)
{
    if (m_size == Size::Compact) {
        QFont small = font();
        small.setPointSizeF(small.pointSizeF() * 0.85);
        setFont(small);
    }
    setDrawBase(false);
    setExpanding(false);
}

QSize LinedTabBar::tabSizeHint(int index) const
{
    const QFontMetrics bold(boldOf(font())); // so that none moves when another one is opened
    const bool compact = m_size == Size::Compact;
    return {bold.size(Qt::TextShowMnemonic, tabText(index)).width() + (compact ? besideWords : 2 * besideWords),
            bold.height() + (compact ? 2 : 2 * aboveWords) + underLine};
}

void LinedTabBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (m_size == Size::Usual)
        painter.fillRect(QRect(0, height() - 1, width(), 1), lineColour(palette()));
    for (int tab = 0; tab < count(); ++tab) {
        const QRect rect = tabRect(tab);
        const bool present = tab == currentIndex();
        painter.setFont(present ? boldOf(font()) : font());
        painter.setPen(present ? palette().color(QPalette::Active, QPalette::WindowText) : dimInk(palette()));
        painter.drawText(rect.adjusted(0, 0, 0, -underLine), Qt::AlignCenter | Qt::TextShowMnemonic, tabText(tab));
        const QColor accent = inkOf(Tone::Running, palette());
        if (present)
            painter.fillRect(QRect(rect.left(), rect.bottom() + 1 - underLine, rect.width(), underLine), accent);
        if (!present || !hasFocus())
            continue;
        painter.setPen(QPen(palette().color(QPalette::Active, QPalette::Highlight), 2));
        painter.drawRect(rect.adjusted(2, 2, -2, -underLine - 2));
    }
}

} // namespace Slipway

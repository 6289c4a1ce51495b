// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/plainlabel.h"

#include "models/values/plaintext.h"

#include <QEvent>
#include <QFontDatabase>
#include <QPainter>
#include <QTextLayout>

namespace Slipway {

namespace {

/// Nobody reads more in a label, and laying out a megabyte would stop the window.
constexpr qsizetype longestLabel = 4000;
/// Of which a label remembers how its text is laid out.
constexpr qsizetype mostWidths = 16;

} // namespace

LaidText layText(const QString &text, const QFontMetrics &metrics, const QFont &font, int width, int maxLines)
{
    if (text.isEmpty())
        return {};
    if (maxLines == 1) {
        if (metrics.horizontalAdvance(text) <= width)
            return {{text}, false};
        return {{metrics.elidedText(text, Qt::ElideRight, width)}, true};
    }
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    QTextLayout layout(text, font);
    layout.setTextOption(option);
    LaidText laid;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(std::max(width, 1));
        const bool last = laid.lines.size() + 1 == maxLines;
        const QString rest = text.mid(line.textStart());
        if (last && line.textLength() < rest.size()) {
            laid.lines.append(
                metrics.elidedText(rest.left(line.textLength() + 8) + QChar(0x2026), Qt::ElideRight, width));
            laid.elided = true;
            break;
        }
        laid.lines.append(rest.left(line.textLength()).trimmed());
    }
    layout.endLayout();
    return laid;
}

QString plainToolTip(const QString &text)
{
    return text.isEmpty() ? QString() : QStringLiteral("<qt>%1</qt>").arg(text.toHtmlEscaped());
}

PlainLabel::PlainLabel(QWidget *parent, int lines)
    : QLabel(parent)
    , m_lines(lines)
{
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
}

void PlainLabel::showText(const QString &text)
{
    QString shown = visibleText(text.left(longestLabel));
    if (text.size() > longestLabel)
        shown += QChar(0x2026);
    if (shown == this->text())
        return;
    setText(shown);
    m_laid.clear();
    updateToolTip();
    updateGeometry();
}

void PlainLabel::setDim(bool dim)
{
    m_dim = dim;
    update();
}

void PlainLabel::setTone(std::optional<Tone> tone)
{
    if (tone == m_tone)
        return;
    m_tone = tone;
    update();
}

void PlainLabel::setWeight(Weight weight)
{
    QFont bold = font();
    bold.setBold(weight == Weight::Bold);
    setFont(bold);
}

void PlainLabel::setFixedPitch()
{
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    fixed.setPointSizeF(font().pointSizeF());
    setFont(fixed);
}

bool PlainLabel::isElided() const
{
    return laidFor(width()).elided;
}

QSize PlainLabel::sizeHint() const
{
    constexpr int widest = 560;
    return {std::min(fontMetrics().horizontalAdvance(text()) + 2, widest), fontMetrics().lineSpacing()};
}

QSize PlainLabel::minimumSizeHint() const
{
    return {std::min(sizeHint().width(), fontMetrics().averageCharWidth() * 8), fontMetrics().lineSpacing()};
}

bool PlainLabel::hasHeightForWidth() const
{
    return m_lines > 1;
}

int PlainLabel::heightForWidth(int width) const
{
    return int(std::max<qsizetype>(laidFor(width).lines.size(), 1)) * fontMetrics().lineSpacing();
}

void PlainLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(m_tone ? inkOf(*m_tone, palette())
                   : m_dim
                       ? dimInk(palette())
                       : palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::WindowText));
    const LaidText laid = laidFor(width());
    const int spacing = fontMetrics().lineSpacing();
    const int block = int(laid.lines.size()) * spacing;
    int y = (alignment() & Qt::AlignTop ? 0 : std::max(0, (height() - block) / 2)) + fontMetrics().ascent();
    for (const QString &line : laid.lines) {
        const int x = alignment() & Qt::AlignRight ? width() - fontMetrics().horizontalAdvance(line) : 0;
        painter.drawText(x, y, line);
        y += spacing;
    }
}

void PlainLabel::resizeEvent(QResizeEvent *event)
{
    QLabel::resizeEvent(event);
    updateToolTip();
}

void PlainLabel::showEvent(QShowEvent *event)
{
    QLabel::showEvent(event);
    updateToolTip();
}

void PlainLabel::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        m_laid.clear();
}

const LaidText &PlainLabel::laidFor(int width) const
{
    if (m_laid.size() >= mostWidths)
        m_laid.clear();
    auto laid = m_laid.find(width);
    if (laid == m_laid.end())
        laid = m_laid.insert(width, layText(text(), fontMetrics(), font(), width, m_lines));
    return *laid;
}

void PlainLabel::updateToolTip()
{
    if (!isVisible()) // its width is not known yet
        return;
    const QString tip = isElided() ? plainToolTip(text()) : QString();
    if (tip != toolTip())
        setToolTip(tip);
}

} // namespace Slipway

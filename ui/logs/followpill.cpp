// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/followpill.h"

#include "ui/controls/theme.h"
#include "ui/logs/logwords.h"

#include <QLocale>
#include <QPainter>

namespace Slipway {

namespace {

constexpr int besidePill = 10;
constexpr int afterArrow = 6;

QString pillText(bool following, qint64 newLines)
{
    if (following)
        return FollowPill::tr("Following");
    if (newLines == 0)
        return FollowPill::tr("Follow");
    return (newLines == 1 ? FollowPill::tr("%1 new line") : FollowPill::tr("%1 new lines")).arg(roughCount(newLines));
}

int arrowSide(const QFontMetrics &metrics)
{
    return metrics.ascent() - 3;
}

} // namespace

FollowPill::FollowPill(QWidget *parent)
    : QPushButton(parent)
{
    setObjectName(QStringLiteral("followLog"));
    setAutoDefault(false);
    QFont bold = font();
    bold.setBold(true);
    setFont(bold);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setToolTip(tr("Show the newest lines as they come (End)"));
    display(true, 0);
}

void FollowPill::display(bool following, qint64 newLines)
{
    const QString words = pillText(following, newLines);
    if (words == text() && following == m_following)
        return;
    m_following = following;
    m_newLines = newLines;
    setText(words);
    setAccessibleName(newLines > 0 && !following ? tr("%1, follow").arg(words) : words);
    updateGeometry();
    update();
}

/// As wide as for many lines: the row beside it stays where it is while they are counted.
QSize FollowPill::sizeHint() const
{
    const int words =
        std::max(fontMetrics().horizontalAdvance(text()), fontMetrics().horizontalAdvance(pillText(false, 99'999)));
    return {words + 2 * besidePill + arrowSide(fontMetrics()) + afterArrow, fontMetrics().height() + 8};
}

void FollowPill::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool calls = !m_following && m_newLines > 0;
    const QColor ink = calls         ? onStrongFill(palette())
                       : m_following ? inkOf(Tone::Running, palette())
                                     : palette().color(QPalette::Active, QPalette::ButtonText);
    const QColor ground = calls         ? strongFill(Tone::Running, palette())
                          : m_following ? fillOf(Tone::Running, palette())
                                        : palette().color(QPalette::Active, QPalette::Button);
    const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(m_following && !isHighContrast(palette()) ? QPen(Qt::NoPen) : QPen(lineColour(palette())));
    painter.setBrush(ground);
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2);
    const int side = arrowSide(fontMetrics());
    const int words = fontMetrics().horizontalAdvance(text());
    const double left = (width() - words - side - afterArrow) / 2.0;
    painter.save();
    painter.translate(left + side / 2.0, height() / 2.0);
    painter.rotate(180); // the arrow points at the newest line
    paintShape(painter, Shape::Triangle, QRectF(-side / 2.0, -side / 2.0, side, side), ink);
    painter.restore();
    painter.setPen(ink);
    painter.drawText(QRectF(left + side + afterArrow, 0, words + 2, height()), Qt::AlignVCenter | Qt::AlignLeft,
                     text());
    if (!hasFocus())
        return;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(calls ? ink : palette().color(QPalette::Active, QPalette::Highlight), 2));
    painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), box.height() / 2 - 2, box.height() / 2 - 2);
}

} // namespace Slipway

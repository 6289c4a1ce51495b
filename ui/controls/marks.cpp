// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/marks.h"

#include "models/project/loopback.h"
#include "models/values/plaintext.h"
#include "ui/controls/plainlabel.h"

#include <QKeyEvent>
#include <QPainter>
#include <QUrl>

namespace Slipway {

namespace {

constexpr int markGap = 5;
constexpr double cardRadius = 6;

} // namespace

StatusMark::StatusMark(Style style, QWidget *parent)
    : QWidget(parent)
    , m_style(style)
{
    QFont bold = font();
    bold.setBold(true);
    setFont(bold);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void StatusMark::display(const Look &look, const QString &text)
{
    const QString shown = visibleText(text.isEmpty() ? look.word : text);
    if (look == m_look && shown == m_text)
        return;
    m_look = look;
    m_text = shown;
    setAccessibleName(shown.contains(look.word, Qt::CaseInsensitive) ? shown
                                                                     : look.word + QStringLiteral(": ") + shown);
    setToolTip(plainToolTip(accessibleName()));
    updateGeometry();
    update();
}

int StatusMark::iconSize() const
{
    return fontMetrics().ascent();
}

int StatusMark::padding() const
{
    return m_style == Style::Pill || m_style == Style::Loud ? 9 : 0;
}

QSize StatusMark::sizeHint() const
{
    const int words = m_style == Style::IconOnly ? 0 : markGap + fontMetrics().horizontalAdvance(m_text) + 1;
    return {iconSize() + words + 2 * padding(), fontMetrics().height() + (padding() ? 5 : 0)};
}

QSize StatusMark::minimumSizeHint() const
{
    return {iconSize() + 2 * padding(), sizeHint().height()};
}

void StatusMark::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor ink = inkOf(m_look.tone, palette());
    if (m_style == Style::Pill || m_style == Style::Loud) {
        const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
        painter.setPen(m_style == Style::Loud || isHighContrast(palette()) ? QPen(ink) : QPen(Qt::NoPen));
        painter.setBrush(m_style == Style::Loud ? ink : fillOf(m_look.tone, palette()));
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2);
        if (m_style == Style::Loud)
            ink = palette().color(QPalette::Base);
    }
    const int size = iconSize();
    const int left = padding();
    paintShape(painter, m_look.shape, QRectF(left, (height() - size) / 2.0, size, size), ink);
    if (m_style == Style::IconOnly)
        return;
    painter.setPen(ink);
    const QRect words(left + size + markGap, 0, width() - size - markGap - 2 * left, height());
    painter.drawText(words, Qt::AlignVCenter | Qt::TextSingleLine,
                     fontMetrics().elidedText(m_text, Qt::ElideRight, words.width()));
}

bool isOpenable(const QUrl &url)
{
    if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty())
        return false;
    return url.scheme() == QLatin1String("https") || (isLoopback(url) && url.scheme() == QLatin1String("http"));
}

LinkButton::LinkButton(QWidget *parent)
    : QAbstractButton(parent)
{
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    setVisible(false);
    connect(this, &QAbstractButton::clicked, this, [this] { Q_EMIT openRequested(m_url); });
}

void LinkButton::display(const QUrl &url, const QString &text)
{
    const QString shown = visibleText(text);
    if (url == m_url && shown == m_text && isVisibleTo(parentWidget()) == isOpenable(url))
        return;
    m_url = url;
    m_text = shown;
    const QString address = visibleText(url.toString(QUrl::FullyEncoded));
    setAccessibleName(shown.isEmpty() ? tr("Open %1").arg(address) : tr("Open %1, %2").arg(shown, address));
    setToolTip(plainToolTip(address));
    setVisible(isOpenable(url));
    updateGeometry();
    update();
}

QSize LinkButton::sizeHint() const
{
    const int words = m_text.isEmpty() ? 0 : fontMetrics().horizontalAdvance(m_text) + 4;
    return {words + fontMetrics().ascent() + 4, fontMetrics().height() + 4};
}

QSize LinkButton::minimumSizeHint() const
{
    return {fontMetrics().ascent() + 4, sizeHint().height()};
}

void LinkButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QColor ink = inkOf(Tone::Running, palette());
    const int size = fontMetrics().ascent() - 3;
    const int room = width() - size - 8;
    painter.setPen(ink);
    if (!m_text.isEmpty()) {
        QFont shown = font();
        shown.setUnderline(underMouse());
        painter.setFont(shown);
        painter.drawText(QRect(2, 0, room, height()), Qt::AlignVCenter | Qt::TextSingleLine,
                         fontMetrics().elidedText(m_text, Qt::ElideRight, room));
    }
    paintShape(painter, Shape::Outward, QRectF(width() - size - 3, (height() - size) / 2.0, size, size), ink);
    if (!hasFocus())
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 3, 3);
}

void LinkButton::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        return click();
    QAbstractButton::keyPressEvent(event);
}

Card::Card(QWidget *parent)
    : QWidget(parent)
{
}

void Card::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(lineColour(palette()));
    painter.setBrush(palette().color(QPalette::Base));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), cardRadius, cardRadius);
}

} // namespace Slipway

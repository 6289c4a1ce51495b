// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/logfilterfield.h"

#include "ui/controls/plainlabel.h"
#include "ui/controls/segmentbutton.h"

namespace Slipway {

namespace {

constexpr int longestFilter = 4096; ///< characters; what a pattern may have
constexpr int besideToggles = 4;

} // namespace

LogFilterField::LogFilterField(const QString &name, const QString &title, QWidget *parent)
    : OutlinedLineEdit(parent)
{
    setObjectName(name);
    setAccessibleName(title);
    setPlaceholderText(title);
    setMaxLength(longestFilter);
    m_expression = addToggle(QStringLiteral(".*"), "Expression", tr("Regular expression"));
    m_case = addToggle(QStringLiteral("Aa"), "Case", tr("Tell capitals and small letters apart"));
    setTextMargins(0, 0, m_expression->sizeHint().width() + m_case->sizeHint().width() + 2 * besideToggles, 0);
    connect(this, &QLineEdit::textChanged, this, &LogFilterField::patternChanged);
}

SegmentButton *LogFilterField::addToggle(const QString &text, const char *suffix, const QString &title)
{
    auto *toggle = new SegmentButton(text, SegmentButton::Place::Inside, this);
    toggle->setObjectName(objectName() + QString::fromLatin1(suffix));
    toggle->setAccessibleName(title);
    toggle->setToolTip(title);
    toggle->setCursor(Qt::ArrowCursor);
    connect(toggle, &QPushButton::toggled, this, &LogFilterField::patternChanged);
    return toggle;
}

PatternText LogFilterField::pattern() const
{
    return {text(), m_expression->isChecked(), m_case->isChecked()};
}

void LogFilterField::setPattern(const PatternText &pattern)
{
    setText(pattern.text);
    m_expression->setChecked(pattern.regularExpression);
    m_case->setChecked(pattern.caseSensitive);
}

void LogFilterField::showMistake(const QString &mistake)
{
    m_mistaken = !mistake.isEmpty();
    setAccessibleDescription(mistake);
    setToolTip(plainToolTip(mistake));
    update();
}

QSize LogFilterField::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 8 + textMargins().right(), OutlinedLineEdit::minimumSizeHint().height()};
}

void LogFilterField::resizeEvent(QResizeEvent *event)
{
    OutlinedLineEdit::resizeEvent(event);
    int right = width() - besideToggles;
    for (SegmentButton *toggle : {m_case, m_expression}) {
        const QSize size = toggle->sizeHint();
        right -= size.width();
        toggle->setGeometry(right, (height() - size.height()) / 2, size.width(), size.height());
    }
}

void LogFilterField::paintEvent(QPaintEvent *event)
{
    OutlinedLineEdit::paintEvent(event);
    if (!m_mistaken)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(inkOf(Tone::Bad, palette()), 2));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 3, 3);
}

} // namespace Slipway

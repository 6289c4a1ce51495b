// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/logdetail.h"

#include "models/logs/logattributes.h"
#include "models/logs/logjson.h"
#include "models/logs/logtext.h"
#include "models/values/plaintext.h"
#include "models/values/text.h"
#include "ui/controls/marks.h"
#include "ui/controls/plainlabel.h"
#include "ui/controls/roomybutton.h"
#include "ui/logs/logclock.h"
#include "ui/logs/logwords.h"

#include <QFontDatabase>
#include <QFontInfo>
#include <QKeyEvent>
#include <QPainter>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace Slipway {

namespace {

constexpr qsizetype mostDetail = qsizetype(64) << 10;
/// Laying out one paragraph takes far more than its share of time when it is long and not Latin.
constexpr qsizetype longestParagraph = 1000;
constexpr qsizetype widestName = 28;
constexpr qsizetype mostShownAttributes = 500;
constexpr int detailMargin = 8;

QString bounded(const QString &text)
{
    return text.size() <= mostDetail ? text : text.left(mostDetail) + QChar(0x2026);
}

QString brokenParagraphs(const QString &text)
{
    QString broken;
    broken.reserve(text.size() + text.size() / longestParagraph);
    qsizetype length = 0;
    for (const QChar character : text) {
        length = character == QLatin1Char('\n') ? 0 : length + 1;
        if (length > longestParagraph && !character.isLowSurrogate()) {
            broken += QLatin1Char('\n');
            length = 1;
        }
        broken += character;
    }
    return broken;
}

QString attributeRows(std::string_view packed)
{
    const auto attributes = unpackAttributes(packed).mid(0, mostShownAttributes);
    qsizetype width = 0;
    for (const auto &[name, value] : attributes)
        width = std::max(width, std::min(visibleText(name).size(), widestName));
    QStringList rows;
    for (const auto &[name, value] : attributes) {
        const QString shown = visibleLines(value.toUtf8().toStdString());
        const QString indent = QLatin1Char('\n') + QString(width + 2, QLatin1Char(' '));
        rows.append(visibleText(name).leftJustified(width + 2) + QString(shown).replace(QLatin1Char('\n'), indent));
    }
    return rows.join(QLatin1Char('\n'));
}

} // namespace

QString logDetailHead(const LogLine &line)
{
    QStringList parts{logFullTime(line.at), environmentWord(line.environment), sourceWord(line.source)};
    if (line.isNew)
        parts.append(say("new since this deployment"));
    if (!line.deployment.empty())
        parts.append(say("deployment %1").arg(visibleLines(line.deployment, QLatin1String(" "))));
    if (!line.replica.empty())
        parts.append(say("replica %1").arg(visibleLines(line.replica, QLatin1String(" "))));
    return parts.join(QStringLiteral(" \u00b7 "));
}

QString logDetailText(const LogLine &line)
{
    QStringList parts{bounded(visibleLines(line.message))};
    if (line.cut)
        parts.append(say("(It was longer: the rest was not kept.)"));
    const QString json = prettyJson(line.message, mostDetail);
    if (!json.isEmpty())
        parts.append(say("JSON in it:") + QLatin1Char('\n') + bounded(visibleLines(json.toStdString())));
    const QString rows = attributeRows(line.attributes);
    if (!rows.isEmpty())
        parts.append(say("Attributes:") + QLatin1Char('\n') + bounded(rows));
    return parts.join(QStringLiteral("\n\n"));
}

LogDetail::LogDetail(QWidget *parent)
    : QWidget(parent)
    , m_level(new StatusMark(StatusMark::Style::Bare, this))
    , m_head(new PlainLabel(this, 2))
    , m_text(new QPlainTextEdit(this))
{
    setObjectName(QStringLiteral("logDetail"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(detailMargin, 6, detailMargin, 4);
    column->setSpacing(4);
    auto *row = new QHBoxLayout;
    row->setSpacing(detailMargin);
    m_level->setObjectName(QStringLiteral("logDetailLevel"));
    row->addWidget(m_level);
    m_head->setObjectName(QStringLiteral("logDetailHead"));
    m_head->setDim(true);
    row->addWidget(m_head, 1);
    auto *close = new RoomyButton(tr("Close"), this);
    close->setObjectName(QStringLiteral("closeLogDetail"));
    close->setAccessibleName(tr("Close the details"));
    row->addWidget(close);
    column->addLayout(row);
    m_text->setObjectName(QStringLiteral("logDetailText"));
    m_text->setAccessibleName(tr("The line in full"));
    m_text->setReadOnly(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setUndoRedoEnabled(false);
    m_text->setTabChangesFocus(true);
    m_text->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    fixed.setPointSizeF(QFontInfo(font()).pointSizeF());
    m_text->setFont(fixed);
    m_text->document()->setDocumentMargin(0);
    column->addWidget(m_text, 1);
    setFocusProxy(m_text);
    connect(close, &QPushButton::clicked, this, &LogDetail::closeRequested);
    showNone();
}

void LogDetail::display(const LogLine &line)
{
    m_level->display(lookOf(line.level));
    m_level->setVisible(line.level != LogLevel::None);
    m_head->showText(logDetailHead(line));
    fill(logDetailText(line));
}

void LogDetail::showNone()
{
    m_level->setVisible(false);
    m_head->showText(tr("No line is chosen"));
    fill({});
}

void LogDetail::fill(const QString &text)
{
    const QString broken = brokenParagraphs(text);
    if (broken != m_text->toPlainText()) // what is selected stays while nothing changes
        m_text->setPlainText(broken);
}

void LogDetail::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Active, QPalette::Base));
    painter.fillRect(QRect(0, 0, width(), 1), lineColour(palette()));
}

void LogDetail::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Return && event->key() != Qt::Key_Enter)
        return QWidget::keyPressEvent(event);
    Q_EMIT closeRequested();
}

} // namespace Slipway

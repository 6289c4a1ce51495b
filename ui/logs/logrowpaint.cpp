// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/logrowpaint.h"

#include "models/logs/logtext.h"
#include "models/logs/search/visiblemessage.h"
#include "models/values/text.h"
#include "ui/controls/theme.h"
#include "ui/logs/logclock.h"

#include <QFontDatabase>
#include <QFontInfo>
#include <QFontMetricsF>
#include <QPainter>
#include <QTextLayout>

#include <cmath>

namespace Slipway {

namespace {

using RowKind = VisibleMessage::Kind;

constexpr int rowMargin = 8;
constexpr int edgeBar = 3;
constexpr int aboveAndBelow = 1;
constexpr int timeColumns = 13;
constexpr int tagColumns = 5;
constexpr int levelColumns = 6;
constexpr int newColumns = 4;
constexpr qsizetype longestNote = 200;
constexpr double ruleGap = 8; ///< beside a note's words

struct RowInks {
    QColor text;
    QColor dim;
    QColor level;
};

RowInks rowInks(const LogRow &row, const QPalette &palette)
{
    if (row.selected && isHighContrast(palette)) {
        const QColor ink = palette.color(QPalette::Active, QPalette::HighlightedText);
        return {ink, ink, ink};
    }
    const QColor plain = palette.color(QPalette::Active, QPalette::Text);
    const QColor dim = dimInk(palette);
    const Tone tone = lookOf(row.line.level).tone;
    const bool toned = tone == Tone::Warn || tone == Tone::Bad;
    if (!row.isMatch)
        return {dim, dim, toned ? inkOf(tone, palette) : dim};
    if (toned)
        return {inkOf(tone, palette), dim, inkOf(tone, palette)};
    return row.line.level == LogLevel::Debug ? RowInks{dim, dim, dim} : RowInks{plain, dim, plain};
}

void paintRowGround(QPainter &painter, const QRect &rect, const LogRow &row, const LogRowStyle &style)
{
    const QPalette &palette = style.palette;
    QColor ground = palette.color(QPalette::Active, QPalette::Base);
    if (row.selected)
        ground = selectedFill(palette);
    else if (row.line.important)
        ground = fillOf(Tone::Warn, palette);
    painter.fillRect(rect, ground);
    const QRect edge(rect.left(), rect.top(), edgeBar, rect.height());
    if (row.line.important)
        painter.fillRect(edge, inkOf(Tone::Warn, palette));
    else if (row.marksMatch && row.isMatch)
        painter.fillRect(edge, inkOf(Tone::Running, palette));
}

/// Stretches of characters that are equally wide.
void paintGrid(QPainter &painter, QPointF at, const VisibleMessage &message, const QRect &rect, const RowInks &inks,
               const LogRowStyle &style)
{
    for (const VisibleMessage::Run &run : message.runs) {
        const QPointF from(at.x() + double(run.start) * style.pitch, at.y());
        if (run.kind == RowKind::Found)
            painter.fillRect(QRectF(from.x(), rect.top(), double(run.length) * style.pitch, rect.height()),
                             foundFill(style.palette));
        painter.setPen(run.kind == RowKind::Found  ? onFoundFill(style.palette)
                       : run.kind == RowKind::Mark ? inks.dim
                                                   : inks.text);
        const QString text = message.text.mid(run.start, run.length);
        if (run.kind == RowKind::Plain) {
            painter.drawText(from, text);
            continue;
        }
        for (qsizetype i = 0; i < text.size(); ++i) // another font may lend the arrows, in its own width
            painter.drawText(from + QPointF(double(i) * style.pitch, 0), QString(text.at(i)));
    }
}

/// Everything else: letters that join, stack, are wider, or run from the right.
void paintShaped(QPainter &painter, QPointF at, const VisibleMessage &message, const RowInks &inks,
                 const LogRowStyle &style)
{
    QTextLayout layout(message.text, style.shaped);
    QTextOption option;
    option.setWrapMode(QTextOption::NoWrap);
    option.setTextDirection(Qt::LeftToRight);
    layout.setTextOption(option);
    QList<QTextLayout::FormatRange> formats;
    for (const VisibleMessage::Run &run : message.runs) {
        QTextLayout::FormatRange range{int(run.start), int(run.length), {}};
        if (run.kind == RowKind::Found) {
            range.format.setBackground(foundFill(style.palette));
            range.format.setForeground(onFoundFill(style.palette));
        } else {
            range.format.setForeground(run.kind == RowKind::Mark ? inks.dim : inks.text);
        }
        formats.append(range);
    }
    layout.setFormats(formats);
    layout.beginLayout();
    QTextLine line = layout.createLine();
    layout.endLayout();
    if (!line.isValid())
        return;
    layout.draw(&painter, QPointF(at.x(), at.y() - line.ascent()));
}

void paintNewMark(QPainter &painter, double left, const QRect &rect, const LogRowStyle &style)
{
    const QPalette &palette = style.palette;
    const QRectF pill = QRectF(left, rect.top(), 3 * style.pitch + 4, rect.height()).adjusted(-2, 1.5, 0, -1.5);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(strongFill(Tone::Running, palette));
    painter.drawRoundedRect(pill, 3, 3);
    painter.restore();
    painter.setPen(onStrongFill(palette));
    painter.drawText(QPointF(left, rect.top() + style.ascent), say("new"));
}

void paintMessage(QPainter &painter, const QRect &rect, const LogRow &row, const RowInks &inks,
                  const LogRowStyle &style)
{
    const double left = messageLeft(style, row.line.isNew);
    const auto columns = qsizetype(std::ceil(std::max(0.0, rect.width() - left) / style.pitch));
    VisibleMessage message = visibleMessage(row.line.message, style.column, columns, row.hits);
    if (row.line.cut && message.text.size() < columns && !message.text.isEmpty()) {
        message.runs.append({message.text.size(), 1, RowKind::Mark});
        message.text += QChar(0x2026);
    }
    const QPointF at(rect.left() + left, rect.top() + style.ascent);
    if (message.isGrid)
        return paintGrid(painter, at, message, rect, inks, style);
    paintShaped(painter, at, message, inks, style);
    painter.setFont(style.font);
}

/// A line of ours about the log, between two rules.
void paintNote(QPainter &painter, const QRect &rect, const LogRow &row, const LogRowStyle &style)
{
    const RowInks inks = rowInks(row, style.palette);
    QStringList parts{logClock(row.line.at)};
    if (style.bothEnvironments)
        parts.append(row.line.environment == Environment::Staging ? say("staging") : say("production"));
    parts.append(visibleMessage(row.line.message, 0, longestNote, {}).text);
    const QString whole = parts.join(QStringLiteral(" \u00b7 "));
    const QFontMetricsF metrics(style.shaped);
    const QString text = metrics.elidedText(whole, Qt::ElideRight, rect.width() - 6 * ruleGap);
    const double width = metrics.horizontalAdvance(text);
    const double left = rect.left() + (rect.width() - width) / 2;
    const QColor ink = row.line.important && !row.selected ? inkOf(Tone::Warn, style.palette) : inks.dim;
    painter.setPen(ink);
    painter.setFont(style.shaped);
    painter.drawText(QPointF(left, rect.top() + style.ascent), text);
    painter.setFont(style.font);
    const double middle = rect.top() + std::floor(rect.height() / 2.0) + 0.5;
    painter.setPen(row.selected || row.line.important ? ink : lineColour(style.palette));
    painter.drawLine(QPointF(rect.left() + rowMargin, middle), QPointF(left - ruleGap, middle));
    painter.drawLine(QPointF(left + width + ruleGap, middle), QPointF(rect.right() - rowMargin, middle));
}

void paintHead(QPainter &painter, const QRect &rect, const LogRow &row, const RowInks &inks, const LogRowStyle &style)
{
    const LogLine &line = row.line;
    double x = rect.left() + rowMargin;
    const double y = rect.top() + style.ascent;
    painter.setPen(inks.dim);
    painter.drawText(QPointF(x, y), logClock(line.at));
    x += timeColumns * style.pitch;
    if (style.bothEnvironments) {
        const bool production = line.environment == Environment::Production;
        painter.setPen(production ? inks.text : inks.dim);
        painter.drawText(QPointF(x, y), production ? QStringLiteral("PROD") : QStringLiteral("STG"));
        x += tagColumns * style.pitch;
    }
    painter.setPen(inks.level);
    painter.drawText(QPointF(x, y), logLevelText(line.level));
    if (line.isNew)
        paintNewMark(painter, x + levelColumns * style.pitch, rect, style);
}

} // namespace

LogRowStyle logRowStyle(const QPalette &palette, const QFont &font)
{
    LogRowStyle style;
    style.palette = palette;
    style.shaped = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    style.shaped.setPointSizeF(QFontInfo(font).pointSizeF());
    style.font = style.shaped;
    style.font.setStyleStrategy(QFont::PreferNoShaping);
    style.font.setKerning(false);
    const QFontMetricsF metrics(style.font);
    constexpr int many = 64;
    style.pitch = metrics.horizontalAdvance(QString(many, QLatin1Char('0'))) / many;
    style.rowHeight = int(std::ceil(metrics.height())) + 2 * aboveAndBelow;
    style.ascent = int(std::round(metrics.ascent())) + aboveAndBelow;
    return style;
}

int messageLeft(const LogRowStyle &style, bool isNew)
{
    const int columns =
        timeColumns + levelColumns + (style.bothEnvironments ? tagColumns : 0) + (isNew ? newColumns : 0);
    return rowMargin + int(std::ceil(columns * style.pitch));
}

qsizetype messageColumns(const LogRowStyle &style, int width)
{
    return std::max<qsizetype>(1, qsizetype((width - messageLeft(style, false)) / style.pitch));
}

void paintLogRow(QPainter &painter, const QRect &rect, const LogRow &row, const LogRowStyle &style)
{
    paintRowGround(painter, rect, row, style);
    const RowInks inks = rowInks(row, style.palette);
    if (row.line.source == LogSource::Note) {
        paintNote(painter, rect, row, style);
    } else {
        paintHead(painter, rect, row, inks, style);
        paintMessage(painter, rect, row, inks, style);
    }
    if (!row.current)
        return;
    const bool onHighlight = row.selected && isHighContrast(style.palette);
    const QColor outline =
        style.focused && !onHighlight ? style.palette.color(QPalette::Active, QPalette::Highlight) : inks.dim;
    painter.setPen(QPen(outline, 1, style.focused ? Qt::SolidLine : Qt::DotLine));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect.adjusted(0, 0, -1, -1));
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "benchmarks/driver/report.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace Slipway::Bench {

namespace {

constexpr double slack = 4.0 / 3;

QString wordOf(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Ok:
        return QStringLiteral("ok");
    case Verdict::Reported:
        return QStringLiteral("reported");
    case Verdict::Failed:
        break;
    }
    return QStringLiteral("FAILED");
}

QString figure(double value)
{
    return QString::number(value, 'f', value == double(qint64(value)) ? 0 : 2);
}

QString figure(std::optional<double> value)
{
    return value ? figure(*value) : QStringLiteral("-");
}

QString limitOf(const Row &row)
{
    const QString sign = row.bound == Row::Bound::AtMost ? QStringLiteral("<= ") : QStringLiteral(">= ");
    return sign + figure(row.limit) + (row.ratioIsJudged ? QStringLiteral("x") : QString());
}

QJsonValue numberOf(std::optional<double> value)
{
    return value ? QJsonValue(*value) : QJsonValue();
}

} // namespace

std::optional<double> Row::ratio() const
{
    return ratioIsJudged && anchor && *anchor > 0 ? std::optional(value / *anchor) : std::nullopt;
}

Verdict Row::verdict() const
{
    if (ratioIsJudged && !ratio())
        return Verdict::Failed;
    const double judged = ratio().value_or(value);
    const bool atMost = bound == Bound::AtMost;
    if (atMost ? judged <= limit : judged >= limit)
        return Verdict::Ok;
    if (kind == Kind::Counted)
        return Verdict::Failed;
    if (kind == Kind::Aimed)
        return Verdict::Reported;
    const bool nearly = atMost ? judged < limit * slack : judged > limit / slack;
    return nearly ? Verdict::Reported : Verdict::Failed;
}

QByteArray asTable(const QList<Row> &rows)
{
    const auto line = [](const QString &name, const QString &value, const QString &anchor, const QString &ratio,
                         const QString &limit, const QString &verdict) {
        return name.leftJustified(58) + value.rightJustified(14) + anchor.rightJustified(12) + ratio.rightJustified(8) +
               limit.rightJustified(10) + QStringLiteral("  ") + verdict + QLatin1Char('\n');
    };
    QString text = line(QStringLiteral("benchmark"), QStringLiteral("value"), QStringLiteral("anchor"),
                        QStringLiteral("ratio"), QStringLiteral("limit"), QStringLiteral("verdict"));
    for (const Row &row : rows)
        text += line(row.name, QStringLiteral("%1 %2").arg(figure(row.value), row.unit).trimmed(), figure(row.anchor),
                     figure(row.ratio()), limitOf(row), wordOf(row.verdict()));
    return text.toUtf8();
}

QByteArray asJson(const QList<Row> &rows)
{
    QJsonArray array;
    for (const Row &row : rows) {
        const QLatin1String bound(row.bound == Row::Bound::AtMost ? "most" : "least");
        array.append(QJsonObject{{QStringLiteral("name"), row.name},
                                 {QStringLiteral("unit"), row.unit},
                                 {QStringLiteral("value"), row.value},
                                 {QStringLiteral("anchor"), numberOf(row.anchor)},
                                 {QStringLiteral("ratio"), numberOf(row.ratio())},
                                 {QStringLiteral("limit"), row.limit},
                                 {QStringLiteral("limitOf"), QLatin1String(row.ratioIsJudged ? "ratio" : "value")},
                                 {QStringLiteral("at"), bound},
                                 {QStringLiteral("exact"), row.kind == Row::Kind::Counted},
                                 {QStringLiteral("verdict"), wordOf(row.verdict())}});
    }
    return QJsonDocument(QJsonObject{{QStringLiteral("benchmarks"), array}}).toJson();
}

bool allKept(const QList<Row> &rows)
{
    return std::none_of(rows.cbegin(), rows.cend(), [](const Row &row) { return row.verdict() == Verdict::Failed; });
}

} // namespace Slipway::Bench

// SPDX-License-Identifier: GPL-3.0-or-later
#include "benchmarks/driver/measures.h"

#include <QJsonObject>

namespace Slipway::Bench {

namespace {

constexpr double leastOfQJson = 5; ///< times as fast
constexpr double mostBytesBesideText = 24;
constexpr double mostGrowth = 1.05;
constexpr double mostOfRipgrep = 1.5;
constexpr double mostOfQString = 0.1;

} // namespace

Result<QList<Row>> measureLog(const Surroundings &surroundings)
{
    const Result<QJsonObject> seen = Program(surroundings, "bench_log").wholeReport();
    if (!seen)
        return seen.error();
    const auto figure = [&](const QString &name) { return seen->value(name).toDouble(); };
    QList<Row> rows{{.name = QStringLiteral("50,000 log lines read by QJsonDocument, to read by us"),
                     .unit = QStringLiteral("ms"),
                     .value = figure(QStringLiteral("readQJsonMs")),
                     .anchor = figure(QStringLiteral("readMs")),
                     .ratioIsJudged = true,
                     .limit = leastOfQJson,
                     .bound = Row::Bound::AtLeast},
                    {.name = QStringLiteral("memory of a log line beside its text"),
                     .unit = QStringLiteral("bytes"),
                     .value = figure(QStringLiteral("bytesBesideText")),
                     .limit = mostBytesBesideText},
                    {.name = QStringLiteral("memory after 3,000,000 lines, to after 1,000,000"),
                     .unit = QStringLiteral("kB"),
                     .value = figure(QStringLiteral("cappedAtThreeMillionsKb")),
                     .anchor = figure(QStringLiteral("cappedAtOneMillionKb")),
                     .ratioIsJudged = true,
                     .limit = mostGrowth}};
    const QList<std::pair<QString, QString>> searches{
        {QStringLiteral("words"), QStringLiteral("words in 1,000,000 lines, to ripgrep")},
        {QStringLiteral("wordsAnyCase"), QStringLiteral("the same in either case, to ripgrep")},
        {QStringLiteral("regex"), QStringLiteral("an expression in 1,000,000 lines, to ripgrep")},
        {QStringLiteral("regexIds"), QStringLiteral("another expression, to ripgrep")},
        {QStringLiteral("regexInner"), QStringLiteral("a third expression, to ripgrep")},
        {QStringLiteral("regexWithoutWords"), QStringLiteral("an expression without certain words, to ripgrep")}};
    for (const auto &[key, name] : searches)
        rows.append({.name = name,
                     .unit = QStringLiteral("ms"),
                     .value = figure(key + QLatin1String("Ms")),
                     .anchor = figure(key + QLatin1String("RipgrepMs")),
                     .ratioIsJudged = true,
                     .limit = mostOfRipgrep});
    rows.append({.name = QStringLiteral("words in either case, to QString::contains"),
                 .unit = QStringLiteral("ms"),
                 .value = figure(QStringLiteral("wordsAnyCaseMs")),
                 .anchor = figure(QStringLiteral("qstringMs")),
                 .ratioIsJudged = true,
                 .limit = mostOfQString});
    return rows;
}

} // namespace Slipway::Bench

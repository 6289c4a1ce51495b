// SPDX-License-Identifier: GPL-3.0-or-later
#include "benchmarks/driver/measures.h"

#include <QJsonObject>

namespace Slipway::Bench {

namespace {

constexpr double frameMs = 1'000.0 / 60;
constexpr double fallenBehindMs = 1'000;

/// A part of QPlainTextEdit's longest wait. On a slow computer it falls behind, and its wait is that of a whole queue
/// (7,132 ms once); on a fast one it keeps up (43 ms), and a single frame that is late makes up the most of either.
double mostWait(double ofQPlainTextEdit)
{
    return ofQPlainTextEdit >= fallenBehindMs ? 0.01 : 1;
}

} // namespace

Result<QList<Row>> measureLogStream(const Surroundings &surroundings)
{
    const Result<QJsonObject> ours = Program(surroundings, "bench_logstream", {QStringLiteral("ours")}).wholeReport();
    if (!ours)
        return ours.error();
    const Result<QJsonObject> text = Program(surroundings, "bench_logstream", {QStringLiteral("text")}).wholeReport();
    if (!text)
        return text.error();
    const double itsWait = text->value(QLatin1String("delayMostMs")).toDouble();
    const double lost = ours->value(QLatin1String("sent")).toDouble() - ours->value(QLatin1String("lines")).toDouble();
    return QList<Row>{{.name = QStringLiteral("at 10,000 lines a second: lines lost"),
                       .unit = QStringLiteral("lines"),
                       .value = lost,
                       .limit = 0,
                       .kind = Row::Kind::Counted},
                      {.name = QStringLiteral("... lines that came out of order"),
                       .unit = QStringLiteral("lines"),
                       .value = ours->value(QLatin1String("inOrder")).toBool() ? 0.0 : 1.0,
                       .limit = 0,
                       .kind = Row::Kind::Counted},
                      {.name = QStringLiteral("... longest wait for the drawing thread, to QPlainTextEdit"),
                       .unit = QStringLiteral("ms"),
                       .value = ours->value(QLatin1String("delayMostMs")).toDouble(),
                       .anchor = itsWait,
                       .ratioIsJudged = true,
                       .limit = mostWait(itsWait)},
                      {.name = QStringLiteral("... wait for the drawing thread, of 99 in 100"),
                       .unit = QStringLiteral("ms"),
                       .value = ours->value(QLatin1String("delayP99Ms")).toDouble(),
                       .anchor = text->value(QLatin1String("delayP99Ms")).toDouble(),
                       .limit = frameMs,
                       .kind = Row::Kind::Aimed},
                      {.name = QStringLiteral("... a line from its logging to its painting, of 99 in 100"),
                       .unit = QStringLiteral("ms"),
                       .value = ours->value(QLatin1String("toPaintP99Ms")).toDouble(),
                       .limit = 3 * frameMs,
                       .kind = Row::Kind::Aimed}};
}

} // namespace Slipway::Bench

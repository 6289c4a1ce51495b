// SPDX-License-Identifier: GPL-3.0-or-later
#include "benchmarks/driver/measures.h"

#include <QJsonObject>

namespace Slipway::Bench {

namespace {

constexpr double mostOfUndecimated = 0.25;
constexpr double mostOfADay = 1.3;
constexpr double mostOfMemory = 1.02;

} // namespace

Result<QList<Row>> measureChart(const Surroundings &surroundings)
{
    const Result<QJsonObject> seen = Program(surroundings, "bench_chart").wholeReport();
    if (!seen)
        return seen.error();
    const auto figure = [&](const char *name) { return seen->value(QLatin1String(name)).toDouble(); };
    return QList<Row>{{.name = QStringLiteral("a sample more in both charts, to all points in Qt Charts"),
                       .unit = QStringLiteral("ms"),
                       .value = figure("dayMs"),
                       .anchor = figure("undecimatedMs"),
                       .ratioIsJudged = true,
                       .limit = mostOfUndecimated},
                      {.name = QStringLiteral("the same after 100,000 samples, to after 8,640"),
                       .unit = QStringLiteral("ms"),
                       .value = figure("manyMs"),
                       .anchor = figure("dayMs"),
                       .ratioIsJudged = true,
                       .limit = mostOfADay},
                      {.name = QStringLiteral("memory of the charts after a day more, to before"),
                       .unit = QStringLiteral("kB"),
                       .value = figure("residentAfterKb"),
                       .anchor = figure("residentBeforeKb"),
                       .ratioIsJudged = true,
                       .limit = mostOfMemory}};
}

} // namespace Slipway::Bench

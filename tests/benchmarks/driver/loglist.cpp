// SPDX-License-Identifier: GPL-3.0-or-later
#include "benchmarks/driver/measures.h"

#include <QJsonObject>

namespace Slipway::Bench {

namespace {

constexpr double mostOfQListView = 0.1;
constexpr double mostOfFewLines = 1.2;
constexpr double mostOfQPlainTextEdit = 0.05;

} // namespace

Result<QList<Row>> measureLogList(const Surroundings &surroundings)
{
    const Result<QJsonObject> seen = Program(surroundings, "bench_loglist").wholeReport();
    if (!seen)
        return seen.error();
    const auto compared = [&](const char *ours, const char *anchor, const QString &name, double limit) {
        return Row{.name = name,
                   .unit = QStringLiteral("ms"),
                   .value = seen->value(QLatin1String(ours)).toDouble(),
                   .anchor = seen->value(QLatin1String(anchor)).toDouble(),
                   .ratioIsJudged = true,
                   .limit = limit};
    };
    return QList<Row>{compared("oneMoreMs", "oneMoreListedMs",
                               QStringLiteral("one line more of 1,000,000, painted, to QListView"), mostOfQListView),
                      compared("frameMs", "frameOfFewMs",
                               QStringLiteral("a frame of 1,000,000 lines, to one of 10,000"), mostOfFewLines),
                      compared("resizeMs", "resizeTextMs",
                               QStringLiteral("another size with 1,000,000 lines, to QPlainTextEdit"),
                               mostOfQPlainTextEdit)};
}

} // namespace Slipway::Bench

// SPDX-License-Identifier: GPL-3.0-or-later
#include "benchmarks/driver/measures.h"

#include <QJsonObject>

namespace Slipway::Bench {

Result<QList<Row>> measureEvaluations(const Surroundings &surroundings)
{
    const Result<QJsonObject> seen = Program(surroundings, "bench_evaluate").wholeReport();
    if (!seen)
        return seen.error();
    return QList<Row>{{.name = QStringLiteral("evaluating 30 runs, 400 commits, 1,000 deployments, to a handful"),
                       .unit = QStringLiteral("ms"),
                       .value = seen->value(QLatin1String("manyMs")).toDouble(),
                       .anchor = seen->value(QLatin1String("fewMs")).toDouble(),
                       .ratioIsJudged = true,
                       .limit = 40}};
}

} // namespace Slipway::Bench

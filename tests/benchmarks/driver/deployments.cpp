// SPDX-License-Identifier: GPL-3.0-or-later
#include "benchmarks/driver/measures.h"

#include <QJsonObject>

namespace Slipway::Bench {

Result<QList<Row>> measureDeployments(const Surroundings &surroundings)
{
    const Result<QJsonObject> seen = Program(surroundings, "bench_deployments").wholeReport();
    if (!seen)
        return seen.error();
    return QList<Row>{{.name = QStringLiteral("drawing 5,000 deployments, to drawing 50"),
                       .unit = QStringLiteral("ms"),
                       .value = seen->value(QLatin1String("manyMs")).toDouble(),
                       .anchor = seen->value(QLatin1String("fewMs")).toDouble(),
                       .ratioIsJudged = true,
                       .limit = 1.5}};
}

} // namespace Slipway::Bench

// SPDX-License-Identifier: GPL-3.0-or-later
#include "benchmarks/driver/measures.h"

namespace Slipway::Bench {

namespace {

constexpr double maxRequests = 360;
constexpr double maxOfRailway = 100; ///< of the 1,000 that its Hobby plan allows in an hour
constexpr double maxOfGrafana = 61;  ///< one a minute
constexpr double minUnchanged = 95;

Row countedRow(const char *name, double value, double limit, Row::Bound bound = Row::Bound::AtMost)
{
    return {.name = QLatin1String(name), .value = value, .limit = limit, .bound = bound, .kind = Row::Kind::Counted};
}

Result<QJsonObject> hourWith(const Surroundings &surroundings, const QStringList &arguments)
{
    return Program(surroundings, "bench_hour", arguments).wholeReport();
}

double numberIn(const QJsonObject &report, const char *part, const char *key)
{
    return report.value(QLatin1String(part)).toObject().value(QLatin1String(key)).toDouble();
}

/// Percent. The first answer of an address cannot be a 304, and they all fall into the start.
double unchangedShare(const QJsonObject &report)
{
    const double polls = numberIn(report, "afterStart", "github");
    return polls > 0 ? 100 * numberIn(report, "afterStart", "github304") / polls : 0;
}

} // namespace

Result<QList<Row>> countRequests(const Surroundings &surroundings)
{
    const Result<QJsonObject> usual = hourWith(surroundings, {});
    if (!usual)
        return usual.error();
    const Result<QJsonObject> apart = hourWith(surroundings, {QStringLiteral("--token-for-each")});
    if (!apart)
        return apart.error();
    Row unchanged = countedRow("an idle hour: GitHub's polls answered 304", unchangedShare(*usual), minUnchanged,
                               Row::Bound::AtLeast);
    unchanged.unit = QStringLiteral("%");
    return QList<Row>{
        countedRow("requests before the first paint", usual->value(QLatin1String("sentBeforePaint")).toDouble(), 0),
        countedRow("an idle hour: requests to the three services", numberIn(*usual, "hour", "all"), maxRequests),
        countedRow("an idle hour: Railway's of them", numberIn(*usual, "hour", "railway"), maxOfRailway),
        countedRow("an idle hour: Grafana's, beside them", numberIn(*usual, "hour", "grafana"), maxOfGrafana),
        countedRow("the same with a token for each environment", numberIn(*apart, "hour", "all"), maxRequests),
        countedRow("the same, Railway's of them", numberIn(*apart, "hour", "railway"), maxOfRailway),
        countedRow("evaluations for each answer to a read", usual->value(QLatin1String("evaluations")).toDouble(), 1.1),
        countedRow("opening the deployments panel: pages read", usual->value(QLatin1String("pages")).toDouble(), 1),
        unchanged};
}

} // namespace Slipway::Bench

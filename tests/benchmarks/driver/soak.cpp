// SPDX-License-Identifier: GPL-3.0-or-later
#include "benchmarks/driver/measures.h"

#include <QJsonObject>

namespace Slipway::Bench {

Result<QList<Row>> measureSoak(const Surroundings &surroundings)
{
    const Result<QJsonObject> seen = Program(surroundings, "bench_soak").wholeReport();
    if (!seen)
        return seen.error();
    const auto counted = [&](const char *key, const QString &name, double limit, Row::Bound bound,
                             const QString &unit = QStringLiteral("lines")) {
        return Row{.name = name,
                   .unit = unit,
                   .value = seen->value(QLatin1String(key)).toDouble(),
                   .limit = limit,
                   .bound = bound,
                   .kind = Row::Kind::Counted};
    };
    constexpr double leastThatCame = 2'900'000;
    constexpr double leastHangUps = 10;
    return QList<Row>{
        counted("missing", QStringLiteral("of 3,000,000 lines, missing without a word"), 0, Row::Bound::AtMost),
        counted("twice", QStringLiteral("of 3,000,000 lines, shown twice"), 0, Row::Bound::AtMost),
        counted("came", QStringLiteral("of 3,000,000 lines, shown"), leastThatCame, Row::Bound::AtLeast),
        counted("hangUps", QStringLiteral("connections broken meanwhile"), leastHangUps, Row::Bound::AtLeast,
                QString())};
}

} // namespace Slipway::Bench

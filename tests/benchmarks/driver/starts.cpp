// SPDX-License-Identifier: GPL-3.0-or-later
#include "benchmarks/driver/measures.h"
#include "benchmarks/measuring.h"

namespace Slipway::Bench {

namespace {

constexpr int starts = 16;
constexpr double maxPaintRatio = 2.0;
constexpr double maxMemoryRatio = 1.6;

/// What the starts of one program showed.
struct Started {
    QList<double> paintMs;
    QList<double> residentMb;
    QList<QJsonObject> painted; ///< what had been touched at the first paint
    QList<QJsonObject> settled; ///< and a second later
};

struct Touchable {
    const char *key;
    const char *name;
};
constexpr Touchable touchables[] = {{"network", "starts with a request before the first paint"},
                                    {"keychain", "starts with a keychain read before the first paint"},
                                    {"database", "starts with a database read before the first paint"}};

Result<Done> startOnce(const Surroundings &surroundings, const char *name, const QStringList &arguments, Started &into)
{
    Program program(surroundings, name, arguments);
    const Result<QJsonObject> painted = program.nextReport();
    if (!painted)
        return painted.error();
    const Result<QJsonObject> settled = program.nextReport();
    if (!settled)
        return settled.error();
    const double paintedNs = painted->value(QLatin1String("steadyNs")).toDouble();
    into.paintMs.append((paintedNs - double(program.startedNs())) / 1e6);
    into.residentMb.append(settled->value(QLatin1String("residentKb")).toDouble() / 1024);
    into.painted.append(*painted);
    into.settled.append(*settled);
    return Done{};
}

qsizetype countOf(const QList<QJsonObject> &reports, const char *key)
{
    return std::count_if(reports.cbegin(), reports.cend(),
                         [key](const QJsonObject &report) { return report.value(QLatin1String(key)).toBool(); });
}

/// A start that never touches it, even later, would prove that we look in the wrong place.
Result<Row> touchedRow(const Started &window, const Touchable &what)
{
    if (countOf(window.settled, what.key) != starts)
        return Error{
            .kind = ErrorKind::Malformed,
            .detail =
                QStringLiteral("The %1 is not seen to be used even after the start").arg(QLatin1String(what.key))};
    return Row{.name = QLatin1String(what.name),
               .value = double(countOf(window.painted, what.key)),
               .limit = 0,
               .kind = Row::Kind::Counted};
}

} // namespace

Result<QList<Row>> measureStarts(const Surroundings &surroundings)
{
    const QStringList project{QStringLiteral("--project"), surroundings.projectFile()};
    Started warmUp; // reads the programs from the disk
    Started empty;
    Started window;
    for (int i = 0; i <= starts; ++i) {
        const Result<Done> first = startOnce(surroundings, "bench_empty", {}, i == 0 ? warmUp : empty);
        if (!first)
            return first.error();
        const Result<Done> second = startOnce(surroundings, "bench_window", project, i == 0 ? warmUp : window);
        if (!second)
            return second.error();
    }
    QList<Row> rows{{.name = QStringLiteral("start to first paint, to an empty widget's"),
                     .unit = QStringLiteral("ms"),
                     .value = median(window.paintMs),
                     .anchor = median(empty.paintMs),
                     .ratioIsJudged = true,
                     .limit = maxPaintRatio},
                    {.name = QStringLiteral("resident memory after the start, to an empty widget's"),
                     .unit = QStringLiteral("MB"),
                     .value = median(window.residentMb),
                     .anchor = median(empty.residentMb),
                     .ratioIsJudged = true,
                     .limit = maxMemoryRatio}};
    for (const Touchable &what : touchables) {
        const Result<Row> row = touchedRow(window, what);
        if (!row)
            return row.error();
        rows.append(*row);
    }
    return rows;
}

} // namespace Slipway::Bench

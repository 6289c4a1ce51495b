// SPDX-License-Identifier: GPL-3.0-or-later
// bench [--json] [--soak]: measures the programs beside it and judges each figure by its limit. Times, memory and
// wakeups are compared in one run, and a miss by less than a third is only reported; counts are exact.
#include "benchmarks/driver/measures.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <cstdio>

using namespace Slipway;
using namespace Slipway::Bench;

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Measures Slipway against its anchors and limits."));
    parser.addHelpOption();
    const QCommandLineOption json(QStringLiteral("json"), QStringLiteral("Print one JSON object."));
    const QCommandLineOption soak(QStringLiteral("soak"),
                                  QStringLiteral("Only the soak: millions of lines over a connection that breaks."));
    parser.addOptions({json, soak});
    parser.process(app);

    const Surroundings surroundings;
    QList<Row> rows;
    QList<Result<QList<Row>> (*)(const Surroundings &)> measures{measureSoak};
    if (!parser.isSet(soak))
        measures = {countRequests, measureStarts,  measureDeployments, measureChart,
                    measureLog,    measureLogList, measureWakeups};
    for (const auto &measure : std::as_const(measures)) {
        const Result<QList<Row>> measured = measure(surroundings);
        if (!measured) {
            std::fprintf(stderr, "%s\n", qPrintable(measured.error().detail));
            return 1;
        }
        rows += *measured;
    }
    std::fputs((parser.isSet(json) ? asJson(rows) : asTable(rows)).constData(), stdout);
    return allKept(rows) ? 0 : 1;
}

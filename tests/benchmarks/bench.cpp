// SPDX-License-Identifier: GPL-3.0-or-later
// bench [--json]: measures the programs beside it and judges each figure by its limit. Times, memory and
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
    parser.addOption(json);
    parser.process(app);

    const Surroundings surroundings;
    QList<Row> rows;
    for (const auto &measure : {countRequests, measureStarts, measureEvaluations, measureDeployments, measureChart,
                                measureLog, measureLogList, measureLogStream, measureSoak, measureWakeups}) {
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

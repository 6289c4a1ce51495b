// SPDX-License-Identifier: GPL-3.0-or-later
// slipway-rehearsal [SCENARIO] [--speed N] [--seed N] [--list]: plays one team's world on loopback. Prints the project
// file that names its origins, then "# ready", and ends when its standard input does.
#include "app/rehearsal/rehearsal.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QSocketNotifier>

#include <cstdio>
#include <unistd.h>

using namespace Slipway;
using namespace Slipway::Rehearsal;

namespace {

int refuse(const QString &why)
{
    std::fprintf(stderr, "%s\n", qPrintable(why));
    return 1;
}

int list()
{
    for (const QString &name : scenarioNames())
        std::printf("%-18s %s\n", qPrintable(name), qPrintable(loadScenario(name)->title));
    return 0;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Plays GitHub, Railway, Sentry and the application on loopback."));
    parser.addHelpOption();
    const QCommandLineOption speed(QStringLiteral("speed"), QStringLiteral("Shorten scripted waits N times."),
                                   QStringLiteral("N"), QStringLiteral("1"));
    const QCommandLineOption seed(QStringLiteral("seed"), QStringLiteral("Make other ids."), QStringLiteral("N"),
                                  QStringLiteral("1"));
    const QCommandLineOption listing(QStringLiteral("list"), QStringLiteral("List the scenarios."));
    parser.addOptions({speed, seed, listing});
    parser.addPositionalArgument(QStringLiteral("scenario"), QStringLiteral("The story; normal unless named."));
    parser.process(app);
    if (parser.isSet(listing))
        return list();
    const double factor = parser.value(speed).toDouble();
    if (factor < 0.01 || factor > 10'000)
        return refuse(QStringLiteral("--speed takes a number from 0.01 to 10000"));
    const auto scenario = loadScenario(parser.positionalArguments().value(0, QStringLiteral("normal")));
    if (!scenario)
        return refuse(scenario.error().detail);

    Slipway::Rehearsal::Rehearsal rehearsal(*scenario, factor, parser.value(seed).toUInt());
    if (const auto trouble = rehearsal.trouble())
        return refuse(trouble->detail);
    rehearsal.setUnhurried();
    std::printf("%s# ready\n", rehearsal.projectFile().constData());
    std::fflush(stdout);
    // Ends with whoever started it, also when that was killed.
    QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, &app, [] {
        char byte = 0;
        if (read(STDIN_FILENO, &byte, 1) <= 0)
            QCoreApplication::quit();
    });
    return QCoreApplication::exec();
}

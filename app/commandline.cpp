// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline.h"

#include "app/tokens/tokenstore.h"
#include "models/values/plaintext.h"

#include <QCommandLineParser>
#include <QDir>
#include <QFileInfo>

#include <array>

namespace Slipway {

namespace {

constexpr std::array settableCredentials{CredentialId::GitHub,         CredentialId::Railway,
                                         CredentialId::RailwayStaging, CredentialId::RailwayProduction,
                                         CredentialId::Sentry,         CredentialId::Grafana};

/// In resources/scenarios, as the build has found them.
QString scenarioList()
{
    QStringList names = QStringLiteral(SLIPWAY_SCENARIOS).split(QLatin1Char(' '));
    names.removeOne(CommandLine().scenario);
    return CommandLine().scenario + QStringLiteral(" (without a name), ") + names.join(QStringLiteral(", "));
}

/// The options and the words that explain them.
class SlipwayOptions {
public:
    SlipwayOptions()
    {
        m_parser.setSingleDashWordOptionMode(QCommandLineParser::ParseAsLongOptions);
        m_parser.addOptions(all());
    }

    QCommandLineParser &parser() { return m_parser; }
    QList<QCommandLineOption> all() const { return {project, rehearse, status, json, setToken, version, help}; }

    const QCommandLineOption project{QStringLiteral("project"),
                                     QStringLiteral("the project file; without it slipway.toml in this folder"),
                                     QStringLiteral("FILE")};
    const QCommandLineOption rehearse{QStringLiteral("rehearse"),
                                      QStringLiteral("play a made-up team on this computer: %1").arg(scenarioList()),
                                      QStringLiteral("[SCENARIO]")};
    const QCommandLineOption status{QStringLiteral("status"), QStringLiteral("print what can be proven, and leave")};
    const QCommandLineOption json{QStringLiteral("json"), QStringLiteral("with --status: as one JSON object")};
    const QCommandLineOption setToken{
        QStringLiteral("set-token"),
        QStringLiteral("store the token on standard input in the keychain, for github, railway, railway-staging, "
                       "railway-production, sentry or grafana; or the secret of a check, as staging/NAME or "
                       "production/NAME"),
        QStringLiteral("PROVIDER")};
    const QCommandLineOption version{QStringLiteral("version"), QStringLiteral("print the version")};
    const QCommandLineOption help{QStringList{QStringLiteral("help"), QStringLiteral("h")},
                                  QStringLiteral("print this help")};

private:
    QCommandLineParser m_parser;
};

/// "  --json                 with --status: ...", in lines of at most a hundred characters.
QString helpOf(const QCommandLineOption &option)
{
    constexpr qsizetype firstColumn = 25;
    constexpr qsizetype lastColumn = 100;
    const QString name = QStringLiteral("  --%1 %2").arg(option.names().constFirst(), option.valueName());
    QString line = name.trimmed().prepend(QLatin1String("  ")).leftJustified(firstColumn - 1);
    QString text;
    const QStringList words = option.description().split(QLatin1Char(' '));
    for (const QString &word : words) {
        if (line.size() + 1 + word.size() > lastColumn) {
            text += line + QLatin1Char('\n');
            line = QString(firstColumn - 1, QLatin1Char(' '));
        }
        line += QLatin1Char(' ') + word;
    }
    return text + line + QLatin1Char('\n');
}

QString usageText()
{
    QString options;
    for (const QCommandLineOption &option : SlipwayOptions().all())
        options += helpOf(option);
    return QStringLiteral("Usage: slipway [--project FILE] [--status [--json]]\n"
                          "       slipway --rehearse [SCENARIO] [--status [--json]]\n"
                          "       slipway --project FILE --set-token PROVIDER\n"
                          "\n"
                          "Promote a release from staging to production, watch it live, go back.\n"
                          "\n") +
           options +
           QStringLiteral(
               "\n"
               "SLIPWAY_GITHUB_TOKEN, SLIPWAY_RAILWAY_TOKEN, SLIPWAY_RAILWAY_STAGING_TOKEN, "
               "SLIPWAY_RAILWAY_PRODUCTION_TOKEN,\n"
               "SLIPWAY_SENTRY_TOKEN and SLIPWAY_GRAFANA_TOKEN are used for one run and stored nowhere. They go to "
               "the\n"
               "provider's own address, or to those in SLIPWAY_GITHUB_ORIGIN, SLIPWAY_RAILWAY_ORIGIN, "
               "SLIPWAY_SENTRY_ORIGIN\n"
               "or SLIPWAY_GRAFANA_ORIGIN: scheme://host[:port], several separated by spaces.\n"
               "\n"
               "Exit codes: 0 all configured sources were read, 2 something could not be read (the output says what),\n"
               "1 wrong usage or configuration.\n");
}

Error usageError(const QString &sentence)
{
    return {.kind = ErrorKind::Configuration, .detail = QStringLiteral("slipway: %1\n\n%2").arg(sentence, usageText())};
}

/// QCommandLineParser knows no option whose value may be left out: "--rehearse" gets the name of the first scenario,
/// "--rehearse normal" becomes one argument.
QStringList withScenario(QStringList arguments)
{
    const auto option = QStringLiteral("--rehearse");
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        if (arguments.at(i) != option && arguments.at(i) != option.mid(1))
            continue;
        const bool named = i + 1 < arguments.size() && !arguments.at(i + 1).startsWith(QLatin1Char('-'));
        arguments[i] = option + QLatin1Char('=') + (named ? arguments.at(i + 1) : CommandLine().scenario);
        if (named)
            arguments.removeAt(i + 1);
    }
    return arguments;
}

/// A provider's word, or a secret of a check: the project file knows its name.
Result<QString> tokenWordFrom(const QString &word)
{
    for (const CredentialId id : settableCredentials) {
        if (credentialWord(id) == word)
            return word;
    }
    for (const auto place : {QLatin1String("staging/"), QLatin1String("production/")}) {
        if (word.startsWith(place) && word.size() > place.size())
            return word;
    }
    return usageError(QStringLiteral("--set-token needs github, railway, railway-staging, railway-production, sentry, "
                                     "grafana, staging/NAME or production/NAME, not \"%1\".")
                          .arg(visibleText(word)));
}

Result<CommandLine::Action> actionFrom(SlipwayOptions &options)
{
    const QCommandLineParser &parser = options.parser();
    if (parser.isSet(options.json) && !parser.isSet(options.status))
        return usageError(QStringLiteral("--json goes with --status."));
    if (parser.isSet(options.setToken) && parser.isSet(options.status))
        return usageError(QStringLiteral("--set-token and --status are two different things."));
    if (parser.isSet(options.setToken) && !parser.isSet(options.project))
        return usageError(QStringLiteral("--set-token needs --project: a token is stored for one project."));
    if (parser.isSet(options.setToken))
        return CommandLine::Action::SetToken;
    if (!parser.isSet(options.status))
        return CommandLine::Action::Window;
    return parser.isSet(options.json) ? CommandLine::Action::StatusJson : CommandLine::Action::Status;
}

Result<QString> projectFileFrom(SlipwayOptions &options, const QString &folder)
{
    if (options.parser().isSet(options.project)) {
        const QString file = options.parser().value(options.project);
        if (file.isEmpty())
            return usageError(QStringLiteral("--project needs the name of a file."));
        return file;
    }
    const QString file = QDir(folder).filePath(QStringLiteral("slipway.toml"));
    if (QFileInfo::exists(file))
        return file;
    return usageError(QStringLiteral("There is no slipway.toml in this folder; name a project file with --project, or "
                                     "look around with --rehearse."));
}

/// What is wrong with the arguments as such; empty when nothing is.
QString mistakeIn(SlipwayOptions &options)
{
    const QCommandLineParser &parser = options.parser();
    if (!parser.positionalArguments().isEmpty())
        return QStringLiteral("\"%1\" is not an option; a project file is named with --project.")
            .arg(visibleText(parser.positionalArguments().constFirst()));
    if (parser.isSet(options.project) && parser.isSet(options.rehearse))
        return QStringLiteral("--project and --rehearse exclude each other.");
    for (const QCommandLineOption &option : {options.project, options.rehearse, options.setToken}) {
        if (parser.values(option).size() > 1)
            return QStringLiteral("--%1 was given more than once.").arg(option.names().constFirst());
    }
    return {};
}

} // namespace

Result<CommandLine> parseCommandLine(const QStringList &arguments, const QString &folder)
{
    SlipwayOptions options;
    QCommandLineParser &parser = options.parser();
    const bool understood = parser.parse(QStringList(QStringLiteral("slipway")) + withScenario(arguments));
    CommandLine line;
    if (parser.isSet(options.help) || parser.isSet(options.version)) {
        line.action = CommandLine::Action::PrintAndEnd;
        line.text = parser.isSet(options.help) ? usageText() : QStringLiteral("slipway " SLIPWAY_VERSION "\n");
        return line;
    }
    if (!understood)
        return usageError(visibleText(parser.errorText()));
    if (const QString mistake = mistakeIn(options); !mistake.isEmpty())
        return usageError(mistake);

    const auto action = actionFrom(options);
    if (!action)
        return action.error();
    line.action = *action;
    if (line.action == CommandLine::Action::SetToken) {
        const auto word = tokenWordFrom(parser.value(options.setToken));
        if (!word)
            return word.error();
        line.token = *word;
    }
    if (parser.isSet(options.rehearse)) {
        line.rehearse = true;
        line.scenario = parser.value(options.rehearse);
        return line.scenario.isEmpty()
                   ? Result<CommandLine>(usageError(QStringLiteral("--rehearse= needs a scenario.")))
                   : Result<CommandLine>(line);
    }
    const auto file = projectFileFrom(options, folder);
    if (!file)
        return file.error();
    line.projectFile = *file;
    return line;
}

} // namespace Slipway

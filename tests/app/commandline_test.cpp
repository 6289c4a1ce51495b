// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline.h"
#include "support/testmain.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace Slipway;

namespace {

QStringList argumentWords(const char *line)
{
    return QString::fromUtf8(line).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

QString sentenceFor(const char *line, const QString &folder = QStringLiteral("/nonexistent"))
{
    const auto parsed = parseCommandLine(argumentWords(line), folder);
    return parsed ? QStringLiteral("accepted") : parsed.error().detail.section(QStringLiteral("\n\n"), 0, 0);
}

} // namespace

class CommandLineTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatIsAskedForIsUnderstood_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<int>("action");
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("scenario");
        const auto row = [](const char *line, CommandLine::Action action, const char *file, const char *scenario) {
            QTest::newRow(line) << QString::fromUtf8(line) << int(action) << QString::fromUtf8(file)
                                << QString::fromUtf8(scenario);
        };
        row("--project a.toml", CommandLine::Action::Window, "a.toml", "");
        row("--project=a.toml", CommandLine::Action::Window, "a.toml", "");
        row("--project a.toml --status", CommandLine::Action::Status, "a.toml", "");
        row("--status --json --project a.toml", CommandLine::Action::StatusJson, "a.toml", "");
        row("--rehearse", CommandLine::Action::Window, "", "normal");
        row("--rehearse normal", CommandLine::Action::Window, "", "normal");
        row("--rehearse=racing-main", CommandLine::Action::Window, "", "racing-main");
        row("--rehearse outage --status", CommandLine::Action::Status, "", "outage");
        row("--rehearse --status --json", CommandLine::Action::StatusJson, "", "normal");
        row("--status --rehearse", CommandLine::Action::Status, "", "normal");
    }
    void whatIsAskedForIsUnderstood()
    {
        QFETCH(QString, line);
        QFETCH(int, action);
        QFETCH(QString, file);
        QFETCH(QString, scenario);
        const auto parsed = parseCommandLine(argumentWords(qPrintable(line)), QStringLiteral("/nonexistent"));
        QVERIFY2(parsed, parsed ? "" : qPrintable(parsed.error().detail));
        QCOMPARE(int(parsed->action), action);
        QCOMPARE(parsed->projectFile, file);
        QCOMPARE(parsed->rehearse, !scenario.isEmpty());
        if (!scenario.isEmpty())
            QCOMPARE(parsed->scenario, scenario);
    }
    void aTokenIsStoredForOneProviderOfOneProject_data()
    {
        QTest::addColumn<QString>("word");
        for (const char *word : {"github", "railway", "railway-staging", "railway-production", "sentry",
                                 "staging/chat-key", "production/chat-key"})
            QTest::newRow(word) << QString::fromLatin1(word);
    }
    void aTokenIsStoredForOneProviderOfOneProject()
    {
        QFETCH(QString, word);
        const auto parsed = parseCommandLine(
            {QStringLiteral("--project"), QStringLiteral("a.toml"), QStringLiteral("--set-token"), word}, QString());
        QVERIFY(parsed);
        QCOMPARE(parsed->action, CommandLine::Action::SetToken);
        QCOMPARE(parsed->token, word);
        QCOMPARE(parsed->projectFile, QStringLiteral("a.toml"));
    }
    void helpAndVersionArePrinted()
    {
        const auto help = parseCommandLine({QStringLiteral("--help")}, QString());
        QCOMPARE(help->action, CommandLine::Action::PrintAndEnd);
        QVERIFY(help->text.startsWith(QStringLiteral("Usage: slipway")));
        for (const char *option :
             {"--project", "--rehearse", "--status", "--json", "--set-token", "--version", "--help"})
            QVERIFY2(help->text.contains(QLatin1String(option)), option);
        QCOMPARE(parseCommandLine({QStringLiteral("-h")}, QString())->text, help->text);
        QCOMPARE(parseCommandLine({QStringLiteral("--version")}, QString())->text,
                 QStringLiteral("slipway " SLIPWAY_VERSION "\n"));
    }
    void theHelpNamesEveryScenario()
    {
        const QString help = parseCommandLine({QStringLiteral("--help")}, QString())->text;
        const QFileInfoList scenarios = QDir(QStringLiteral(SLIPWAY_SOURCE "/resources/scenarios"))
                                            .entryInfoList({QStringLiteral("*.json")}, QDir::Files);
        QVERIFY(scenarios.size() > 20);
        static const QRegularExpression between(QStringLiteral("[ ,\\n]+"));
        const QStringList words = help.split(between);
        for (const QFileInfo &scenario : scenarios)
            QCOMPARE(words.count(scenario.completeBaseName()), 1);
    }
    void theHelpFitsATerminal()
    {
        const QStringList lines =
            parseCommandLine({QStringLiteral("--help")}, QString())->text.split(QLatin1Char('\n'));
        for (const QString &line : lines) {
            QVERIFY2(line.size() <= 115, qPrintable(line));
            QVERIFY2(!line.endsWith(QLatin1Char(' ')), qPrintable(line));
        }
        QVERIFY(
            lines.contains(QStringLiteral("  --project FILE         the project file; without it slipway.toml in this "
                                          "folder")));
        QVERIFY(lines.contains(QStringLiteral("  --json                 with --status: as one JSON object")));
    }
    void wrongUsageIsOneSentence_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char *line, const char *sentence) {
            QTest::newRow(line) << QString::fromUtf8(line) << QStringLiteral("slipway: ") + QString::fromUtf8(sentence);
        };
        row("--frobnicate", "Unknown option 'frobnicate'.");
        row("a.toml", "\"a.toml\" is not an option; a project file is named with --project.");
        row("--rehearse normal extra", "\"extra\" is not an option; a project file is named with --project.");
        row("--project", "Missing value after '--project'.");
        row("--project=", "--project needs the name of a file.");
        row("--rehearse=", "--rehearse= needs a scenario.");
        row("--project a --project b", "--project was given more than once.");
        row("--project a --rehearse", "--project and --rehearse exclude each other.");
        row("--project a --json", "--json goes with --status.");
        row("--project a --status --json=5", "Unexpected value after '--json'.");
        row("--set-token github", "--set-token needs --project: a token is stored for one project.");
        row("--project a --set-token gitlab", "--set-token needs github, railway, railway-staging, railway-production, "
                                              "sentry, grafana, staging/NAME or production/NAME, not \"gitlab\".");
        row("--project a --set-token none",
            "--set-token needs github, railway, railway-staging, railway-production, sentry, grafana, staging/NAME or "
            "production/NAME, not \"none\".");
        row("--project a --set-token github --status", "--set-token and --status are two different things.");
        row("", "There is no slipway.toml in this folder; name a project file with --project, or look around with "
                "--rehearse.");
        row("--status", "There is no slipway.toml in this folder; name a project file with --project, or look around "
                        "with --rehearse.");
    }
    void wrongUsageIsOneSentence()
    {
        QFETCH(QString, line);
        QFETCH(QString, sentence);
        QCOMPARE(sentenceFor(qPrintable(line)), sentence);
        const auto parsed = parseCommandLine(argumentWords(qPrintable(line)), QStringLiteral("/nonexistent"));
        QVERIFY(parsed.error().detail.contains(QStringLiteral("Usage: slipway")));
    }
    void hostileArgumentsAreShownHarmless()
    {
        QCOMPARE(sentenceFor("\xE2\x80\xAE\x1B[2J"),
                 QStringLiteral("slipway: \"<U+202E><U+001B>[2J\" is not an option; a project file is named with "
                                "--project."));
    }
    void theFileInThisFolderIsTaken()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("slipway.toml")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(parseCommandLine({}, folder.path())->projectFile, file.fileName());
        QCOMPARE(parseCommandLine(argumentWords("--project other.toml"), folder.path())->projectFile,
                 QStringLiteral("other.toml"));
        QCOMPARE(parseCommandLine(argumentWords("--rehearse"), folder.path())->projectFile, QString());
    }
};

SLIPWAY_TEST(CommandLineTest)
#include "commandline_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/projectkit.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

/// A filter whose own lines begin in line 20.
QByteArray filterWithLines(const QByteArray &lines)
{
    return "[[log_filter]]\nname = \"a\"\n" + lines + '\n';
}

LogFilter onlyFilter(const QByteArray &lines)
{
    const auto loaded = projectFileWith(filterWithLines(lines));
    if (!loaded)
        qFatal("%s", qPrintable(loaded.error().detail));
    return loaded->project.logFilters.constFirst().filter;
}

} // namespace

/// The saved log filters of a project file.
class LogFilterSectionTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theShippedExampleHasSome()
    {
        const auto loaded = loadProject(QStringLiteral(SLIPWAY_EXAMPLES "/gatewayz-api.toml"));
        QVERIFY2(loaded, qPrintable(loaded ? QString() : loaded.error().detail));
        QCOMPARE(loaded->warnings, QStringList());
        const QList<SavedLogFilter> &filters = loaded->project.logFilters;
        QCOMPARE(filters.size(), 2);
        QCOMPARE(filters.at(0).name, QStringLiteral("New errors of production"));
        QCOMPARE(filters.at(0).filter.least, LogLevel::Error);
        QVERIFY(filters.at(0).filter.onlyNew && !filters.at(0).filter.environments.staging);
        QVERIFY(filters.at(1).filter.include.regularExpression);
    }
    void withoutAnyThereAreNone() { QVERIFY(projectFileWith("")->project.logFilters.isEmpty()); }
    void whatMayBeLeftOutLetsEverythingThrough() { QCOMPARE(onlyFilter(""), LogFilter()); }
    void everyKeyIsRead()
    {
        const LogFilter filter = onlyFilter("include = \"time(d )?out\"\nexclude = '\\bprobe\\b'\nregex = true\n"
                                            "case_sensitive = true\nlevel = \"warn\"\nenvironments = [\"production\"]\n"
                                            "sources = [\"http\", \"deploy\"]\nonly_new = true\ncontext = 3");
        QCOMPARE(filter, (LogFilter{.environments = {false, true},
                                    .sources = {true, false, true, true},
                                    .least = LogLevel::Warn,
                                    .onlyNew = true,
                                    .include = {QStringLiteral("time(d )?out"), true, true},
                                    .exclude = {QStringLiteral("\\bprobe\\b"), true, true},
                                    .context = 3}));
    }
    void notesOfGapsAreShownWhateverTheSources()
    {
        const LogFilter filter = onlyFilter("sources = [\"build\"]");
        QCOMPARE(filter.sources, (std::array{false, true, false, true}));
    }
    void allLinesAroundMatchesCanBeAskedFor() { QCOMPARE(onlyFilter("context = \"all\"").context, LogFilter::all); }
    void everyLevelIsKnown()
    {
        QCOMPARE(onlyFilter("level = \"debug\"").least, LogLevel::Debug);
        QCOMPARE(onlyFilter("level = \"info\"").least, LogLevel::Info);
        QCOMPARE(onlyFilter("level = \"error\"").least, LogLevel::Error);
    }
    void whatLooksLikeAnExpressionIsWordsWithoutRegex()
    {
        QCOMPARE(onlyFilter("include = \"(\"").include, (PatternText{.text = QStringLiteral("(")}));
    }
    void whatDoesNotFitIsNamedByLineAndColumn_data()
    {
        QTest::addColumn<QByteArray>("lines");
        QTest::addColumn<QString>("mistake");
        const auto row = [](const char *lines, const char *mistake) {
            QTest::newRow(lines) << QByteArray(lines) << QString::fromUtf8(mistake);
        };
        row("level = \"loud\"", "20:9: log_filter.level: expected debug, info, warn or error, found \"loud\"");
        row("level = \"WARN\"", "20:9: log_filter.level: expected debug, info, warn or error, found \"WARN\"");
        row("level = 3", "20:9: log_filter.level: expected a string, found an integer");
        row("regex = true\ninclude = \"a(\"", "21:11: log_filter.include: The expression has a mistake at character 2");
        row("regex = true\n  exclude = \"[\"",
            "21:13: log_filter.exclude: The expression has a mistake at character 1");
        row("include = [\"a\"]", "20:11: log_filter.include: expected a string, found an array");
        row("regex = \"yes\"", "20:9: log_filter.regex: expected true or false, found a string");
        row("case_sensitive = 1", "20:18: log_filter.case_sensitive: expected true or false, found 1");
        row("only_new = 1", "20:12: log_filter.only_new: expected true or false, found 1");
        row("environments = [\"staging\", \"prod\"]",
            "20:28: log_filter.environments: expected staging or production, found \"prod\"");
        row("environments = []",
            "20:16: log_filter.environments: expected at least one of staging or production, found an empty list");
        row("environments = \"staging\"", "20:16: log_filter.environments: expected a list of strings, found a string");
        row("sources = [\"note\"]", "20:12: log_filter.sources: expected deploy, build or http, found \"note\"");
        row("sources = [1]", "20:12: log_filter.sources: expected a string, found an integer");
        row("sources = []", "20:11: log_filter.sources: expected at least one of deploy, build or http");
        row("context = -1", "20:11: log_filter.context: expected an integer from 0 to 1000, found -1");
        row("context = 1001", "20:11: log_filter.context: expected an integer from 0 to 1000, found 1001");
        row("context = \"some\"", "20:11: log_filter.context: expected an integer from 0 to 1000, or \"all\", found");
        row("token = \"a\"", "20:1: log_filter.token: tokens do not belong in the project file");
        row("[[log_filter]]\nname = \"a\"", "21:8: log_filter.name: expected another name than in line 19");
        row("[[log_filter]]\nlevel = \"warn\"", "20: log_filter.name: expected a name of at most 40 printable");
    }
    void whatDoesNotFitIsNamedByLineAndColumn()
    {
        QFETCH(QByteArray, lines);
        QFETCH(QString, mistake);
        const QString found = projectFileMistake(filterWithLines(lines));
        QVERIFY2(found.startsWith(QStringLiteral("p.toml:") + mistake), qPrintable(found));
    }
    void aPatternIsBounded()
    {
        const auto included = [](int length) {
            return projectFileMistake(filterWithLines("include = \"" + QByteArray(length, 'x') + '"'));
        };
        QCOMPARE(included(4'096), QStringLiteral("no mistake"));
        QVERIFY(included(4'097).startsWith(QStringLiteral("p.toml:20:11: log_filter.include: ")));
    }
    void anUnknownKeyIsToldWithTheNearest()
    {
        const auto loaded = projectFileWith(filterWithLines("  inclde = \"a\""));
        QCOMPARE(loaded->warnings,
                 QStringList{QStringLiteral("p.toml:20:3: log_filter.inclde: unknown key; did you mean include?")});
    }
    void filtersAreTables()
    {
        QVERIFY(projectFileMistake("[log_filter]\nname = \"a\"\n")
                    .contains(QStringLiteral("expected tables [[log_filter]]")));
        const auto number = parseProject(QByteArray("log_filter = 3\n") + projectHead, QStringLiteral("p.toml"));
        QVERIFY(number.error().detail.startsWith(
            QStringLiteral("p.toml:1: log_filter: expected tables [[log_filter]], found an integer")));
        const auto loaded = projectFileWith("[[log_filters]]\nname = \"a\"\n");
        QCOMPARE(loaded->warnings,
                 QStringList{QStringLiteral("p.toml:18: log_filters: unknown key; did you mean log_filter?")});
    }
    void fiftyFiltersAreEnough()
    {
        QByteArray filters;
        for (int i = 0; i < 50; ++i)
            filters += "[[log_filter]]\nname = \"" + QByteArray::number(i) + "\"\n";
        QCOMPARE(projectFileMistake(filters), QStringLiteral("no mistake"));
        filters += "[[log_filter]]\nname = \"one more\"\n";
        QVERIFY(projectFileMistake(filters).contains(QStringLiteral("log_filter: expected at most 50 of them")));
    }
};

SLIPWAY_TEST(LogFilterSectionTest)
#include "logfiltersection_test.moc"

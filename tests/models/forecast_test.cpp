// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/goback/forecast.h"
#include "models/project/pathpattern.h"
#include "support/builders.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

constexpr QLatin1String addsPlan{
    "-- DROP TABLE plans;\nALTER TABLE users ADD COLUMN plan text DEFAULT 'drop table x';\n"};
constexpr QLatin1String dropsPlan{"ALTER TABLE users\n  ADD COLUMN tier text;\nALTER TABLE users DROP COLUMN plan;\n"};

Commit aCommit(const char *title, const char *author)
{
    return {.sha = {QString::fromLatin1(title)},
            .title = QString::fromLatin1(title),
            .author = QString::fromLatin1(author)};
}

Error noAnswer()
{
    return {.kind = ErrorKind::Unreachable, .detail = QStringLiteral("GitHub cannot be reached.")};
}

/// Three commits are undone, and nothing else.
ForecastFacts harmless()
{
    ForecastFacts facts{
        .target = {QStringLiteral("d-good")}, .targetSha = liveSha, .servingSha = testedSha, .tip = newerSha};
    Comparison undone{.base = liveSha, .head = testedSha, .relation = Comparison::Relation::Ahead, .aheadBy = 3};
    undone.commits = {aCommit("first", "dev-one"), aCommit("second", "dev-two"), aCommit("third", "dev-one")};
    Comparison schema{.base = liveSha, .head = newerSha, .relation = Comparison::Relation::Ahead, .aheadBy = 4};
    schema.files = {QStringLiteral("src/main.py")};
    facts.undone = Result<Comparison>(undone);
    facts.schema = Result<Comparison>(schema);
    return facts;
}

void addMigration(ForecastFacts &facts, const char *path, const std::optional<QString> &sql, const char *trouble = "")
{
    facts.migrations.append({.path = QString::fromLatin1(path), .sql = sql, .trouble = QString::fromLatin1(trouble)});
}

Comparison &undoneOf(ForecastFacts &facts)
{
    return **facts.undone;
}

Comparison &schemaOf(ForecastFacts &facts)
{
    return **facts.schema;
}

Forecast forecast(const ForecastFacts &facts, ReturnMeans means = ReturnMeans::RollBack, bool variables = false)
{
    return forecastOf(facts, means, variables);
}

} // namespace

/// What going back would undo, and whether older code can live with it.
class ForecastTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingBetweenIsNothingDestructive()
    {
        const Forecast told = forecast(harmless());
        QCOMPARE(told.verdict, ForecastVerdict::NothingDestructive);
        QCOMPARE(told.undoneText, QStringLiteral("3 commits by dev-one and dev-two"));
        QCOMPARE(told.undone.constFirst().title, QStringLiteral("third")); // newest first
        QCOMPARE(told.migrationsText, QStringLiteral("none"));
        QVERIFY(!told.reason.isEmpty());
    }
    void pullRequestsAreHandedOn()
    {
        ForecastFacts facts = harmless();
        facts.pulls.insert({QStringLiteral("first")}, {{.number = 7}});
        QCOMPARE(forecast(facts).pulls, facts.pulls);
    }
    void aHarmlessMigrationAsksForCare()
    {
        ForecastFacts facts = harmless();
        addMigration(facts, "supabase/migrations/1_add.sql", addsPlan);
        QCOMPARE(forecast(facts).verdict, ForecastVerdict::Careful);
        QCOMPARE(forecast(facts).migrationsText, QStringLiteral("1 migration"));
        QVERIFY(forecast(facts).reason.startsWith(QStringLiteral("1 migration lies between")));
        QVERIFY(forecast(facts).destructive.isEmpty());
    }
    void aDestructiveOneMeansFixForward()
    {
        ForecastFacts facts = harmless();
        addMigration(facts, "supabase/migrations/1_add.sql", addsPlan);
        addMigration(facts, "supabase/migrations/2_drop.sql", dropsPlan);
        const Forecast told = forecast(facts);
        QCOMPARE(told.verdict, ForecastVerdict::FixForward);
        QCOMPARE(told.reason, QStringLiteral("A destructive migration lies between: supabase/migrations/2_drop.sql, "
                                             "line 3: ALTER TABLE users DROP COLUMN plan"));
        QCOMPARE(told.migrations.size(), 2);
        const DestructiveStatement expected{.path = QStringLiteral("supabase/migrations/2_drop.sql"),
                                            .line = 3,
                                            .text = QStringLiteral("ALTER TABLE users DROP COLUMN plan")};
        QCOMPARE(told.destructive, QList<DestructiveStatement>{expected});
    }
    void furtherDestructiveStatementsAreCounted()
    {
        ForecastFacts facts = harmless();
        addMigration(facts, "m.sql", QStringLiteral("DROP TABLE a; DROP TABLE b; TRUNCATE c"));
        QVERIFY(forecast(facts).reason.endsWith(QStringLiteral("m.sql, line 1: DROP TABLE a (and 2 more statements)")));
    }
    void whatIsDestructiveIsSaidBeforeEverythingIsRead()
    {
        ForecastFacts facts = harmless();
        facts.reading = true;
        facts.undone.reset();
        addMigration(facts, "1.sql", std::nullopt);
        QCOMPARE(forecast(facts).verdict, ForecastVerdict::Reading);
        addMigration(facts, "2.sql", dropsPlan);
        QCOMPARE(forecast(facts).verdict, ForecastVerdict::FixForward);
        QVERIFY(forecast(facts).undoneText.contains(QStringLiteral("still being read")));
    }
    void whileReadingNothingIsConcluded()
    {
        ForecastFacts facts;
        facts.targetSha = liveSha;
        facts.reading = true;
        const Forecast told = forecast(facts, ReturnMeans::RollBack, true);
        QCOMPARE(told.verdict, ForecastVerdict::Reading);
        QVERIFY(told.migrationsText.contains(QStringLiteral("still being read")));
        QCOMPARE(told.variablesText, QStringLiteral("still being compared"));
        facts = harmless();
        facts.reading = true;
        QCOMPARE(forecast(facts).verdict, ForecastVerdict::Reading);
    }
    void whatIsNotKnownCannotBeTold_data()
    {
        QTest::addColumn<ForecastFacts>("facts");
        QTest::addColumn<QString>("why");
        const auto row = [](const char *name, const char *why, const auto &change) {
            ForecastFacts facts = harmless();
            change(facts);
            QTest::newRow(name) << facts << QString::fromLatin1(why);
        };
        row("the target's commit", "which commit it carries", [](ForecastFacts &facts) { facts.targetSha = {}; });
        row("the target's commit, at once", "which commit it carries", [](ForecastFacts &facts) {
            facts.targetSha = {};
            facts.reading = true;
        });
        row("the tip", "tip of the branch", [](ForecastFacts &facts) { facts.tip = {}; });
        row("GitHub is away", "GitHub cannot be reached", [](ForecastFacts &facts) { facts.schema = noAnswer(); });
        row("what is undone", "GitHub cannot be reached", [](ForecastFacts &facts) { facts.undone = noAnswer(); });
        row("never compared", "has not been read", [](ForecastFacts &facts) { facts.schema.reset(); });
        row("a new word", "does not know",
            [](ForecastFacts &facts) { schemaOf(facts).relation = {Comparison::Relation::Unknown}; });
        row("too many files", "300", [](ForecastFacts &facts) { schemaOf(facts).filesComplete = false; });
        row("a text that failed", "1.sql could not be read: 404",
            [](ForecastFacts &facts) { addMigration(facts, "1.sql", std::nullopt, "404."); });
        row("a text that nobody read", "1.sql",
            [](ForecastFacts &facts) { addMigration(facts, "1.sql", std::nullopt); });
    }
    void whatIsNotKnownCannotBeTold()
    {
        QFETCH(ForecastFacts, facts);
        QFETCH(QString, why);
        const Forecast told = forecast(facts);
        QCOMPARE(told.verdict, ForecastVerdict::CannotTell);
        QVERIFY2(told.reason.contains(why), qPrintable(told.reason));
        QVERIFY(!told.undoneText.isEmpty());
        QVERIFY(!told.migrationsText.isEmpty());
    }
    void whatIsDestructiveCountsMoreThanWhatIsNotKnown()
    {
        ForecastFacts facts = harmless();
        schemaOf(facts).filesComplete = false;
        addMigration(facts, "1.sql", std::nullopt, "404");
        addMigration(facts, "2.sql", dropsPlan);
        QCOMPARE(forecast(facts).verdict, ForecastVerdict::FixForward);
        QVERIFY(forecast(facts).migrationsText.startsWith(QStringLiteral("at least 2 migrations")));
    }
    void anUnknownServingCommitLeavesTheMigrationsKnown()
    {
        ForecastFacts facts = harmless();
        facts.servingSha = {};
        facts.undone.reset();
        QCOMPARE(forecast(facts).verdict, ForecastVerdict::NothingDestructive);
        QCOMPARE(forecast(facts).undoneText, QStringLiteral("cannot be told: which commit serves is not known"));
    }
    void aNewerTargetUndoesNothing()
    {
        ForecastFacts facts = harmless();
        undoneOf(facts) = {.relation = Comparison::Relation::Behind, .behindBy = 2};
        QCOMPARE(forecast(facts).undoneText, QStringLiteral("nothing: it is 2 commits newer than what serves"));
        undoneOf(facts) = {.relation = Comparison::Relation::Identical};
        QCOMPARE(forecast(facts).undoneText, QStringLiteral("nothing: what serves is the same commit"));
    }
    void divergedHistoriesAskForCare()
    {
        ForecastFacts facts = harmless();
        undoneOf(facts).relation = Comparison::Relation::Diverged;
        undoneOf(facts).behindBy = 1;
        QCOMPARE(forecast(facts).verdict, ForecastVerdict::Careful);
        QVERIFY(forecast(facts).reason.contains(QStringLiteral("diverged")));
        QCOMPARE(forecast(facts).undoneText, QStringLiteral("3 commits by dev-one and dev-two; 1 commit comes in that "
                                                            "what serves does not have"));
        facts = harmless();
        for (const auto relation : {Comparison::Relation::Diverged, Comparison::Relation::Behind}) {
            schemaOf(facts).relation = relation;
            QCOMPARE(forecast(facts).verdict, ForecastVerdict::Careful);
            QVERIFY(forecast(facts).reason.contains(QStringLiteral("not an ancestor")));
        }
    }
    void manyCommitsAndAuthorsAreCounted()
    {
        ForecastFacts facts = harmless();
        undoneOf(facts).commits.clear();
        for (const char *author : {"a", "b", "c", "d", "e", "f", ""})
            undoneOf(facts).commits.prepend(aCommit("x", author));
        undoneOf(facts).aheadBy = 400;
        QCOMPARE(forecast(facts).undoneText,
                 QStringLiteral("400 commits by a, b, c, d and 2 others; GitHub lists 7 of them"));
        undoneOf(facts).commits = {aCommit("x", "")};
        undoneOf(facts).aheadBy = 1;
        QCOMPARE(forecast(facts).undoneText, QStringLiteral("1 commit"));
    }

    // Variables
    void onlyARollbackTakesVariablesBack()
    {
        ForecastFacts facts = harmless();
        facts.variables = Result<VariableChanges>(
            VariableChanges{.disappear = {QStringLiteral("NEW_FLAG")}, .change = {QStringLiteral("REDIS_URL")}});
        const Forecast back = forecast(facts, ReturnMeans::RollBack, true);
        QCOMPARE(back.variablesText, QStringLiteral("2 variables go back"));
        QCOMPARE(back.variables, **facts.variables);
        QCOMPARE(back.verdict, ForecastVerdict::Careful);
        QCOMPARE(back.reason, QStringLiteral("2 variables go back"));
        for (const ReturnMeans means : {ReturnMeans::Redeploy, ReturnMeans::Rebuild}) {
            const Forecast told = forecast(facts, means, true);
            QCOMPARE(told.variablesText, QStringLiteral("stay as they are"));
            QVERIFY(told.variables.isEmpty());
            QCOMPARE(told.verdict, ForecastVerdict::NothingDestructive);
        }
    }
    void variablesAreNotTakenFromWhatMayNotBeRead()
    {
        ForecastFacts facts = harmless();
        facts.variables = Result<VariableChanges>(VariableChanges{.change = {QStringLiteral("REDIS_URL")}});
        const Forecast told = forecast(facts, ReturnMeans::RollBack, false);
        QVERIFY(told.variables.isEmpty());
        QCOMPARE(told.variablesText,
                 QStringLiteral("not compared: the project file does not allow it (read_variables)"));
        QCOMPARE(told.verdict, ForecastVerdict::NothingDestructive);
    }
    void variablesThatCouldNotBeReadAreSaid()
    {
        ForecastFacts facts = harmless();
        QCOMPARE(forecast(facts, ReturnMeans::RollBack, true).variablesText,
                 QStringLiteral("not compared: they were not read"));
        facts.variables = Error{.detail = QStringLiteral("Not Authorized.")};
        QCOMPARE(forecast(facts, ReturnMeans::RollBack, true).variablesText,
                 QStringLiteral("not compared: Not Authorized"));
        facts.variables = Result<VariableChanges>(VariableChanges{});
        QCOMPARE(forecast(facts, ReturnMeans::RollBack, true).variablesText, QStringLiteral("stay as they are"));
    }

    // Patterns
    void aPatternMeansPaths_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("path");
        QTest::addColumn<bool>("expected");
        const auto row = [](const char *pattern, const char *path, bool expected) {
            QTest::addRow("%s: %s", pattern, path)
                << QString::fromLatin1(pattern) << QString::fromLatin1(path) << expected;
        };
        row("supabase/migrations/**", "supabase/migrations/1_a.sql", true);
        row("supabase/migrations/**", "supabase/migrations/old/1_a.sql", true);
        row("supabase/migrations/**", "supabase/migrations.md", false);
        row("supabase/migrations/**", "api/supabase/migrations/1_a.sql", false);
        row("supabase/migrations/*", "supabase/migrations/1_a.sql", true);
        row("supabase/migrations/*", "supabase/migrations/old/1_a.sql", false);
        row("**/migrations/*.sql", "migrations/1.sql", true);
        row("**/migrations/*.sql", "a/b/migrations/1.sql", true);
        row("**/migrations/*.sql", "a/bmigrations/1.sql", false);
        row("**/migrations/*.sql", "migrations/1.py", false);
        row("a/**/b", "a/b", true);
        row("a/**/b", "a/x/y/b", true);
        row("a/**/b", "ab", false);
        row("a**/b", "ab", false);
        row("a**/b", "ax/y/b", true);
        row("db/*/*.sql", "db/one/1.sql", true);
        row("db/*/*.sql", "db/1.sql", false);
        row("***", "a/b", true);
        row("*", "a", true);
        row("*", "", true);
        row("*", "a/b", false);
        row("a", "a", true);
        row("a", "ab", false);
        row("ab", "a", false);
        row("", "", true);
        row("", "a", false);
        row("a.sql", "aXsql", false);
    }
    void aPatternMeansPaths()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, path);
        QTEST(pathMatches(pattern, path), "expected");
    }
    void aHostilePatternTakesNoLongerThanOthers()
    {
        const QString path = QStringLiteral("a").repeated(4000);
        QVERIFY(!pathMatches(QStringLiteral("a*").repeated(50) + u'b', path));
        QVERIFY(!pathMatches(QStringLiteral("**a").repeated(50) + u'b', path));
        QVERIFY(!pathMatches(QStringLiteral("**/*").repeated(50) + u'b', path));
        QVERIFY(pathMatches(QStringLiteral("*").repeated(4000), path));
    }
    void anyOfThePatternsMakesAMigration()
    {
        const QStringList patterns{QStringLiteral("supabase/migrations/**"), QStringLiteral("db/*.sql")};
        QVERIFY(isMigration(patterns, QStringLiteral("db/1.sql")));
        QVERIFY(!isMigration(patterns, QStringLiteral("db/README.md")));
        QVERIFY(!isMigration({}, QStringLiteral("db/1.sql")));
    }
};

SLIPWAY_TEST(ForecastTest)
#include "forecast_test.moc"

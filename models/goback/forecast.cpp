// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/goback/forecast.h"

#include "models/migrations/destructivestatements.h"
#include "models/values/text.h"

#include <algorithm>

namespace Slipway {

namespace {

constexpr qsizetype mostNamedAuthors = 4;

/// A reason inside a sentence: without its full stop.
QString inside(QString reason)
{
    if (reason.endsWith(QLatin1Char('.')))
        reason.chop(1);
    return reason;
}

QString cannotBeTold(const QString &why)
{
    return say("cannot be told: %1").arg(why);
}

/// Why a comparison tells nothing; empty when it tells something.
QString whyNotCompared(const std::optional<Result<Comparison>> &compared, bool reading)
{
    if (!compared)
        return reading ? say("it is still being read") : say("it has not been read");
    if (!*compared)
        return inside(compared->error().detail);
    return (*compared)->relation == Comparison::Relation::Unknown
               ? say("GitHub says in a word that Slipway does not know how the commits relate")
               : QString();
}

QString whyUndoneUnknown(const ForecastFacts &facts)
{
    if (facts.targetSha.isEmpty())
        return say("which commit it carries is not known");
    if (facts.servingSha.isEmpty())
        return say("which commit serves is not known");
    return whyNotCompared(facts.undone, facts.reading);
}

QString whySchemaUnknown(const ForecastFacts &facts)
{
    if (facts.targetSha.isEmpty())
        return say("which commit it carries is not known");
    if (facts.tip.isEmpty())
        return facts.reading ? say("it is still being read") : say("the tip of the branch is not known");
    return whyNotCompared(facts.schema, facts.reading);
}

QString authorsOf(const QList<Commit> &commits)
{
    QStringList authors;
    for (const Commit &commit : commits) {
        if (!commit.author.isEmpty() && !authors.contains(commit.author))
            authors.append(commit.author);
    }
    const qsizetype others = authors.size() - mostNamedAuthors;
    if (others > 1)
        authors = authors.mid(0, mostNamedAuthors) + QStringList{counted(others, "other", "others")};
    return joined(authors);
}

QString commitsText(int number, const QList<Commit> &listed)
{
    const QString authors = authorsOf(listed);
    const QString commits = counted(number, "commit", "commits");
    const QString text = authors.isEmpty() ? commits : say("%1 by %2").arg(commits, authors);
    return number > listed.size() ? say("%1; GitHub lists %2 of them").arg(text).arg(listed.size()) : text;
}

void tellUndone(Forecast &forecast, const ForecastFacts &facts)
{
    const QString why = whyUndoneUnknown(facts);
    if (!why.isEmpty()) {
        forecast.undoneText = cannotBeTold(why);
        return;
    }
    const Comparison &undone = **facts.undone;
    forecast.undone = undone.commits;
    std::reverse(forecast.undone.begin(), forecast.undone.end());
    forecast.pulls = facts.pulls;
    switch (undone.relation) {
    case Comparison::Relation::Identical:
        forecast.undoneText = say("nothing: what serves is the same commit");
        return;
    case Comparison::Relation::Behind:
        forecast.undoneText =
            say("nothing: it is %1 newer than what serves").arg(counted(undone.behindBy, "commit", "commits"));
        return;
    case Comparison::Relation::Diverged:
        forecast.undoneText = say("%1; %2 that what serves does not have")
                                  .arg(commitsText(undone.aheadBy, forecast.undone),
                                       counted(undone.behindBy, "commit comes in", "commits come in"));
        return;
    case Comparison::Relation::Ahead:
    case Comparison::Relation::Unknown:
        break;
    }
    forecast.undoneText = commitsText(undone.aheadBy, forecast.undone);
}

void tellMigrations(Forecast &forecast, const ForecastFacts &facts)
{
    for (const MigrationText &migration : facts.migrations) {
        forecast.migrations.append(migration.path);
        const QList<SqlStatement> statements =
            migration.sql ? destructiveStatements(*migration.sql) : QList<SqlStatement>();
        for (const SqlStatement &statement : statements)
            forecast.destructive.append({.path = migration.path, .line = statement.line, .text = statement.text});
    }
    const QString why = whySchemaUnknown(facts);
    const qsizetype number = forecast.migrations.size();
    if (!why.isEmpty())
        forecast.migrationsText = cannotBeTold(why);
    else if (!(*facts.schema)->filesComplete)
        forecast.migrationsText = say("at least %1: GitHub lists no more than %2 changed files")
                                      .arg(counted(number, "migration", "migrations"))
                                      .arg(mostListedFiles);
    else
        forecast.migrationsText = number == 0 ? say("none") : counted(number, "migration", "migrations");
}

/// Only a rollback restores them.
void tellVariables(Forecast &forecast, const ForecastFacts &facts, ReturnMeans means, bool mayBeRead)
{
    if (means != ReturnMeans::RollBack) {
        forecast.variablesText = say("stay as they are");
    } else if (!mayBeRead) {
        forecast.variablesText = say("not compared: the project file does not allow it (read_variables)");
    } else if (!facts.variables) {
        forecast.variablesText = facts.reading ? say("still being compared") : say("not compared: they were not read");
    } else if (!*facts.variables) {
        forecast.variablesText = say("not compared: %1").arg(inside(facts.variables->error().detail));
    } else {
        forecast.variables = **facts.variables;
        const qsizetype number =
            forecast.variables.disappear.size() + forecast.variables.reappear.size() + forecast.variables.change.size();
        forecast.variablesText =
            number == 0 ? say("stay as they are") : counted(number, "variable goes back", "variables go back");
    }
}

QString fixForwardReason(const QList<DestructiveStatement> &destructive)
{
    const DestructiveStatement &first = destructive.constFirst();
    const QString where = say("%1, line %2: %3").arg(first.path).arg(first.line).arg(first.text);
    const qsizetype more = destructive.size() - 1;
    return more == 0 ? say("A destructive migration lies between: %1").arg(where)
                     : say("A destructive migration lies between: %1 (and %2)")
                           .arg(where, counted(more, "more statement", "more statements"));
}

/// The first thing that keeps the forecast from being told; empty: nothing does.
QString whyCannotTell(const ForecastFacts &facts)
{
    const QString schema = whySchemaUnknown(facts);
    if (!schema.isEmpty())
        return say("Which migrations lie between cannot be told: %1").arg(schema);
    const QString undone = facts.servingSha.isEmpty() ? QString() : whyUndoneUnknown(facts);
    if (!undone.isEmpty())
        return say("What is undone cannot be told: %1").arg(undone);
    if (!(*facts.schema)->filesComplete)
        return say("More files changed than the %1 that GitHub lists: a migration may be among the others")
            .arg(mostListedFiles);
    for (const MigrationText &migration : facts.migrations) {
        if (!migration.sql)
            return say("The migration %1 could not be read: %2")
                .arg(migration.path,
                     migration.trouble.isEmpty() ? say("nobody asked for it") : inside(migration.trouble));
    }
    return {};
}

QStringList carefulReasons(const Forecast &forecast, const ForecastFacts &facts)
{
    QStringList reasons;
    if (!forecast.migrations.isEmpty())
        reasons.append(forecast.migrations.size() == 1
                           ? say("1 migration lies between, and nothing destructive was found in it")
                           : say("%1 migrations lie between, and nothing destructive was found in them")
                                 .arg(forecast.migrations.size()));
    if (!forecast.variables.isEmpty())
        reasons.append(forecast.variablesText);
    const Comparison::Relation schema = (*facts.schema)->relation;
    if (schema == Comparison::Relation::Diverged || schema == Comparison::Relation::Behind)
        reasons.append(say("it is not an ancestor of the branch, whose migrations were applied"));
    else if (facts.undone && *facts.undone && (*facts.undone)->relation == Comparison::Relation::Diverged)
        reasons.append(say("its history and that of what serves diverged"));
    return reasons;
}

QString asSentence(const QStringList &reasons)
{
    const QString text = reasons.join(QStringLiteral("; "));
    return text.isEmpty() ? text : text.at(0).toUpper() + text.mid(1);
}

void judge(Forecast &forecast, const ForecastFacts &facts)
{
    const auto conclude = [&](ForecastVerdict verdict, const QString &reason) {
        forecast.verdict = verdict;
        forecast.reason = reason;
    };
    if (!forecast.destructive.isEmpty())
        return conclude(ForecastVerdict::FixForward, fixForwardReason(forecast.destructive));
    if (facts.reading && !facts.targetSha.isEmpty())
        return conclude(ForecastVerdict::Reading, say("What going back would undo is still being read"));
    const QString why = whyCannotTell(facts);
    if (!why.isEmpty())
        return conclude(ForecastVerdict::CannotTell, why);
    const QStringList careful = carefulReasons(forecast, facts);
    if (!careful.isEmpty())
        return conclude(ForecastVerdict::Careful, asSentence(careful));
    conclude(ForecastVerdict::NothingDestructive, say("No migration lies between it and the tip of the branch"));
}

} // namespace

Forecast forecastOf(const ForecastFacts &facts, ReturnMeans means, bool variablesMayBeRead)
{
    Forecast forecast;
    tellUndone(forecast, facts);
    tellMigrations(forecast, facts);
    tellVariables(forecast, facts, means, variablesMayBeRead);
    judge(forecast, facts);
    return forecast;
}

} // namespace Slipway

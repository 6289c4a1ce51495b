// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/forecast/forecastfeed.h"

#include "app/github/calls.h"
#include "app/railway/calls.h"
#include "app/railway/tokenkind.h"
#include "models/goback/candidates.h"
#include "models/project/pathpattern.h"

#include <algorithm>

namespace Slipway {

namespace {

constexpr qsizetype mostPulls = 20; ///< commits whose pull requests are asked for: each is a request
constexpr qsizetype mostTexts = 20; ///< migrations whose texts are asked for

VariableChanges changesFrom(const Railway::VariableDigests &now, const Railway::VariableDigests &then)
{
    VariableChanges changes;
    for (auto each = now.cbegin(); each != now.cend(); ++each) {
        if (!then.contains(each.key()))
            changes.disappear.append(each.key());
        else if (then.value(each.key()) != each.value())
            changes.change.append(each.key());
    }
    for (auto each = then.cbegin(); each != then.cend(); ++each) {
        if (!now.contains(each.key()))
            changes.reappear.append(each.key());
    }
    for (QStringList *names : {&changes.disappear, &changes.reappear, &changes.change})
        names->sort();
    return changes;
}

} // namespace

ForecastFeed::ForecastFeed(HttpClient &client, ConsoleStore &store, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_store(store)
    , m_clock(clock)
{
    connect(&m_store, &ConsoleStore::observed, this, &ForecastFeed::lookAgain);
}

/// As far as it is known before anything was asked.
ForecastFacts ForecastFeed::factsOf(Environment environment, const DeploymentId &target) const
{
    const DeploymentsView &view = m_store.snapshot().deployments[environment];
    const PastDeployment *past = find(view, target);
    const PastDeployment *serving = find(view, view.serving);
    const Observed<Commit> &tip = m_store.observations().tip;
    ForecastFacts facts{.environment = environment,
                        .target = target,
                        .targetSha = past ? past->sha : CommitSha(),
                        .servingSha = serving ? serving->sha : CommitSha(),
                        .tip = tip.value ? tip.value->sha : CommitSha()};
    if (!tip.value && tip.error)
        facts.schema = *tip.error;
    return facts;
}

void ForecastFeed::stop()
{
    m_watching = false;
}

void ForecastFeed::lookAgain()
{
    const auto &known = m_store.observations().forecast;
    if (!m_watching || !known)
        return;
    const ForecastFacts now = factsOf(known->environment, known->target);
    if (now.targetSha != known->targetSha || now.servingSha != known->servingSha || now.tip != known->tip)
        look(Environment(known->environment), DeploymentId(known->target));
}

void ForecastFeed::look(Environment environment, const DeploymentId &target)
{
    ++m_look;
    m_watching = false; // our own change is no news
    ForecastFacts facts = factsOf(environment, target);
    facts.reading = true;
    m_store.apply(m_clock.now(), [&](Observations &all) { all.forecast = facts; });
    m_watching = true;
    m_open = 1; // until everything has been asked for
    if (facts.targetSha && facts.servingSha)
        askUndone(facts);
    if (facts.targetSha && facts.tip)
        askSchema(facts);
    if (project().railway.readVariables)
        askVariables(facts);
    --m_open;
    learn([](ForecastFacts &) {});
}

void ForecastFeed::learn(const std::function<void(ForecastFacts &)> &change)
{
    m_store.apply(m_clock.now(), [&](Observations &all) {
        change(*all.forecast);
        all.forecast->reading = m_open > 0;
    });
}

template <typename T, typename Learned>
void ForecastFeed::ask(const ApiCall<T> &call, const Learned &learned)
{
    ++m_open;
    m_client.send<T>(call, this, [this, learned, look = m_look](const Result<T> &result) {
        if (look != m_look)
            return;
        learned(result);
        if (look != m_look)
            return;
        --m_open;
        learn([](ForecastFacts &) {});
    });
}

void ForecastFeed::askUndone(const ForecastFacts &facts)
{
    ask(GitHub::compare(project().github, facts.targetSha, facts.servingSha), [this](const Result<Comparison> &undone) {
        learn([&](ForecastFacts &all) { all.undone = undone; });
        if (undone)
            askPulls(*undone);
    });
}

void ForecastFeed::askPulls(const Comparison &undone)
{
    const QList<Commit> newest = undone.commits.mid(std::max<qsizetype>(0, undone.commits.size() - mostPulls));
    for (const Commit &commit : newest) {
        ask(GitHub::pullRequests(project().github, commit.sha),
            [this, sha = commit.sha](const Result<QList<PullRequest>> &pulls) {
                if (pulls)
                    learn([&](ForecastFacts &all) { all.pulls.insert(sha, *pulls); });
            });
    }
}

/// Migrations are applied when the branch moves, so production's schema follows it, not the serving code
/// (models/pipeline/README.md, 10).
void ForecastFeed::askSchema(const ForecastFacts &facts)
{
    ask(GitHub::compare(project().github, facts.targetSha, facts.tip), [this](const Result<Comparison> &schema) {
        learn([&](ForecastFacts &all) { all.schema = schema; });
        if (schema)
            askTexts(*schema);
    });
}

void ForecastFeed::askTexts(const Comparison &schema)
{
    QList<MigrationText> migrations;
    for (const QString &path : schema.files) {
        if (isMigration(project().github.migrations, path))
            migrations.append({.path = path});
    }
    for (qsizetype i = mostTexts; i < migrations.size(); ++i)
        migrations[i].trouble = say("only the first %1 migrations are read").arg(mostTexts);
    learn([&](ForecastFacts &all) { all.migrations = migrations; });
    for (qsizetype i = 0; i < std::min(mostTexts, migrations.size()); ++i) {
        ask(GitHub::fileText(project().github, migrations.at(i).path, schema.head.value),
            [this, i](const Result<QString> &text) {
                learn([&](ForecastFacts &all) {
                    MigrationText &migration = all.migrations[i];
                    if (text)
                        migration.sql = *text;
                    else
                        migration.trouble = text.error().detail;
                });
            });
    }
}

void ForecastFeed::askVariables(const ForecastFacts &facts)
{
    const RailwayProject &railway = project().railway;
    const CredentialId credential = Railway::credentialFor(m_client, facts.environment);
    const auto failed = [this](const Error &error) { learn([&](ForecastFacts &all) { all.variables = error; }); };
    const auto compare = [=, this, target = facts.target](const Railway::VariableDigests &now) {
        ask(Railway::variablesOf(target, railway, credential), [=, this](const Result<Railway::VariableDigests> &then) {
            if (!then)
                return failed(then.error());
            learn([&](ForecastFacts &all) { all.variables = changesFrom(now, *then); });
        });
    };
    ask(Railway::variables(railway, facts.environment, credential),
        [failed, compare](const Result<Railway::VariableDigests> &now) { now ? compare(*now) : failed(now.error()); });
}

} // namespace Slipway

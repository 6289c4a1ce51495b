// SPDX-License-Identifier: GPL-3.0-or-later
#include "walk.h"

#include "models/values/checklist.h"

#include <algorithm>
#include <iterator>

namespace Slipway::Test {

namespace {

using Rehearsal::SimCommit;
using Rehearsal::SimDeployment;
using Rehearsal::SimRun;
using Rehearsal::World;

constexpr int fullPage = 31;
constexpr qint64 mostProvenMs = 125'000; ///< what was read before is no proof any more, whatever its pace

struct Likely {
    const char *move; ///< "#": a number
    int weight;
};
constexpr Likely likely[] = {
    {"push", 10},
    {"docs-push", 3},
    {"flaky-push", 4},
    {"unapproved-push", 1},
    {"ci:schedule:passes", 2},
    {"ci:schedule:fails", 2},
    {"ci:workflow_dispatch:passes", 1},
    {"ci:workflow_dispatch:fails", 2},
    {"tick", 14},
    {"dispatch", 6},
    {"dispatch:wrong", 2},
    {"colleague-deploys", 3},
    {"cancel:#", 4},
    {"rerun:#", 6},
    {"staging-run-again", 2},
    {"protect-production", 1},
    {"ask-us-for-review", 1},
    {"approve", 3},
    {"reject", 1},
    {"back:production:#", 3},
    {"back:staging:#", 2},
    {"redeploy:production:#", 2},
    {"redeploy:staging:#", 2},
    {"rebuild:production:#", 2},
    {"rebuild:staging:#", 2},
    {"stop:production:#", 2},
    {"stop:staging:#", 2},
    {"commit:staging:#", 1},
    {"commit:production:#", 1},
    {"tree:staging", 3},
    {"tree:production", 1},
    {"production-needs-approval", 1},
    {"colleague-approves-deployment", 2},
    {"production-deploy-fails", 2},
    {"production-crashes", 2},
    {"staging-crashes", 2},
    {"staging-removed", 1},
    {"production-removed", 1},
    {"staging-degrades", 2},
    {"staging-recovers", 6},
    {"production-degrades", 2},
    {"production-recovers", 6},
    {"wait:#", 24},
    {"sleep:#", 4},
    {"fault:github", 3},
    {"fault:railway", 3},
    {"fault:sentry", 1},
    {"fault:staging", 2},
    {"fault:production", 2},
    {"part:github:/repos/acme/api/actions/runs", 1},
    {"part:github:/repos/acme/api/actions/workflows", 1},
    {"part:github:/repos/acme/api/commits", 1},
    {"part:railway:ListDeployments", 1},
    {"part:railway:PipelineOverview", 1},
    {"many-ci-runs", 1},
    {"repair", 18},
};
QString applicationOf(Environment environment)
{
    return environment == Environment::Staging ? QStringLiteral("staging") : QStringLiteral("production");
}

constexpr const char *faultKinds[] = {"garbage", "500", "429", "hang", "401", "403", "dropBefore"};

} // namespace

Walk::Walk(const char *scenario, quint32 seed)
    : m_world(scenario, seed)
    , m_window(m_world, m_folder.path(), ServedConsole::For::Window)
    , m_random(seed)
    , m_pauses(seed)
{
    m_window.pass(Milliseconds(2'000));
    m_world.setWatch([this] { see(); });
}

QString Walk::randomMove()
{
    int all = 0;
    for (const Likely &each : likely)
        all += each.weight;
    int left = upTo(all);
    const auto chosen = std::find_if(std::begin(likely), std::end(likely), [&left](const Likely &each) {
        left -= each.weight;
        return left < 0;
    });
    QString move = QString::fromLatin1(chosen->move);
    if (move == QLatin1String("wait:#"))
        return QStringLiteral("wait:%1").arg(upTo(4) == 0 ? upTo(200'000) : upTo(700));
    if (move == QLatin1String("sleep:#"))
        return QStringLiteral("sleep:%1").arg(upTo(4) == 0 ? upTo(200'000) : upTo(700));
    if (move.startsWith(QLatin1String("fault:")) || move.startsWith(QLatin1String("part:")))
        move += QLatin1Char(':') + QLatin1String(faultKinds[upTo(int(std::size(faultKinds)))]);
    move.replace(QLatin1Char('#'), QString::number(upTo(upTo(3) == 0 ? 30 : 3)));
    return move;
}

bool Walk::play(const QString &move)
{
    const QStringList words = move.split(QLatin1Char(':'));
    if (!happen(words.constFirst(), words.mid(1)))
        return false;
    ++m_step;
    m_wrong = lookAtOnce();
    see();
    m_window.pass(Milliseconds(1'000 * m_pauses.bounded(20, 41)));
    return true;
}

bool Walk::happen(const QString &word, const QStringList &arguments)
{
    World &world = m_world.world();
    const QString first = arguments.value(0);
    const Environment environment = first == QLatin1String("staging") ? Environment::Staging : Environment::Production;
    const QString tip = world.commits().constLast().sha;
    const SimDeployment *staging = world.serving(Environment::Staging);
    const QString tested = staging ? staging->sha : tip;
    if (word == QLatin1String("wait") || word == QLatin1String("sleep")) {
        const Milliseconds duration(first.toLongLong() * 1'000);
        word == QLatin1String("wait") ? m_world.clock().advance(duration) : m_world.clock().sleepFor(duration);
        world.catchUp();
        m_slept = duration;
    } else if (word == QLatin1String("tick")) {
        tick();
    } else if (word == QLatin1String("fault")) {
        spoil(first, arguments.value(1));
    } else if (word == QLatin1String("part")) {
        spoil(first, arguments.value(2), arguments.value(1));
    } else if (word == QLatin1String("many-ci-runs")) {
        for (int i = 0; i < fullPage; ++i)
            world.startCi(tested, QStringLiteral("schedule"), false);
    } else if (word == QLatin1String("repair")) {
        repair();
    } else if (word == QLatin1String("ci")) {
        world.startCi(tested, first, arguments.value(1) == QLatin1String("fails"));
    } else if (word == QLatin1String("dispatch")) {
        const QString phrase = first.isEmpty() ? world.phrase() : QStringLiteral("deploy please");
        world.dispatch(QStringLiteral("main"), tip, phrase, QStringLiteral("mira"));
    } else if (word == QLatin1String("tree")) {
        world.uploadTree(environment, QStringLiteral("lee"));
    } else if (word == QLatin1String("commit")) {
        const QList<SimCommit> all = world.commits();
        world.deployCommit(environment, all.at(all.size() - 1 - arguments.value(1).toInt() % all.size()).sha,
                           QStringLiteral("lee"));
    } else if (arguments.size() == 2) {
        return happenToDeployments(word, environment, arguments.at(1).toInt());
    } else if (arguments.size() == 1) {
        return happenToRuns(word, first.toInt());
    } else {
        return world.happen(word);
    }
    return true;
}

bool Walk::happenToRuns(const QString &word, qsizetype which)
{
    const QList<SimRun> runs = m_world.world().runs();
    const qint64 id = runs.at(which % runs.size()).id;
    if (word == QLatin1String("cancel"))
        m_world.world().cancel(id);
    else if (word == QLatin1String("rerun"))
        m_world.world().rerun(id, QStringLiteral("lee"));
    else
        return false;
    return true;
}

bool Walk::happenToDeployments(const QString &word, Environment environment, qsizetype which)
{
    World &world = m_world.world();
    const QList<SimDeployment> all = world.deployments(environment);
    const QString id = all.at(which % all.size()).id;
    if (word == QLatin1String("back"))
        world.rollBack(id, QStringLiteral("lee"));
    else if (word == QLatin1String("redeploy") || word == QLatin1String("rebuild"))
        world.redeploy(id, word == QLatin1String("redeploy"), QStringLiteral("lee"));
    else if (word == QLatin1String("stop"))
        world.cancelDeployment(id);
    else
        return false;
    return true;
}

/// Only requests of that path or operation, unless `part` is empty.
void Walk::spoil(const QString &provider, const QString &kind, const QString &part)
{
    bool isStatus = false;
    const int status = kind.toInt(&isStatus);
    const QJsonObject fault{
        {QStringLiteral("provider"), provider},
        {QStringLiteral("kind"), isStatus ? QStringLiteral("status") : kind},
        {QStringLiteral("status"), status},
        {part.startsWith(QLatin1Char('/')) ? QStringLiteral("path") : QStringLiteral("operation"), part},
        {QStringLiteral("retryAfter"), status == 429 ? 20 : 0}};
    const auto added = m_world.faults().add(fault, m_world.world().now());
    if (!added)
        qFatal("%s", qPrintable(added.error().detail));
    m_disturbances.append({.provider = provider, .whole = part.isEmpty(), .from = m_world.world().now()});
}

void Walk::repair()
{
    for (Disturbance &each : m_disturbances) {
        if (each.until.isValid())
            continue;
        each.until = m_world.world().now();
        (void)m_world.faults().add(
            {{QStringLiteral("provider"), each.provider}, {QStringLiteral("kind"), QStringLiteral("none")}},
            m_world.world().now());
    }
}

/// A person did all of them on what the window says serves.
void Walk::tick()
{
    const DeploymentId tested = m_window.snapshot().pipeline.checklist.deployment;
    if (tested.isEmpty())
        return;
    for (const ChecklistItem item : checklistItems)
        m_window.console().setTicked(item, true);
    m_tested.insert(tested.value);
}

/// An application that does not answer as it should is not well, whatever it is inside.
Truth Walk::truth() const
{
    Truth truth(m_world.world(), m_tested);
    for (const Disturbance &each : m_disturbances) {
        for (const Environment environment : environments) {
            if (each.provider == applicationOf(environment) && !each.until.isValid())
                truth.health[environment] = QStringLiteral("out of reach");
        }
    }
    return truth;
}

/// How things are now is remembered.
void Walk::see()
{
    m_past.append(truth());
    for (const Environment environment : environments) {
        const bool isWell = m_past.constLast().isWell(environment);
        if (std::exchange(m_wasWell[environment], isWell) != isWell)
            m_turns[environment].append(m_step);
        m_turns[environment].removeIf([this](int step) { return step + 12 < m_step; });
    }
}

/// What is said now was read since then; where something is disturbed, at most `allowed` ago.
Knowledge Walk::knowledge(const QDateTime &since, Milliseconds allowed) const
{
    const QDateTime now = m_world.world().now();
    Knowledge known;
    for (const Disturbance &each : m_disturbances) {
        const bool lasts = !each.until.isValid();
        const bool isService = each.provider != applicationOf(Environment::Staging) &&
                               each.provider != applicationOf(Environment::Production);
        if (lasts && each.whole && isService && each.from.addMSecs(allowed.count()) <= since)
            known.cutOff.insert(each.provider);
        if (lasts || each.until.addMSecs(allowed.count()) > now)
            known.disturbed.insert(each.provider);
    }
    for (const Environment environment : environments) { // what flaps is called degraded for a while
        if (m_turns[environment].size() > 2)
            known.disturbed.insert(applicationOf(environment));
    }
    const QDateTime first = known.disturbed.isEmpty() ? since : std::min(since, now.addMSecs(-allowed.count()));
    std::copy_if(m_past.cbegin(), m_past.cend(), std::back_inserter(known.truths),
                 [&](const Truth &each) { return each.at >= first; });
    return known;
}

void Walk::hold(const char *who, const QJsonObject &status, const Knowledge &known, QStringList &wrong)
{
    const QList<Wrong> found = wrongIn(status, known, m_claims);
    for (const Wrong &each : found)
        wrong.append(QStringLiteral("%1: %2").arg(QLatin1String(who), each.text()));
}

QStringList Walk::lookAtOnce()
{
    QStringList wrong;
    const Milliseconds slept = std::exchange(m_slept, Milliseconds(0));
    m_window.console().store().reevaluate(m_world.now());
    if (slept.count() > mostProvenMs) {
        static const QSet<QString> all{QStringLiteral("github"), QStringLiteral("railway"), QStringLiteral("staging"),
                                       QStringLiteral("production")};
        hold("window, at once", m_window.status(), {.truths = {truth()}, .cutOff = all, .disturbed = all}, wrong);
        m_past.clear();
    }
    return wrong;
}

QStringList Walk::look()
{
    QStringList wrong = std::exchange(m_wrong, {});
    const auto begin = [this] {
        see();
        return m_world.world().now();
    };
    QDateTime since = begin();
    m_window.refresh();
    m_window.pass(Milliseconds(2'000)); // what follows from the first answers
    hold("window", m_window.status(), knowledge(since, Milliseconds(mostProvenMs)), wrong);

    since = begin();
    ServedConsole fresh(m_world, m_folder.path(), ServedConsole::For::Status);
    fresh.passUntilQuiet();
    hold("status", fresh.status(), knowledge(since, Milliseconds(0)), wrong);

    const QDateTime now = m_world.world().now();
    m_disturbances.removeIf(
        [&](const Disturbance &each) { return each.until.isValid() && each.until.addMSecs(mostProvenMs) < now; });
    m_past.removeIf([&](const Truth &each) { return each.at.addMSecs(mostProvenMs) < now; });
    return wrong;
}

} // namespace Slipway::Test

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/goback/candidates.h"

#include "models/goback/served.h"

#include <QSet>

#include <algorithm>

namespace Slipway {

namespace {

/// A longer one was no build: the deployment was woken or restarted since.
constexpr Milliseconds longestBuildTime{3'600'000};

/// What changes in the life of a deployment; who made it and of what is told by the lists only.
void takeState(Deployment &listed, const Deployment &younger)
{
    listed.status = younger.status;
    listed.rawStatus = younger.rawStatus;
    listed.statusUpdatedAt = younger.statusUpdatedAt;
    listed.stopped = younger.stopped;
    listed.canRedeploy = younger.canRedeploy;
    listed.canRollback = younger.canRollback;
    listed.note = younger.note;
    listed.replicasRunning = younger.replicasRunning;
    listed.replicas = younger.replicas;
}

/// What Slipway concludes from what it saw, and Railway does not say.
bool isInferred(ReturnRefusal refusal)
{
    switch (refusal) {
    case ReturnRefusal::Crashed:
    case ReturnRefusal::NeverServed:
    case ReturnRefusal::ServedUnknown:
    case ReturnRefusal::StatusUnknown:
        return true;
    case ReturnRefusal::None:
    case ReturnRefusal::Serving:
    case ReturnRefusal::InProgress:
    case ReturnRefusal::WaitsForApproval:
    case ReturnRefusal::Failed:
    case ReturnRefusal::Skipped:
    case ReturnRefusal::NothingKept:
        break;
    }
    return false;
}

/// The rows of one environment while they are worked out.
class Listing {
public:
    Listing(const Facts &facts, Environment environment)
        : m_facts(facts)
        , m_environment(environment)
        , m_journal(facts.seen.commands + facts.seen.earlier)
    {
        const Observations &seen = facts.seen;
        const auto &polled = seen.deployments[environment];
        const QList<Deployment> listed = polled.value.value_or(QList<Deployment>());
        for (const Deployment &each : listed) {
            m_polled.insert(each.id);
            take(each, false);
        }
        for (const Deployment &each : seen.olderDeployments[environment].deployments)
            take(each, false);
        const auto &service = seen.services[environment];
        if (service.value) {
            const bool younger =
                !polled.value || ageOf(service.fetchedAt, facts.now) <= ageOf(polled.fetchedAt, facts.now);
            for (const Deployment &each : service.value->active)
                take(each, younger);
            if (service.value->latest)
                take(*service.value->latest, younger);
        }
        const auto newerFirst = [](const PastDeployment &a, const PastDeployment &b) {
            return a.deployment.createdAt > b.deployment.createdAt;
        };
        if (!std::is_sorted(m_rows.cbegin(), m_rows.cend(), newerFirst))
            std::stable_sort(m_rows.begin(), m_rows.end(), newerFirst);
    }

    QList<PastDeployment> judged(const DeploymentId &serving)
    {
        proveCommits();
        const Deployment *successor = nullptr; // from the newest down: the last one passed that went live
        for (PastDeployment &row : m_rows) {
            row.serving = !serving.isEmpty() && row.deployment.id == serving;
            row.served = servedBefore(row.deployment, successor, m_journal);
            row.refusal = refusalOf(row);
            if (isInferred(row.refusal) && (row.deployment.canRollback || row.deployment.canRedeploy))
                std::swap(row.refusal, row.doubt); // only what Railway refuses is shut
            tellHowLong(row);
            if (wentLive(row.deployment, m_journal))
                successor = &row.deployment;
        }
        tellTroubles();
        return m_rows;
    }

private:
    void take(const Deployment &deployment, bool younger)
    {
        const auto known = m_at.constFind(deployment.id);
        if (known == m_at.cend()) {
            m_at.insert(deployment.id, m_rows.size());
            m_rows.append({.deployment = deployment});
        } else if (younger || !m_polled.contains(deployment.id)) {
            takeState(m_rows[*known].deployment, deployment);
        }
    }

    /// Railway's word, else the run of one that is polled, else another one with the same image.
    void proveCommits()
    {
        QHash<QString, const PastDeployment *> byImage;
        for (PastDeployment &row : m_rows) {
            const Deployment &deployment = row.deployment;
            if (!deployment.commit.isEmpty()) {
                row.sha = deployment.commit;
                row.proof = ShaProof::Railway;
            } else if (m_polled.contains(deployment.id)) {
                const CommitProof proof = proveCommit(deployment, m_environment, m_facts.seen, m_facts.project);
                row.sha = proof.sha;
                row.proof = proof.proof;
            }
            if (!row.sha.isEmpty() && !deployment.imageDigest.isEmpty() && !byImage.contains(deployment.imageDigest))
                byImage.insert(deployment.imageDigest, &row);
        }
        for (PastDeployment &row : m_rows) {
            const PastDeployment *same = row.sha.isEmpty() ? byImage.value(row.deployment.imageDigest) : nullptr;
            if (!same)
                continue;
            row.sha = same->sha;
            row.proof = same->proof;
        }
    }

    ReturnRefusal refusalOf(const PastDeployment &row) const
    {
        if (row.serving)
            return ReturnRefusal::Serving;
        switch (row.deployment.status) {
        case DeploymentStatus::Queued:
        case DeploymentStatus::Waiting:
        case DeploymentStatus::Initializing:
        case DeploymentStatus::Building:
        case DeploymentStatus::Deploying:
            return ReturnRefusal::InProgress;
        case DeploymentStatus::NeedsApproval:
            return ReturnRefusal::WaitsForApproval;
        case DeploymentStatus::Failed:
            return ReturnRefusal::Failed;
        case DeploymentStatus::Skipped:
            return ReturnRefusal::Skipped;
        case DeploymentStatus::Crashed:
            return ReturnRefusal::Crashed;
        case DeploymentStatus::Unknown:
            return ReturnRefusal::StatusUnknown;
        case DeploymentStatus::Success: // and not serving: stopped by hand, ended, or about to be removed
        case DeploymentStatus::Sleeping:
        case DeploymentStatus::Removing:
        case DeploymentStatus::Removed:
            break;
        }
        if (row.served != Served::Yes)
            return row.served == Served::No ? ReturnRefusal::NeverServed : ReturnRefusal::ServedUnknown;
        const bool kept = row.deployment.canRollback || row.deployment.canRedeploy;
        return kept ? ReturnRefusal::None : ReturnRefusal::NothingKept;
    }

    void tellHowLong(PastDeployment &row) const
    {
        const Deployment &deployment = row.deployment;
        if (row.served != Served::Yes || !deployment.createdAt.isValid())
            return;
        if (row.serving) { // in whole minutes, so that a view does not change with every evaluation
            const qint64 minutes = std::max<qint64>(
                m_facts.clocks.since(Provider::Railway, deployment.createdAt, m_facts.now).count() / 60'000, 0);
            row.servedFor = Milliseconds(minutes * 60'000);
            return;
        }
        const bool over = deployment.status == DeploymentStatus::Removed ||
                          deployment.status == DeploymentStatus::Removing ||
                          deployment.status == DeploymentStatus::Crashed;
        if (!over || deployment.statusUpdatedAt < deployment.createdAt)
            return;
        row.servedUntil = deployment.statusUpdatedAt;
        row.servedFor = Milliseconds(deployment.createdAt.msecsTo(row.servedUntil));
        const int hours = m_facts.project.railway.retentionHours;
        if (hours > 0 && deployment.canRollback && deployment.status != DeploymentStatus::Crashed)
            row.imageKeptUntil = row.servedUntil.addSecs(qint64(hours) * 3600);
    }

    void note(const DeploymentId &id, const QString &trouble)
    {
        for (PastDeployment &row : m_rows) {
            if (row.deployment.id == id && row.trouble.isEmpty())
                row.trouble = trouble;
        }
    }

    static QString withReason(const QString &what, const QString &reason)
    {
        return reason.isEmpty() ? what : say("%1: %2").arg(what, reason);
    }

    /// The journal is about a few of them; the newest word counts.
    void tellTroubles()
    {
        const QList<CommandRecord> all = m_facts.seen.commands + m_facts.seen.earlier;
        for (const CommandRecord &record : all) {
            const Order &order = record.order;
            if (order.environment != m_environment)
                continue;
            const bool happened = isUnresolved(record.state) || record.state == CommandState::Succeeded ||
                                  record.state == CommandState::FailedButLive ||
                                  record.state == CommandState::NotProven;
            if (isReturn(order.kind) && happened && order.target != order.serving && !order.serving.isEmpty())
                note(order.serving, withReason(say("%1 went back from it").arg(order.who), order.reason));
            if (!isPromotion(order.kind) || record.deployment.isEmpty())
                continue;
            if (record.state == CommandState::FailedButLive)
                note(record.deployment, withReason(say("its promotion failed, and it went live"), record.detail));
            if (record.state == CommandState::NotProven)
                note(record.deployment, withReason(say("its promotion was not proven"), record.detail));
        }
        const std::optional<Hold> &hold = m_facts.seen.hold; // also of an earlier start, which the commands are not
        if (!hold || hold->environment != m_environment || hold->undone.isEmpty())
            return;
        for (PastDeployment &row : m_rows) {
            const bool undone =
                row.sha == hold->undone && row.deployment.createdAt < m_facts.clocks.by(Provider::Railway, hold->since);
            if (undone && row.served == Served::Yes && row.trouble.isEmpty())
                row.trouble = withReason(say("%1 went back from it").arg(hold->who), hold->reason);
        }
    }

    const Facts &m_facts;
    Environment m_environment;
    JournalOfDeployments m_journal;
    QList<PastDeployment> m_rows;
    QHash<DeploymentId, qsizetype> m_at; ///< before sorting
    QSet<DeploymentId> m_polled;
};

/// The last one that served well and can be rolled back to; one with trouble comes after those without.
DeploymentId preselectedOf(const DeploymentsView &view, bool serviceKnown)
{
    const PastDeployment *serving = view.serving.isEmpty() ? nullptr : find(view, view.serving);
    if (!serving && serviceKnown) { // nothing serves: the one that did last was taken down, or went down
        const auto last = std::find_if(view.rows.cbegin(), view.rows.cend(),
                                       [](const PastDeployment &row) { return row.served != Served::No; });
        serving = last == view.rows.cend() ? nullptr : &*last;
    }
    const PastDeployment *second = nullptr;
    for (const PastDeployment &row : view.rows) {
        const Deployment &deployment = row.deployment;
        const bool offered = row.refusal == ReturnRefusal::None && row.doubt == ReturnRefusal::None;
        if (!offered || !deployment.canRollback || row.served != Served::Yes)
            continue;
        if (serving && deployment.createdAt >= serving->deployment.createdAt)
            continue;
        if (serving && !deployment.imageDigest.isEmpty() && deployment.imageDigest == serving->deployment.imageDigest)
            continue;
        if (!serviceKnown && isSettledGood(deployment.status))
            continue; // it may be what serves
        if (row.trouble.isEmpty())
            return deployment.id;
        if (!second)
            second = &row;
    }
    return second ? second->deployment.id : DeploymentId();
}

/// Of those that serve: only their status tells when a build ended.
std::optional<Milliseconds> buildTimeOf(const Observations &seen)
{
    QList<Milliseconds> times;
    for (const Environment environment : environments) {
        const ServiceInstance *service = seen.services[environment].last();
        const Deployment *serving = service ? servingDeployment(*service) : nullptr;
        if (!serving || serving->status != DeploymentStatus::Success || serving->route == DeploymentRoute::Rollback)
            continue;
        const Milliseconds time(serving->createdAt.msecsTo(serving->statusUpdatedAt));
        if (time > Milliseconds(0) && time <= longestBuildTime)
            times.append(time);
    }
    std::sort(times.begin(), times.end());
    return times.isEmpty() ? std::nullopt : std::optional(times.at(times.size() / 2));
}

QString listTroubleOf(const Observations &seen, Environment environment)
{
    const QString name = environmentName(environment);
    const OlderDeployments &older = seen.olderDeployments[environment];
    if (const auto &error = seen.deployments[environment].error)
        return say("The deployments of %1 could not be read: %2").arg(name, error->detail);
    if (const auto &error = seen.services[environment].error)
        return say("Railway's %1 service could not be read: %2").arg(name, error->detail);
    return older.error ? say("The older deployments of %1 could not be read: %2").arg(name, older.error->detail)
                       : QString();
}

} // namespace

DeploymentsView deploymentsViewOf(const Facts &facts, Environment environment)
{
    const Observations &seen = facts.seen;
    const auto &polled = seen.deployments[environment];
    const auto &service = seen.services[environment];
    DeploymentsView view{.environment = environment};
    // The last word, stale or not: going back reads it again at the click, and must not be barred by a slow network.
    if (const Deployment *serving = service.value ? servingDeployment(*service.value) : nullptr)
        view.serving = serving->id;
    view.rows = Listing(facts, environment).judged(view.serving);
    // As it is asked for at the click: the service's newest one is not always the list's.
    if (service.value && service.value->latest)
        view.newest = service.value->latest->id;
    else if (!service.value && !view.rows.isEmpty())
        view.newest = view.rows.constFirst().deployment.id;
    view.preselected = preselectedOf(view, service.value.has_value());
    view.buildTime = buildTimeOf(seen);
    view.complete = seen.olderDeployments[environment].complete;
    view.loading = seen.olderDeployments[environment].loading;
    view.stale = (polled.value && polled.isStale(facts.now)) || (service.value && service.isStale(facts.now));
    view.trouble = listTroubleOf(seen, environment);
    return view;
}

const PastDeployment *find(const DeploymentsView &view, const DeploymentId &id)
{
    const auto row = std::find_if(view.rows.cbegin(), view.rows.cend(),
                                  [&](const PastDeployment &each) { return each.deployment.id == id; });
    return row == view.rows.cend() ? nullptr : &*row;
}

} // namespace Slipway

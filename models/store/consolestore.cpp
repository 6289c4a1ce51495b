// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/consolestore.h"

#include "models/logging/categories.h"
#include "models/pipeline/vouching.h"
#include "models/store/changedparts.h"
#include "models/store/evaluate.h"

namespace Slipway {

ConsoleStore::ConsoleStore(Project project, QObject *parent)
    : QObject(parent)
    , m_project(std::move(project))
    , m_told(snapshot())
{
}

void ConsoleStore::apply(Moment now, const std::function<void(Observations &)> &change)
{
    m_changing = true; // who asks meanwhile gets what was decided before
    change(m_observations);
    m_changing = false;
    keepVouched(m_observations, m_project);
    m_evaluated = false;
    m_now = now;
    m_collected = true;
    if (m_answers == 0)
        tellChanges();
}

void ConsoleStore::endAnswer()
{
    if (--m_answers == 0 && m_collected)
        tellChanges();
}

void ConsoleStore::tellChanges()
{
    m_collected = false;
    tellSnapshot();
    Q_EMIT observed();
}

const Snapshot &ConsoleStore::snapshot() const
{
    if (!m_evaluated && !m_changing) {
        m_snapshot = evaluate({m_observations, m_project, m_now, m_zone});
        m_evaluated = true;
        ++m_evaluations;
    }
    return m_snapshot;
}

void ConsoleStore::setZone(ShownZone zone, Moment now)
{
    if (std::exchange(m_zone, zone) != zone)
        reevaluate(now);
}

void ConsoleStore::reevaluate(Moment now)
{
    m_now = now;
    m_evaluated = false;
    tellSnapshot();
}

void ConsoleStore::tellSnapshot()
{
    const Snapshot &present = snapshot();
    if (m_telling) // a slot changed something: told when the others have heard the present news
        return;
    m_telling = true;
    while (m_told != present) {
        const Snapshot before = std::exchange(m_told, present);
        tell(before, Snapshot(m_told));
        (void)snapshot(); // a slot may have changed something
    }
    m_telling = false;
}

void ConsoleStore::tell(const Snapshot &before, const Snapshot &after)
{
    qCDebug(storeLog).noquote() << "changed:" << changedParts(before, after).join(QStringLiteral(", "));
    if (before.pipeline != after.pipeline)
        Q_EMIT pipelineChanged(after.pipeline);
    for (const Environment environment : environments) {
        if (before.environments[environment] != after.environments[environment])
            Q_EMIT environmentChanged(after.environments[environment]);
        if (before.deployments[environment] != after.deployments[environment])
            Q_EMIT deploymentsChanged(after.deployments[environment]);
    }
    if (before.gates != after.gates)
        Q_EMIT gatesChanged(after.gates);
    if (before.identity != after.identity)
        Q_EMIT identityChanged(after.identity);
    if (before.offer != after.offer)
        Q_EMIT offerChanged(after.offer);
    if (before.sources != after.sources)
        Q_EMIT sourcesChanged(after.sources);
    if (before.commands != after.commands)
        Q_EMIT commandsChanged(after.commands);
    if (before.forecast != after.forecast)
        Q_EMIT forecastChanged(after.forecast);
    if (before.repairs != after.repairs)
        Q_EMIT repairsChanged(after.repairs);
    if (before.hold != after.hold)
        Q_EMIT holdChanged(after.hold);
    if (before.promotable != after.promotable || before.whyNotPromotable != after.whyNotPromotable)
        Q_EMIT promotableChanged(after.promotable, after.whyNotPromotable);
    Q_EMIT snapshotChanged();
}

} // namespace Slipway

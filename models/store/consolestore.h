// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/observed/observations.h"
#include "models/project/project.h"
#include "models/store/snapshot.h"

#include <QObject>

#include <functional>

namespace Slipway {

/// Holds the observations, evaluates them, and signals each part of the snapshot only when that part differs.
/// It reads no clock: whoever writes says when.
class ConsoleStore : public QObject {
    Q_OBJECT
public:
    explicit ConsoleStore(Project project, QObject *parent = nullptr);

    /// Changes observations at `now`, then evaluates once.
    void apply(Moment now, const std::function<void(Observations &)> &change);
    /// Evaluates again: something turned stale, or the computer woke up.
    void reevaluate(Moment now);

    const Observations &observations() const { return m_observations; }
    const Snapshot &snapshot() const { return m_snapshot; }
    const Project &project() const { return m_project; }

Q_SIGNALS:
    void pipelineChanged(const Slipway::PipelineView &pipeline);
    void environmentChanged(const Slipway::EnvironmentView &environment);
    void gatesChanged(const QList<Slipway::Gate> &gates);
    void identityChanged(const QList<Slipway::IdentityLink> &identity);
    void offerChanged(const Slipway::PromotionOffer &offer);
    void sourcesChanged(const QList<Slipway::Source> &sources);
    void commandsChanged(const QList<Slipway::CommandRecord> &commands);
    void deploymentsChanged(const Slipway::DeploymentsView &deployments);
    void forecastChanged(const std::optional<Slipway::ForecastFacts> &forecast);
    void repairsChanged(const QList<Slipway::Repair> &repairs);
    void holdChanged(const std::optional<Slipway::Hold> &hold);
    void promotableChanged(bool promotable, const QString &whyNot);
    void snapshotChanged(); ///< after the parts, when any of them changed
    void observed();        ///< after every apply(), changed or not

private:
    void tell(const Snapshot &before, const Snapshot &after);

    Project m_project;
    Observations m_observations;
    Snapshot m_snapshot;
    Snapshot m_told; ///< what the signals have said so far
    bool m_telling = false;
};

} // namespace Slipway

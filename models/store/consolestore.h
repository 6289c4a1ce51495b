// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/observed/observations.h"
#include "models/project/project.h"
#include "models/store/snapshot.h"
#include "models/values/shownzone.h"

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
    /// In which zone sentences tell times; UTC until somebody chooses.
    void setZone(ShownZone zone, Moment now);
    /// Until the matching endAnswer() changes are collected, so that all that one answer brings is evaluated and told
    /// once. Who asks for the snapshot in between gets one that is up to date.
    void beginAnswer() { ++m_answers; }
    void endAnswer();

    const Observations &observations() const { return m_observations; }
    const Snapshot &snapshot() const;
    /// What the signals have said last: enough for how often something is to be read, and never evaluated for it.
    const Snapshot &told() const { return m_told; }
    /// How often everything was decided so far.
    qint64 evaluations() const { return m_evaluations; }
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
    void tellChanges();
    void tellSnapshot();
    void tell(const Snapshot &before, const Snapshot &after);

    Project m_project;
    ShownZone m_zone = ShownZone::Utc;
    Observations m_observations;
    Moment m_now; ///< of the last change
    mutable Snapshot m_snapshot;
    mutable bool m_evaluated = false; ///< m_snapshot is of the present observations
    mutable qint64 m_evaluations = 0;
    bool m_changing = false;
    int m_answers = 0;        ///< that are being taken in
    bool m_collected = false; ///< something changed since the first of them began
    Snapshot m_told;          ///< what the signals have said so far
    bool m_telling = false;
};

} // namespace Slipway

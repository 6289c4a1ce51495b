// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rehearsal/world/world.h"

#include <QTest>

namespace Slipway::Test {

/// A world whose time passes only when it is told to.
struct TimedWorld {
    explicit TimedWorld(const char *scenario = "normal", double speed = 1)
        : world(told(scenario), speed, 1, [this] { return now; })
    {
    }
    Q_DISABLE_COPY_MOVE(TimedWorld)

    static Rehearsal::Scenario told(const char *name)
    {
        const auto scenario = Rehearsal::loadScenario(QString::fromLatin1(name));
        if (!scenario)
            qFatal("%s", qPrintable(scenario.error().detail));
        return *scenario;
    }
    void pass(double seconds)
    {
        now = now.addMSecs(qint64(seconds * 1000));
        world.catchUp();
    }
    bool happen(const char *event) { return world.happen(QString::fromLatin1(event)); }
    QString tip() const { return world.commits().constLast().sha; }
    Rehearsal::SimRun dispatch()
    {
        return world.dispatch(QStringLiteral("main"), tip(), world.phrase(), QStringLiteral("mira"));
    }
    Rehearsal::SimRun run(qint64 id) const { return *world.run(id); }
    /// The newest deployment of production.
    Rehearsal::SimDeployment newest() const { return world.deployments(Environment::Production).constFirst(); }
    QString statusOfNewest() const { return world.statusOf(newest()); }
    QString health() const { return world.healthOf(Environment::Production); }
    QString servingId() const { return world.serving(Environment::Production)->id; }

    QDateTime now = QDateTime::fromString(QStringLiteral("2026-11-24T12:00:00Z"), Qt::ISODate);
    Rehearsal::World world;
};

} // namespace Slipway::Test

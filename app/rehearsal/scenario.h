// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "values/result.h"

#include <QJsonObject>
#include <QStringList>

namespace Slipway::Rehearsal {

/// A story, as resources/scenarios/NAME.json tells it.
struct Scenario {
    struct Commit {
        QString title;
        QString author;
        QStringList files;
        int pull = 0;
        int minutesAgo = 0;
    };
    struct Event {
        double after = 0; ///< seconds from the beginning
        QString name;
    };
    struct TimedFault {
        double after = 0;
        QJsonObject fault; ///< as POST /faults takes it
    };
    QString name;
    QString title;
    QList<Commit> commits; ///< of main, oldest first
    int live = 0;          ///< index of the commit that production serves
    int staged = 0;        ///< index of the commit that staging serves
    bool railwayUp = false;
    bool rejectsPhrase = false;
    bool colleague = false;
    QString stagingHealth = QStringLiteral("healthy");
    QList<Event> events;
    QList<TimedFault> faults;
};

QStringList scenarioNames();
Result<Scenario> loadScenario(const QString &name);

} // namespace Slipway::Rehearsal

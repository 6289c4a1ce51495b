// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/goback/deploymentsview.h"
#include "models/values/environment.h"
#include "models/values/result.h"

#include <QJsonObject>
#include <QMap>
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
        /// Seconds after which production degrades with it: after it went live, or after the beginning of the story
        /// where it is live from then on.
        std::optional<double> degradesAfter = {};
    };
    /// A deployment of production that never went live; somebody's at Railway, without a run.
    struct PastDeployment {
        int commit = 0;       ///< its index
        bool aborted = false; ///< else its image could not be built
        int minutesAgo = 0;
    };
    /// A change of production's variables.
    struct Variable {
        QString name;
        std::optional<QString> value; ///< none: it was removed
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
    /// Answers that become slower and slower.
    struct Creep {
        Environment environment = Environment::Production;
        double fromMs = 60;
        double toMs = 60;
        double after = 0; ///< seconds from the beginning
        double seconds = 1;
    };
    /// What production logs.
    struct Logs {
        double linesPerSecond = 2; ///< of each replica
        int replicas = 1;
        bool hostile = false; ///< with all that a log can do to its reader; staging's too
    };
    QString name;
    QString title;
    QList<Commit> commits; ///< of main, oldest first
    int live = 0;          ///< index of the commit that production serves
    int staged = 0;        ///< index of the commit that staging serves
    QList<PastDeployment> past;
    QList<Variable> variables;
    QMap<QString, QString> sql; ///< texts of migrations, by path
    bool railwayUp = false;
    bool rejectsPhrase = false;
    bool colleague = false;
    QString stagingHealth = QStringLiteral("healthy");
    Logs logs;
    std::optional<Creep> creep;
    std::optional<int> certificateDays; ///< production is asked over https, with a certificate that ends then
    QList<Event> events;
    QList<TimedFault> faults;
};

QStringList scenarioNames();
Result<Scenario> loadScenario(const QString &name);

} // namespace Slipway::Rehearsal

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "servedworld.h"
#include "truth.h"

#include <QRandomGenerator>
#include <QTemporaryDir>

namespace Slipway::Test {

/// A world in which anything happens, one move after the other, and what is said of it: by --status, begun anew each
/// time, and by a window that stays open. A move is a word with its arguments: "push", "back:3", "fault:railway:hang".
class Walk {
public:
    Walk(const char *scenario, quint32 seed);

    QString randomMove();
    /// It happens, and some time passes. False when there is no such move.
    bool play(const QString &move);
    /// What both say now that is not so.
    QStringList look();
    qint64 claims() const { return m_claims; }

private:
    struct Disturbance {
        QString provider;
        bool whole = false; ///< of everything that is asked of it
        QDateTime from;
        QDateTime until; ///< invalid: it lasts
    };
    bool happen(const QString &word, const QStringList &arguments);
    bool happenToRuns(const QString &word, qsizetype which);
    bool happenToDeployments(const QString &word, Environment environment, qsizetype which);
    void spoil(const QString &provider, const QString &kind, const QString &part = {});
    void repair();
    /// What the window says that is not so after a long time in which nothing was asked.
    QStringList lookAtOnce();
    void tick();
    Truth truth() const;
    void see();
    Knowledge knowledge(const QDateTime &since, Milliseconds allowed) const;
    void hold(const char *who, const QJsonObject &status, const Knowledge &known, QStringList &wrong);
    int upTo(int most) { return m_random.bounded(most); }

    ServedWorld m_world;
    QTemporaryDir m_folder;
    ServedConsole m_window;
    QRandomGenerator m_random;
    QRandomGenerator m_pauses; ///< of its own, so that given moves take the time that they took
    QSet<QString> m_tested;
    QList<Disturbance> m_disturbances;
    QList<Truth> m_past; ///< of the last minutes
    PerEnvironment<bool> m_wasWell;
    PerEnvironment<QList<int>> m_turns; ///< steps in which that changed
    int m_step = 0;
    Milliseconds m_slept{0};
    QStringList m_wrong; ///< seen since the last look
    qint64 m_claims = 0;
};

} // namespace Slipway::Test

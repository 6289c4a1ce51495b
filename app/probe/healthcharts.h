// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/clock.h"
#include "app/storage/healthhistory.h"
#include "models/health/healthchart.h"
#include "models/health/latencyhistory.h"
#include "models/store/consolestore.h"

#include <QObject>

namespace Slipway {

/// The past of all checks, and what each environment's panel draws of its health address. The past is read from disk
/// only as far as it is shown.
class HealthCharts : public QObject {
    Q_OBJECT
public:
    HealthCharts(const ConsoleStore &store, const Clock &clock, const QString &historyFile, QObject *parent = nullptr);

    void take(Environment environment, const QString &check, const HealthSample &sample, Milliseconds gapAfter);
    /// How much of the past that environment's panel shows.
    void choose(Environment environment, ChartWindow window);
    HealthChart chart(Environment environment);
    /// Time has passed: charts that were not drawn for a while are drawn anew.
    void tick();
    qint64 rowsRead() const { return m_kept.rowsRead(); }

Q_SIGNALS:
    void chartChanged(const Slipway::HealthChart &chart);

private:
    void loadHalfHour(Environment environment);
    QList<ChartMark> deploymentMarks(Environment environment, qint64 fromMs) const;
    Uptime uptime(Environment environment, Milliseconds span, qint64 untilMs);
    LatencyHistory &pastOf(Environment environment, const QString &check);
    void loadLatest(LatencyHistory &past, const HistoryKey &key);
    void draw(Environment environment);

    const ConsoleStore &m_store;
    const Clock &m_clock;
    HealthHistory m_kept;
    PerEnvironment<QHash<QString, LatencyHistory>> m_past; ///< by check
    PerEnvironment<ChartWindow> m_window;
    PerEnvironment<QList<ChartWindow>> m_loaded;
    PerEnvironment<Milliseconds> m_gapAfter{usualGap, usualGap};
    PerEnvironment<Moment> m_drawnAt;
};

} // namespace Slipway

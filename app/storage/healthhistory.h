// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/storage/database.h"
#include "models/health/latency.h"
#include "models/values/environment.h"
#include "models/values/result.h"

namespace Slipway {

/// Whose past it is.
struct HistoryKey {
    Environment environment = Environment::Staging;
    QString check;
};

/// The samples of all checks: 7 days at full rate, and by the minute for 90 days, in a file of its own. An unreadable
/// file is set aside and begun anew; a file that cannot be written costs the past, and nothing else.
class HealthHistory {
public:
    explicit HealthHistory(const QString &path);
    ~HealthHistory();
    HealthHistory(const HealthHistory &) = delete;
    HealthHistory &operator=(const HealthHistory &) = delete;

    /// What the person should know: that the old file was set aside, or why nothing is kept. Empty: all is well.
    const QString &trouble() const { return m_trouble; }

    struct Column {
        ChartWindow window = ChartWindow::SixHours;
        LatencyColumn column;
    };
    /// Keeps one sample, and the columns as they are since it came; forgets what is too old from time to time.
    void append(const HistoryKey &key, const Beat &beat, const QList<Column> &columns);
    /// At most as many as a chart has columns, the newest ones of that time, oldest first.
    QList<Beat> beats(const HistoryKey &key, qint64 sinceMs, qint64 untilMs);
    /// Of a window wider than half an hour: the newest ones, at most as many as a chart has columns.
    QList<LatencyColumn> columns(const HistoryKey &key, ChartWindow window, qint64 untilMs, int most = chartColumns);
    Uptime uptime(const HistoryKey &key, Milliseconds span, qint64 untilMs);
    /// For tests and benchmarks: rows that were handed out since the file was opened.
    qint64 rowsRead() const { return m_rowsRead; }

private:
    void open(Database::Care care);
    bool isOpen(qint64 nowMs);
    void prune(qint64 nowMs);
    /// After a failed statement: looks whether the file is damaged, and begins anew then.
    void failed(const Error &error);
    template <typename Take>
    void readRows(const QString &statement, const QVariantList &values, Take take);

    QString m_path;
    QString m_connection;
    QString m_trouble;
    QString m_setAside;      ///< said until the next start
    qint64 m_openedAtMs = 0; ///< or tried to
    qint64 m_prunedAtMs = 0;
    qint64 m_rowsRead = 0;
};

} // namespace Slipway

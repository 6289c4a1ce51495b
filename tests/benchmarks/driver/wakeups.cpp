// SPDX-License-Identifier: GPL-3.0-or-later
#include "benchmarks/driver/measures.h"

#include <QDir>
#include <QFile>
#include <QHash>
#include <QThread>

namespace Slipway::Bench {

namespace {

constexpr double maxWakeups = 5;
constexpr int settleSeconds = 8; ///< the first answers, and what follows from them
constexpr int seconds = 30;      ///< three probes of each environment, and the list of runs

/// Counts the times that a program's threads went to sleep, which is as often as they were woken.
class Wakeups {
public:
    explicit Wakeups(qint64 process)
        : m_threads(QStringLiteral("/proc/%1/task").arg(process))
    {
        look();
        m_atFirst = sum();
    }

    /// Often enough to see the last figure of a thread that ends.
    void look()
    {
        const QStringList ids = m_threads.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        for (const QString &id : ids) {
            QFile file(m_threads.filePath(id + QStringLiteral("/status")));
            if (file.open(QIODevice::ReadOnly))
                m_counts.insert(id, switchesIn(file.readAll()));
        }
    }
    qint64 sinceFirst() const { return sum() - m_atFirst; }

private:
    static qint64 switchesIn(const QByteArray &status)
    {
        static const QByteArray field("\nvoluntary_ctxt_switches:");
        const qsizetype at = status.indexOf(field);
        const qsizetype from = at + field.size();
        return at < 0 ? 0 : status.mid(from, status.indexOf('\n', from) - from).trimmed().toLongLong();
    }
    qint64 sum() const
    {
        qint64 all = 0;
        for (const qint64 count : m_counts)
            all += count;
        return all;
    }

    QDir m_threads;
    QHash<QString, qint64> m_counts;
    qint64 m_atFirst = 0;
};

} // namespace

Result<QList<Row>> measureWakeups(const Surroundings &surroundings)
{
    Program empty(surroundings, "bench_empty");
    Program window(surroundings, "bench_window", {QStringLiteral("--rehearse"), QStringLiteral("normal")});
    for (Program *program : {&empty, &window}) {
        for (int report = 0; report < 2; ++report) {
            const Result<QJsonObject> seen = program->nextReport();
            if (!seen)
                return seen.error();
        }
    }
    QThread::sleep(settleSeconds);
    Wakeups ofEmpty(empty.id());
    Wakeups ofWindow(window.id());
    for (int second = 0; second < seconds; ++second) {
        QThread::sleep(1);
        ofEmpty.look();
        ofWindow.look();
    }
    return QList<Row>{{.name = QStringLiteral("wakeups a second, idle (anchor: an empty widget's)"),
                       .value = double(ofWindow.sinceFirst()) / seconds,
                       .anchor = double(ofEmpty.sinceFirst()) / seconds,
                       .limit = maxWakeups}};
}

} // namespace Slipway::Bench

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/storage/healthhistory.h"

#include <QCoreApplication>
#include <QDir>
#include <QSqlError>
#include <QSqlQuery>

#include <algorithm>

namespace Slipway {

namespace {

constexpr int historyVersion = 1;
constexpr qint64 hourMs = 3'600'000;
constexpr qint64 dayMs = 24 * hourMs;
constexpr qint64 samplesKeptMs = 7 * dayMs;
constexpr qint64 minutesKeptMs = 90 * dayMs;
constexpr qint64 betweenTriesMs = 60'000;
constexpr qsizetype longestReason = 500;

QString historyWords(const char *text)
{
    return QCoreApplication::translate("Slipway", text);
}

QStringList historySchema()
{
    const QString key = QStringLiteral("environment TEXT NOT NULL, checked TEXT NOT NULL, ");
    return {QStringLiteral("CREATE TABLE IF NOT EXISTS sample (%1at INTEGER NOT NULL, verdict INTEGER NOT NULL, status "
                           "INTEGER, latency INTEGER, reason TEXT NOT NULL, PRIMARY KEY (environment, checked, at)) "
                           "WITHOUT ROWID")
                .arg(key),
            QStringLiteral("CREATE INDEX IF NOT EXISTS sampleByTime ON sample (at)"),
            QStringLiteral("CREATE TABLE IF NOT EXISTS span (%1width INTEGER NOT NULL, at INTEGER NOT NULL, samples "
                           "INTEGER NOT NULL, failures INTEGER NOT NULL, lowest INTEGER, p50 INTEGER, p95 INTEGER, "
                           "highest INTEGER, up INTEGER NOT NULL, down INTEGER NOT NULL, PRIMARY KEY (environment, "
                           "checked, width, at)) WITHOUT ROWID")
                .arg(key),
            QStringLiteral("CREATE INDEX IF NOT EXISTS spanByTime ON span (width, at)")};
}

/// What is known here of a column may be less than what an earlier start, or another window, has seen of it.
constexpr char keepSpan[] =
    "INSERT INTO span VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (environment, checked, width, at) DO "
    "UPDATE SET samples = excluded.samples, failures = excluded.failures, lowest = excluded.lowest, p50 = "
    "excluded.p50, p95 = excluded.p95, highest = excluded.highest, up = excluded.up, down = excluded.down WHERE "
    "excluded.samples >= span.samples";

QVariantList keyValues(const HistoryKey &key)
{
    return {key.environment == Environment::Staging ? QStringLiteral("staging") : QStringLiteral("production"),
            key.check};
}

QVariant numberOrNull(const std::optional<int> &number)
{
    return number ? QVariant(*number) : QVariant();
}

std::optional<int> numberOf(const QVariant &value)
{
    return value.isNull() ? std::nullopt : std::optional(value.toInt());
}

/// A null QString would be stored as NULL.
QString storedText(const QString &text)
{
    return text.isEmpty() ? QStringLiteral("") : text.left(longestReason);
}

/// A number that a later version wrote is not one of ours.
Verdict verdictFrom(int stored)
{
    return stored >= int(Verdict::Healthy) && stored <= int(Verdict::Down) ? Verdict(stored) : Verdict::Unknown;
}

qint64 widthOf(ChartWindow window)
{
    return columnWidthOf(window).count();
}

} // namespace

HealthHistory::HealthHistory(const QString &path)
    : m_path(path)
{
    open(Database::Care::Cheap);
}

HealthHistory::~HealthHistory()
{
    if (!m_connection.isEmpty())
        Database::close(m_connection);
}

void HealthHistory::open(Database::Care care)
{
    Database::Opened opened = Database::open(m_path, historyVersion, historySchema(), care);
    if (opened.connection.isEmpty() && opened.trouble == Database::Trouble::Corrupt) {
        const QString name = Database::setAside(m_path);
        if (!name.isEmpty()) {
            m_setAside =
                historyWords("The history of health checks could not be read and was set aside as %1; it begins anew.")
                    .arg(QDir::toNativeSeparators(name));
            opened = Database::open(m_path, historyVersion, historySchema(), Database::Care::Cheap);
        }
    }
    m_connection = opened.connection;
    m_trouble = m_connection.isEmpty()
                    ? historyWords("The history of health checks is not kept: %1.").arg(opened.reason)
                    : m_setAside;
}

void HealthHistory::failed(const Error &error)
{
    Database::close(m_connection);
    open(Database::Care::EveryCommit); // checks the whole file
    if (m_trouble.isEmpty())
        m_trouble = historyWords("The history of health checks is not kept: %1.").arg(error.detail);
}

/// What could not be opened is tried again now and then: a disk may have room again.
bool HealthHistory::isOpen(qint64 nowMs)
{
    if (m_connection.isEmpty() && std::abs(nowMs - m_openedAtMs) >= betweenTriesMs) {
        m_openedAtMs = nowMs;
        open(Database::Care::Cheap);
    }
    return !m_connection.isEmpty();
}

void HealthHistory::append(const HistoryKey &key, const Beat &beat, const QList<Column> &columns)
{
    if (!isOpen(beat.atMs))
        return;
    QList<Database::Statement> statements{
        {QStringLiteral("INSERT OR REPLACE INTO sample VALUES (?, ?, ?, ?, ?, ?, ?)"),
         keyValues(key) + QVariantList{beat.atMs, int(beat.verdict), numberOrNull(beat.httpStatus),
                                       numberOrNull(beat.latencyMs), storedText(beat.reason)}}};
    for (const Column &each : columns) {
        const LatencyColumn &column = each.column;
        statements.append({QLatin1String(keepSpan),
                           keyValues(key) + QVariantList{widthOf(each.window), column.atMs, column.samples,
                                                         column.failures, numberOrNull(column.lowest),
                                                         numberOrNull(column.p50), numberOrNull(column.p95),
                                                         numberOrNull(column.highest), column.upMs, column.downMs}});
    }
    if (const auto written = Database::write(m_connection, statements); !written)
        return failed(written.error());
    m_trouble = m_setAside;
    if (std::abs(beat.atMs - m_prunedAtMs) >= hourMs)
        prune(beat.atMs);
}

void HealthHistory::prune(qint64 nowMs)
{
    m_prunedAtMs = nowMs;
    const qint64 minute = widthOf(ChartWindow::SixHours);
    const auto written = Database::write(
        m_connection, {{QStringLiteral("DELETE FROM sample WHERE at < ?"), {nowMs - samplesKeptMs}},
                       {QStringLiteral("DELETE FROM span WHERE width = ? AND at < ?"), {minute, nowMs - minutesKeptMs}},
                       {QStringLiteral("DELETE FROM span WHERE width <> ? AND at < ?"),
                        {minute, nowMs - samplesKeptMs - spanOf(ChartWindow::Day).count()}}});
    if (!written)
        failed(written.error());
}

template <typename Take>
void HealthHistory::readRows(const QString &statement, const QVariantList &values, Take take)
{
    if (m_connection.isEmpty())
        return;
    std::optional<Error> error;
    {
        auto rows = Database::read(m_connection, statement, values);
        while (rows && rows->next()) {
            ++m_rowsRead;
            take(*rows);
        }
        if (!rows)
            error = rows.error();
        else if (rows->lastError().isValid())
            error = Error{.kind = ErrorKind::Storage, .detail = rows->lastError().text()};
    }
    if (error)
        failed(*error);
}

QList<Beat> HealthHistory::beats(const HistoryKey &key, qint64 sinceMs, qint64 untilMs)
{
    QList<Beat> beats;
    readRows(QStringLiteral("SELECT at, verdict, status, latency, reason FROM sample WHERE environment = ? AND checked "
                            "= ? AND at BETWEEN ? AND ? ORDER BY at DESC LIMIT ?"),
             keyValues(key) + QVariantList{sinceMs, untilMs, chartColumns}, [&beats](const QSqlQuery &row) {
                 beats.append({.atMs = row.value(0).toLongLong(),
                               .verdict = verdictFrom(row.value(1).toInt()),
                               .httpStatus = numberOf(row.value(2)),
                               .latencyMs = numberOf(row.value(3)),
                               .reason = row.value(4).toString()});
             });
    std::reverse(beats.begin(), beats.end());
    return beats;
}

QList<LatencyColumn> HealthHistory::columns(const HistoryKey &key, ChartWindow window, qint64 untilMs, int most)
{
    QList<LatencyColumn> columns;
    const qint64 from = untilMs - spanOf(window).count();
    readRows(QStringLiteral("SELECT at, samples, failures, lowest, p50, p95, highest, up, down FROM span WHERE "
                            "environment = ? AND checked = ? AND width = ? AND at > ? AND at <= ? ORDER BY at DESC "
                            "LIMIT ?"),
             keyValues(key) + QVariantList{widthOf(window), from, untilMs, most}, [&columns](const QSqlQuery &row) {
                 columns.append({.atMs = row.value(0).toLongLong(),
                                 .samples = row.value(1).toInt(),
                                 .failures = row.value(2).toInt(),
                                 .lowest = numberOf(row.value(3)),
                                 .p50 = numberOf(row.value(4)),
                                 .p95 = numberOf(row.value(5)),
                                 .highest = numberOf(row.value(6)),
                                 .upMs = row.value(7).toLongLong(),
                                 .downMs = row.value(8).toLongLong()});
             });
    std::reverse(columns.begin(), columns.end());
    return columns;
}

/// From the finest columns that reach that far, so that no more rows are read than a chart has columns.
Uptime HealthHistory::uptime(const HistoryKey &key, Milliseconds span, qint64 untilMs)
{
    Uptime uptime;
    const ChartWindow finest = span <= spanOf(ChartWindow::SixHours) ? ChartWindow::SixHours : ChartWindow::Day;
    readRows(
        QStringLiteral("SELECT sum(up), sum(down) FROM span WHERE environment = ? AND checked = ? AND width = ? AND "
                       "at > ? AND at <= ?"),
        keyValues(key) + QVariantList{widthOf(finest), untilMs - span.count(), untilMs},
        [&uptime](const QSqlQuery &row) {
            uptime = {.up = Milliseconds(row.value(0).toLongLong()), .down = Milliseconds(row.value(1).toLongLong())};
        });
    return uptime;
}

} // namespace Slipway

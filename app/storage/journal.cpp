// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/journal.h"

#include "storage/database.h"
#include "storage/recordjson.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QSqlQuery>

namespace Slipway {

namespace {

constexpr int journalVersion = 1;

QStringList journalSchema()
{
    return {QStringLiteral("CREATE TABLE IF NOT EXISTS command ("
                           "row INTEGER PRIMARY KEY AUTOINCREMENT, orderId TEXT NOT NULL, state TEXT NOT NULL, "
                           "at TEXT NOT NULL, record TEXT NOT NULL)"),
            QStringLiteral("CREATE INDEX IF NOT EXISTS commandByOrder ON command (orderId, row)")};
}

// The first row of an order is its place in time, the last one its state.
const char latestStates[] = "SELECT state, record FROM command JOIN "
                            "(SELECT min(row) AS begun, max(row) AS last FROM command GROUP BY orderId) "
                            "ON row = last ORDER BY begun DESC";

QString freeNameBeside(const QString &path)
{
    for (int number = 1;; ++number) {
        const QString name = QStringLiteral("%1.unreadable-%2").arg(path).arg(number);
        if (!QFile::exists(name))
            return name;
    }
}

/// Renames the file with its write-ahead log, which may hold rows that the file does not. The shared-memory index is
/// worth nothing without them.
bool setAside(const QString &path, const QString &name)
{
    if (!QFile::rename(path, name))
        return false;
    if (QFile::exists(path + QStringLiteral("-wal")))
        QFile::rename(path + QStringLiteral("-wal"), name + QStringLiteral("-wal"));
    QFile::remove(path + QStringLiteral("-shm"));
    return true;
}

} // namespace

Journal::Journal(QString connection)
    : m_connection(std::move(connection))
{
}

Journal::~Journal()
{
    Database::close(m_connection);
}

Result<Journal::Opened> Journal::open(const QString &path)
{
    Database::Opened opened = Database::open(path, journalVersion, journalSchema());
    QString said;
    if (opened.connection.isEmpty() && opened.trouble == Database::Trouble::Corrupt) {
        const QString name = freeNameBeside(path);
        if (!setAside(path, name))
            return Error{.kind = ErrorKind::Storage, .detail = opened.reason};
        said = QCoreApplication::translate(
                   "Slipway", "The journal of commands could not be read and was set aside as %1. What was sent before "
                              "is no longer known here: look at the runs and deployments before promoting.")
                   .arg(QDir::toNativeSeparators(name));
        opened = Database::open(path, journalVersion, journalSchema());
    }
    if (opened.connection.isEmpty())
        return Error{.kind = ErrorKind::Storage, .detail = opened.reason};
    return Opened{.journal = std::unique_ptr<Journal>(new Journal(opened.connection)), .setAside = said};
}

Result<Done> Journal::append(const CommandRecord &record, const QDateTime &at)
{
    const QByteArray json = QJsonDocument(recordToJson(record)).toJson(QJsonDocument::Compact);
    return Database::write(m_connection,
                           QStringLiteral("INSERT INTO command (orderId, state, at, record) VALUES (?, ?, ?, ?)"),
                           {record.order.id.value, commandStateId(record.state), at.toUTC().toString(Qt::ISODateWithMs),
                            QString::fromUtf8(json)});
}

Result<QList<CommandRecord>> Journal::unresolved() const
{
    auto all = recent(-1);
    if (all)
        all->removeIf([](const CommandRecord &record) { return isSettled(record.state); });
    return all;
}

Result<QList<CommandRecord>> Journal::recent(int count) const
{
    auto rows = Database::read(m_connection, QLatin1String(latestStates) + QStringLiteral(" LIMIT ?"), {count});
    if (!rows)
        return rows.error();
    QList<CommandRecord> records;
    while (rows->next()) {
        const auto state = commandStateFromId(rows->value(0).toString());
        auto record = recordFromJson(QJsonDocument::fromJson(rows->value(1).toString().toUtf8()).object());
        if (!state || !record)
            return Error{.kind = ErrorKind::Storage,
                         .detail = QCoreApplication::translate(
                             "Slipway", "The journal holds a row that this version of Slipway cannot read.")};
        record->state = *state;
        records.append(*record);
    }
    return records;
}

} // namespace Slipway

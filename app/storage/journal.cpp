// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/journal.h"

#include "storage/database.h"
#include "storage/recordjson.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonDocument>
#include <QSqlQuery>

#include <algorithm>

namespace Slipway {

namespace {

constexpr int journalVersion = 1;

QStringList journalSchema()
{
    return {QStringLiteral("CREATE TABLE IF NOT EXISTS command ("
                           "row INTEGER PRIMARY KEY AUTOINCREMENT, orderId TEXT NOT NULL, state TEXT NOT NULL, "
                           "at TEXT NOT NULL, record TEXT NOT NULL)"),
            QStringLiteral("CREATE INDEX IF NOT EXISTS commandByOrder ON command (orderId, row)"),
            QStringLiteral("CREATE TABLE IF NOT EXISTS lift (orderId TEXT NOT NULL, at TEXT NOT NULL, who TEXT NOT "
                           "NULL, reason TEXT NOT NULL)"),
            QStringLiteral("CREATE TABLE IF NOT EXISTS unacknowledged (trouble TEXT NOT NULL)")};
}

// The first row of an order is its place in time, the last one its state.
const char latestStates[] = "SELECT state, record FROM command JOIN "
                            "(SELECT min(row) AS begun, max(row) AS last FROM command GROUP BY orderId) "
                            "ON row = last ORDER BY begun DESC";

} // namespace

Journal::Journal(QString connection)
    : m_connection(std::move(connection))
{
}

Journal::~Journal()
{
    Database::close(m_connection);
}

Result<Journal::Opened> Journal::open(const QString &path, WhenUnreadable whenUnreadable)
{
    Database::Opened opened = Database::open(path, journalVersion, journalSchema());
    QString trouble;
    const bool corrupt = opened.connection.isEmpty() && opened.trouble == Database::Trouble::Corrupt;
    if (corrupt && whenUnreadable == WhenUnreadable::SetAside) {
        const QString name = Database::setAside(path);
        if (name.isEmpty())
            return Error{.kind = ErrorKind::Storage, .detail = opened.reason};
        trouble =
            QCoreApplication::translate(
                "Slipway", "The journal of commands could not be read and was set aside as %1. What was sent before "
                           "is no longer known here: look at the runs and deployments before promoting.")
                .arg(QDir::toNativeSeparators(name));
        opened = Database::open(path, journalVersion, journalSchema());
    }
    if (opened.connection.isEmpty())
        return Error{.kind = ErrorKind::Storage, .detail = opened.reason};
    auto journal = std::unique_ptr<Journal>(new Journal(opened.connection));
    if (!trouble.isEmpty()) { // it stands until a person has looked, however often Slipway is started
        const auto kept = Database::write(opened.connection,
                                          QStringLiteral("INSERT INTO unacknowledged (trouble) VALUES (?)"), {trouble});
        if (!kept)
            return kept.error();
    }
    const auto setAside = journal->unacknowledged();
    if (!setAside)
        return setAside.error();
    return Opened{.journal = std::move(journal), .setAside = *setAside};
}

Result<QString> Journal::unacknowledged() const
{
    auto rows = Database::read(m_connection, QStringLiteral("SELECT trouble FROM unacknowledged"), {});
    if (!rows)
        return rows.error();
    QStringList troubles;
    while (rows->next())
        troubles.append(rows->value(0).toString());
    return troubles.join(QLatin1Char(' '));
}

Result<Done> Journal::acknowledge()
{
    return Database::write(m_connection, QStringLiteral("DELETE FROM unacknowledged"), {});
}

Result<Done> Journal::append(const CommandRecord &record, const QDateTime &at)
{
    const QByteArray json = QJsonDocument(recordToJson(record)).toJson(QJsonDocument::Compact);
    return Database::write(m_connection,
                           QStringLiteral("INSERT INTO command (orderId, state, at, record) VALUES (?, ?, ?, ?)"),
                           {record.order.id.value, commandStateId(record.state), at.toUTC().toString(Qt::ISODateWithMs),
                            QString::fromUtf8(json)});
}

/// Of the newest return only: lifting it does not bring back an older one.
Result<std::optional<Hold>> Journal::hold() const
{
    const auto all = recent(-1);
    if (!all)
        return all.error();
    const auto holds = [](const CommandRecord &record) { return holdOf(record).has_value(); };
    const auto newest = std::find_if(all->cbegin(), all->cend(), holds);
    if (newest == all->cend())
        return std::optional<Hold>();
    auto lifts =
        Database::read(m_connection, QStringLiteral("SELECT 1 FROM lift WHERE orderId = ?"), {newest->order.id.value});
    if (!lifts)
        return lifts.error();
    return lifts->next() ? std::optional<Hold>() : holdOf(*newest);
}

Result<Done> Journal::liftHold(const Hold &hold, const QString &who, const QString &reason, const QDateTime &at)
{
    return Database::write(m_connection,
                           QStringLiteral("INSERT INTO lift (orderId, at, who, reason) VALUES (?, ?, ?, ?)"),
                           {hold.order.value, at.toUTC().toString(Qt::ISODateWithMs), who, reason});
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

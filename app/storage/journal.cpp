// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/storage/journal.h"

#include "app/storage/database.h"
#include "app/storage/recordjson.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QScopeGuard>
#include <QSqlQuery>
#include <QStorageInfo>

#include <algorithm>
#include <fcntl.h>

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
            QStringLiteral("CREATE TABLE IF NOT EXISTS unacknowledged (trouble TEXT NOT NULL)"),
            QStringLiteral("CREATE TABLE IF NOT EXISTS taken (path TEXT PRIMARY KEY)"),
            QStringLiteral("CREATE TABLE IF NOT EXISTS aside (orderId TEXT NOT NULL, state TEXT NOT NULL, "
                           "at TEXT NOT NULL, record TEXT NOT NULL)")};
}

// The first row of an order is its place in time, the last one its state.
const char latestStates[] = "SELECT row, state, record FROM command JOIN "
                            "(SELECT min(row) AS begun, max(row) AS last FROM command GROUP BY orderId) "
                            "ON row = last ORDER BY begun DESC";

/// Some rows of a return, and what SQLite needs beside the file to write them.
constexpr qint64 reserveSize = qint64(256) * 1024;
constexpr qint64 reserveStep = qint64(32) * 1024;

QString reserveOf(const QString &path)
{
    return path + QStringLiteral(".reserve");
}

/// Allocated, not only as long as that.
void keepReserve(const QString &path)
{
    QFile file(reserveOf(path));
    const qint64 before = file.size();
    if (before >= reserveSize || !file.open(QIODevice::ReadWrite, QFile::ReadOwner | QFile::WriteOwner))
        return;
    if (::posix_fallocate(file.handle(), 0, reserveSize) != 0)
        file.resize(before);
}

} // namespace

Journal::Journal(QString connection, QString path)
    : m_connection(std::move(connection))
    , m_path(std::move(path))
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
    auto journal = std::unique_ptr<Journal>(new Journal(opened.connection, path));
    if (!trouble.isEmpty()) { // it stands until a person has looked, however often Slipway is started
        const auto kept = Database::write(opened.connection,
                                          QStringLiteral("INSERT INTO unacknowledged (trouble) VALUES (?)"), {trouble});
        if (!kept)
            return kept.error();
    }
    const auto setAside = journal->unacknowledged();
    if (!setAside)
        return setAside.error();
    keepReserve(path);
    return Opened{.journal = std::move(journal), .setAside = *setAside};
}

bool Journal::releaseReserve()
{
    return releaseReserve(m_path);
}

bool Journal::releaseReserve(const QString &path)
{
    const QString reserve = reserveOf(path);
    if (QStorageInfo(QFileInfo(path).path()).bytesAvailable() > reserveSize)
        return false; // what is missing is not space
    const qint64 left = QFileInfo(reserve).size() - reserveStep;
    return left > 0 ? QFile::resize(reserve, left) : QFile::remove(reserve);
}

namespace {

/// The rows of one table as they are, to be written elsewhere.
Result<QList<QVariantList>> rowsOf(const QString &connection, QLatin1String columns, QLatin1String table)
{
    auto rows = Database::read(connection, QStringLiteral("SELECT %1 FROM %2 ORDER BY rowid").arg(columns, table), {});
    if (!rows)
        return rows.error();
    QList<QVariantList> all;
    while (rows->next()) {
        QVariantList values;
        for (int column = 0; column <= QString(columns).count(QLatin1Char(',')); ++column)
            values.append(rows->value(column));
        all.append(values);
    }
    return all;
}

constexpr QLatin1String commandColumns("orderId, state, at, record");
constexpr QLatin1String liftColumns("orderId, at, who, reason");
constexpr QLatin1String troubleColumns("trouble");

/// Adds statements that write everything of another journal into this one.
Result<Done> copyFrom(const QString &other, const QString &own, QList<Database::Statement> &statements)
{
    const auto owns = rowsOf(own, commandColumns, QLatin1String("command"));
    const auto others = rowsOf(other, commandColumns, QLatin1String("command"));
    const auto lifts = rowsOf(other, liftColumns, QLatin1String("lift"));
    const auto troubles = rowsOf(other, troubleColumns, QLatin1String("unacknowledged"));
    for (const auto *read : {&owns, &others, &lifts, &troubles}) {
        if (!*read)
            return read->error();
    }
    QList<QVariantList> commands = *owns + *others;
    std::stable_sort(commands.begin(), commands.end(), [](const QVariantList &left, const QVariantList &right) {
        return left.at(2).toString() < right.at(2).toString();
    });
    statements.append({QStringLiteral("DELETE FROM command"), {}}); // an order's place in time is that of its first row
    for (const QVariantList &row : std::as_const(commands))
        statements.append({QStringLiteral("INSERT INTO command (%1) VALUES (?, ?, ?, ?)").arg(commandColumns), row});
    for (const QVariantList &row : *lifts)
        statements.append({QStringLiteral("INSERT INTO lift (%1) VALUES (?, ?, ?, ?)").arg(liftColumns), row});
    for (const QVariantList &row : *troubles)
        statements.append({QStringLiteral("INSERT INTO unacknowledged (%1) VALUES (?)").arg(troubleColumns), row});
    return Done{};
}

} // namespace

Result<QString> Journal::takeOver(const QStringList &paths)
{
    for (const QString &path : paths) {
        auto taken = Database::read(m_connection, QStringLiteral("SELECT 1 FROM taken WHERE path = ?"), {path});
        if (!taken)
            return taken.error();
        if (taken->next())
            continue;
        taken->clear();
        QList<Database::Statement> statements{{QStringLiteral("INSERT INTO taken (path) VALUES (?)"), {path}}};
        const Database::Opened other = Database::open(path, journalVersion, journalSchema());
        const auto closing = qScopeGuard([&] { Database::close(other.connection); });
        const bool passes = other.trouble == Database::Trouble::Busy || other.trouble == Database::Trouble::Full;
        if (other.connection.isEmpty() && passes)
            return Error{.kind = ErrorKind::Storage, .detail = other.reason};
        const auto copied = other.connection.isEmpty() ? Result<Done>(Error{.detail = other.reason})
                                                       : copyFrom(other.connection, m_connection, statements);
        if (!copied) {
            const QString trouble =
                QCoreApplication::translate(
                    "Slipway", "An earlier journal of commands could not be read: %1. What was sent then is not known "
                               "here: look at the runs and deployments before promoting.")
                    .arg(copied.error().detail);
            statements.append({QStringLiteral("INSERT INTO unacknowledged (trouble) VALUES (?)"), {trouble}});
        }
        if (const auto written = Database::write(m_connection, statements); !written)
            return written.error();
    }
    return unacknowledged();
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
    const auto all = read(QStringLiteral("SELECT row, state, record FROM command"), {});
    if (!all)
        return all.error();
    QList<Database::Statement> statements{{QStringLiteral("DELETE FROM unacknowledged"), {}}};
    for (const qint64 row : all->unreadable) {
        statements.append({QStringLiteral("INSERT INTO aside (%1) SELECT %1 FROM command WHERE row = ?")
                               .arg(QLatin1String(commandColumns)),
                           {row}});
        statements.append({QStringLiteral("DELETE FROM command WHERE row = ?"), {row}});
    }
    return Database::write(m_connection, statements);
}

QString Journal::unreadable() const
{
    const auto all = read(QLatin1String(latestStates), {});
    if (!all)
        return all.error().detail;
    if (all->unreadable.isEmpty())
        return {};
    return QCoreApplication::translate("Slipway",
                                       "The journal holds a row that this version of Slipway cannot read: what it "
                                       "tells of may still be under way.");
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
    auto rows = read(QLatin1String(latestStates) + QStringLiteral(" LIMIT ?"), {count});
    if (!rows)
        return rows.error();
    return rows->records;
}

Result<Journal::Rows> Journal::read(const QString &statement, const QVariantList &values) const
{
    auto found = Database::read(m_connection, statement, values);
    if (!found)
        return found.error();
    Rows rows;
    while (found->next()) {
        const auto state = commandStateFromId(found->value(1).toString());
        auto record = recordFromJson(QJsonDocument::fromJson(found->value(2).toString().toUtf8()).object());
        if (!state || !record) {
            rows.unreadable.append(found->value(0).toLongLong());
            continue;
        }
        record->state = *state;
        rows.records.append(*record);
    }
    return rows;
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/storage/database.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace Slipway::Database {

namespace {

QString words(const char *text)
{
    return QCoreApplication::translate("Slipway", text);
}

QString troubleText(Trouble trouble, const QSqlError &error)
{
    switch (trouble) {
    case Trouble::Full:
        return words("the disk is full: free some space and try again");
    case Trouble::Busy:
        return words("another program holds the file: close other Slipway windows and try again");
    case Trouble::ReadOnly:
        return words("the file or its folder is read-only: make them writable");
    case Trouble::Io:
        return words("the disk reports an error while reading or writing");
    case Trouble::Corrupt:
        return words("the file is not a database, or is damaged");
    case Trouble::Other:
        break;
    }
    return words("SQLite says: %1").arg(error.databaseText().isEmpty() ? error.text() : error.databaseText());
}

Error storageError(const QString &path, const QSqlError &error)
{
    return {.kind = ErrorKind::Storage,
            .detail =
                QStringLiteral("%1: %2").arg(QDir::toNativeSeparators(path), troubleText(troubleOf(error), error))};
}

Result<Done> run(QSqlDatabase &database, const QString &statement)
{
    QSqlQuery query(database);
    if (query.exec(statement))
        return Done{};
    return storageError(database.databaseName(), query.lastError());
}

QSqlError prove(QSqlDatabase &database, int version, const QStringList &schema, Care care)
{
    QSqlQuery known(database);
    if (!known.exec(QStringLiteral("PRAGMA user_version")) || !known.next())
        return known.lastError();
    if (known.value(0).toInt() > version)
        return {QString(), words("it was written by a newer Slipway"), QSqlError::ConnectionError, QString()};
    known.clear();
    QStringList statements{QStringLiteral("PRAGMA journal_mode = WAL"),
                           care == Care::Cheap ? QStringLiteral("PRAGMA synchronous = NORMAL")
                                               : QStringLiteral("PRAGMA synchronous = FULL"),
                           QStringLiteral("BEGIN IMMEDIATE")};
    statements += schema;
    statements += {QStringLiteral("PRAGMA user_version = %1").arg(version), QStringLiteral("COMMIT")};
    for (const QString &statement : std::as_const(statements)) {
        QSqlQuery query(database);
        if (!query.exec(statement))
            return query.lastError();
    }
    if (care == Care::Cheap)
        return {};
    QSqlQuery check(database);
    if (!check.exec(QStringLiteral("PRAGMA quick_check(1)")) || !check.next())
        return check.lastError();
    if (check.value(0).toString() != QLatin1String("ok"))
        return {QString(), check.value(0).toString(), QSqlError::ConnectionError, QStringLiteral("11")};
    return {};
}

/// Leaves what is ours to its owner alone.
void keepFromOthers(const QString &path)
{
    constexpr mode_t others = S_IRWXG | S_IRWXO;
    const QByteArray name = QFile::encodeName(path);
    struct stat facts {};
    const bool ours = ::lstat(name.constData(), &facts) == 0 && facts.st_uid == ::geteuid() &&
                      !S_ISLNK(facts.st_mode) && (facts.st_mode & S_ISVTX) == 0; // not a place like /tmp
    if (ours && (facts.st_mode & others) != 0)
        ::chmod(name.constData(), facts.st_mode & ~others & 07777);
}

/// The folder and all files, also those that an earlier Slipway made for everybody to read. What SQLite makes beside a
/// database gets its mode.
void keepPrivate(const QString &path)
{
    const QString folder = QFileInfo(path).absolutePath();
    QDir().mkpath(folder);
    keepFromOthers(folder);
    const int made =
        ::open(QFile::encodeName(path).constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (made >= 0)
        ::close(made);
    for (const char *beside : {"", "-wal", "-shm", "-journal"})
        keepFromOthers(path + QLatin1String(beside));
}

} // namespace

Trouble troubleOf(const QSqlError &error)
{
    switch (error.nativeErrorCode().toInt() & 0xff) {
    case 13:
        return Trouble::Full;
    case 5:
    case 6:
        return Trouble::Busy;
    case 3:
    case 8:
    case 14:
        return Trouble::ReadOnly;
    case 10:
        return Trouble::Io;
    case 11:
    case 26:
        return Trouble::Corrupt;
    default:
        return Trouble::Other;
    }
}

Opened open(const QString &path, int version, const QStringList &schema, Care care)
{
    keepPrivate(path);
    const QString connection = QUuid::createUuid().toString(QUuid::WithoutBraces);
    Opened opened{.connection = connection, .reason = {}};
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), connection);
        database.setDatabaseName(path);
        database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=1000"));
        const QSqlError error = database.open() ? prove(database, version, schema, care) : database.lastError();
        if (!error.isValid())
            return opened;
        opened.trouble = troubleOf(error);
        opened.reason = storageError(path, error).detail;
        opened.connection.clear();
    }
    close(connection);
    return opened;
}

void close(const QString &connection)
{
    {
        QSqlDatabase database = QSqlDatabase::database(connection, false);
        database.close();
    }
    QSqlDatabase::removeDatabase(connection);
}

QString setAside(const QString &path)
{
    QString name;
    for (int number = 1; name.isEmpty() || QFile::exists(name); ++number)
        name = QStringLiteral("%1.unreadable-%2").arg(path).arg(number);
    if (!QFile::rename(path, name))
        return {};
    if (QFile::exists(path + QStringLiteral("-wal")))
        QFile::rename(path + QStringLiteral("-wal"), name + QStringLiteral("-wal"));
    QFile::remove(path + QStringLiteral("-shm")); // worth nothing without them
    return name;
}

Result<Done> write(const QString &connection, const QString &statement, const QVariantList &values)
{
    return write(connection, {{statement, values}});
}

Result<Done> write(const QString &connection, const QList<Statement> &statements)
{
    QSqlDatabase database = QSqlDatabase::database(connection, false);
    if (const auto begun = run(database, QStringLiteral("BEGIN IMMEDIATE")); !begun)
        return begun.error();
    for (const Statement &statement : statements) {
        QSqlQuery query(database);
        bool good = query.prepare(statement.text);
        for (const QVariant &value : statement.values)
            query.addBindValue(value);
        good = good && query.exec();
        if (!good) {
            const Error error = storageError(database.databaseName(), query.lastError());
            query.clear();
            (void)run(database, QStringLiteral("ROLLBACK"));
            return error;
        }
    }
    auto committed = run(database, QStringLiteral("COMMIT"));
    if (!committed)
        (void)run(database, QStringLiteral("ROLLBACK")); // a failed commit can leave the transaction open
    return committed;
}

Result<QSqlQuery> read(const QString &connection, const QString &statement, const QVariantList &values)
{
    QSqlDatabase database = QSqlDatabase::database(connection, false);
    QSqlQuery query(database);
    bool good = query.prepare(statement);
    for (const QVariant &value : values)
        query.addBindValue(value);
    good = good && query.exec();
    if (!good)
        return storageError(database.databaseName(), query.lastError());
    return query;
}

} // namespace Slipway::Database

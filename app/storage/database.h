// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/result.h"

#include <QSqlDatabase>
#include <QVariantList>

class QSqlQuery;

namespace Slipway::Database {

/// What a failed statement means (app/storage/README.md, 4), judged by SQLite's own code.
enum class Trouble { Full, Busy, ReadOnly, Io, Corrupt, Other };
Trouble troubleOf(const QSqlError &error);

/// What a crash of the computer may cost, and what an opening reads.
enum class Care {
    EveryCommit, ///< synchronous=FULL: nothing that was committed; the whole file is checked when it is opened
    Cheap,       ///< synchronous=NORMAL: the last commits; damage is found when it is read
};

/// A new connection to that file: WAL, and at most a second's wait for another process. Proves that the file can be
/// written by committing `version` as its user_version, after `schema`. `trouble` says why not.
struct Opened {
    QString connection; ///< empty: it failed
    Trouble trouble = Trouble::Other;
    QString reason;
};
Opened open(const QString &path, int version, const QStringList &schema, Care care = Care::EveryCommit);
void close(const QString &connection);
/// Renames a file that cannot be read, with its write-ahead log, which may hold rows that the file does not. The name
/// it has then; empty when that failed.
QString setAside(const QString &path);

struct Statement {
    QString text;
    QVariantList values;
};

/// Runs statements in one immediate transaction. Only the commit's result counts: on a full disk every step before it
/// reports success (app/storage/README.md, 1).
Result<Done> write(const QString &connection, const QList<Statement> &statements);
Result<Done> write(const QString &connection, const QString &statement, const QVariantList &values);
/// Runs a prepared read; the query is then before its first row.
Result<QSqlQuery> read(const QString &connection, const QString &statement, const QVariantList &values);

} // namespace Slipway::Database

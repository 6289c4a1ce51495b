// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/command/commandrecord.h"
#include "models/values/hold.h"
#include "models/values/result.h"

#include <QSqlDatabase>
#include <QVariantList>

#include <memory>

namespace Slipway {

/// The commands that were intended, sent and settled: one row for each state, in a file of its own, committed (WAL,
/// synchronous=FULL) before the first byte of a command leaves.
class Journal {
public:
    enum class WhenUnreadable { SetAside, LeaveAlone };
    /// Proves the file with a write. An unreadable one is set aside under another name and a new journal is begun;
    /// `setAside` holds the sentence for the person, at every start until acknowledge().
    struct Opened {
        std::unique_ptr<Journal> journal;
        QString setAside;
    };
    /// Beside it some space is kept for a return; without it there is less room, and no trouble.
    static Result<Opened> open(const QString &path, WhenUnreadable whenUnreadable = WhenUnreadable::SetAside);
    ~Journal();
    Journal(const Journal &) = delete;
    Journal &operator=(const Journal &) = delete;

    /// Takes over what journals of former folders hold, each one once, in the order of time. The sentence about all
    /// that was set aside, including those that could not be read: they stay where they are.
    Result<QString> takeOver(const QStringList &paths);

    /// Commits the record's present state as a row. A failure means: do not send.
    Result<Done> append(const CommandRecord &record, const QDateTime &at);
    /// Gives up a part of the space that is kept for a return, until the journal is opened again: a part, since others
    /// write to the same disk. Whether there was any.
    bool releaseReserve();
    static bool releaseReserve(const QString &path);
    /// The latest state of each order that is not settled, newest first.
    Result<QList<CommandRecord>> unresolved() const;
    /// Production's hold: of the newest return that was to hold it and was taken, unless it was lifted since.
    Result<std::optional<Hold>> hold() const;
    Result<Done> liftHold(const Hold &hold, const QString &who, const QString &reason, const QDateTime &at);
    /// A person has looked at runs and deployments: what was set aside is said no more, and rows that cannot be read
    /// are kept aside, so that an order stands as the last readable one of its rows says.
    Result<Done> acknowledge();
    /// That an order's last row cannot be read, in words; empty: all can. What follows tells of the others.
    QString unreadable() const;
    /// The latest state of the newest orders, newest first.
    Result<QList<CommandRecord>> recent(int count) const;

private:
    Journal(QString connection, QString path);
    Result<QString> unacknowledged() const;
    struct Rows {
        QList<CommandRecord> records;
        QList<qint64> unreadable; ///< numbers of rows
    };
    /// Of rows that begin with number, state and record.
    Result<Rows> read(const QString &statement, const QVariantList &values) const;
    QString m_connection;
    QString m_path;
};

} // namespace Slipway

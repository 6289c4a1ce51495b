// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/clock.h"
#include "app/storage/journal.h"
#include "models/command/commandrecord.h"
#include "models/store/consolestore.h"

#include <QSet>

#include <functional>

namespace Slipway {

/// The commands as they stand: in Observations::commands for everybody to see, and row by row in the journal. Sends
/// nothing, and knows nothing of what comes next.
class CommandTable {
public:
    struct OpenedJournal {
        Journal *journal = nullptr; ///< null: it cannot be opened
        QString trouble;            ///< why, or that an older one was set aside
    };
    /// Opens the journal anew, for a return with the space that is kept for one.
    using OpenJournal = std::function<OpenedJournal(bool forReturn)>;

    /// `open` may be null: then it is never opened anew.
    CommandTable(ConsoleStore &store, const Clock &clock, OpenedJournal opened, OpenJournal open);

    const QList<CommandRecord> &all() const { return m_store.observations().commands; }
    const CommandRecord *find(const OrderId &id) const;                ///< null when there is none
    bool isOwn(const OrderId &id) const { return m_own.contains(id); } ///< an order of this process

    void add(const CommandRecord &record); ///< of this process, on top
    void update(const CommandRecord &record);
    /// Shows what the journal holds unresolved instead of what it held before. `notOurs` says who follows it; empty:
    /// this window does.
    void showUnresolved(const QList<CommandRecord> &unresolved, const QString &notOurs);
    /// What went live, failed or was fled from before this start. What raised an alarm that nobody has acknowledged is
    /// shown again.
    void showEarlier();
    /// A change of ours is being told: it is no news of the world.
    bool isWriting() const { return m_writing; }

    /// Commits a row before anything is sent; in the order of what happened: an older row that is still to be written
    /// comes first.
    Result<Done> commit(const CommandRecord &row, const QDateTime &at);
    /// The command is out already: a row that cannot be written is kept and said, and stops nothing.
    void commitLater(const CommandRecord &record);
    void keepUnwritten(const CommandRecord &row, const QDateTime &at);
    bool hasUnwritten() const { return !m_unwritten.isEmpty(); }
    bool writeUnwritten(); ///< whether every row is committed now

    Journal *journal() const { return m_opened.journal; }
    QString journalTrouble() const { return m_opened.trouble; }
    /// Why no row of a return can be written now; empty: one can.
    QString whyNoRow() const { return m_opened.journal || !m_open ? QString() : m_opened.trouble; }
    bool openAnew(bool forReturn); ///< true when it could not be opened before, and is open now
    /// Every row of the journal that is not settled; an error when they cannot be read.
    Result<QList<CommandRecord>> unresolved() const;
    /// Says whether the journal of commands can be relied on; `trouble` is why not.
    void setReadable(bool readable, const QString &trouble);

    /// Reads production's hold from the journal again: another window may have gone back, or lifted it.
    void showHold();
    /// The person says why production need not be held any more.
    void liftHold(const QString &reason, const QString &who);

private:
    template <typename Change>
    void write(Change change);

    ConsoleStore &m_store;
    const Clock &m_clock;
    OpenedJournal m_opened;
    OpenJournal m_open;
    QSet<OrderId> m_own;
    QList<std::pair<CommandRecord, QDateTime>> m_unwritten; ///< rows that could not be committed, oldest first
    bool m_writing = false;
};

} // namespace Slipway

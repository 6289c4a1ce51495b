// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commands/environmentlock.h"
#include "app/commands/sending.h"
#include "app/net/clock.h"
#include "app/storage/journal.h"
#include "models/command/machine.h"
#include "models/store/consolestore.h"

#include <QSet>
#include <QTimer>

namespace Slipway {

/// Performs the effects of the command machine: the only place from which a command leaves. Lives as long as the
/// application; no dialog is ever the context of a command. What it knows stands in Observations::commands.
class CommandRunner : public QObject {
    Q_OBJECT
public:
    /// Reads every source again, then calls `done` once, unless `context` is gone.
    using Reread = std::function<void(QObject *context, std::function<void()> done)>;

    struct Reopened {
        Journal *journal = nullptr; ///< null: it cannot be opened
        QString trouble;            ///< why, or that an older one was set aside
    };
    struct Setup {
        HttpClient &client;
        ConsoleStore &store;
        const Clock &clock;
        Journal *journal = nullptr; ///< null: it could not be opened, and nothing can be sent
        QString journalTrouble;     ///< why it is null, or that an older one was set aside
        Reread reread;
        QString lockFolder;    ///< shared by all users of this computer
        QString ownLockFolder; ///< for when that one cannot be used
        /// Opens the journal anew, for a return with the space that is kept for one. Null: never.
        std::function<Reopened(bool forReturn)> reopen = {};
    };
    explicit CommandRunner(Setup setup, QObject *parent = nullptr);
    ~CommandRunner() override;

    /// Why no row of a return can be written now; empty: one can.
    QString whyNoRow();

public Q_SLOTS:
    /// Sends what the person confirmed, after reading everything again. The order's record tells what came of it.
    Slipway::OrderId promote(const Slipway::PromotionOffer &frozen, Slipway::PromotionWay way, const QString &who);
    /// Goes back to an earlier deployment. It needs one fresh answer from Railway: neither gates, nor GitHub, nor
    /// another window's lock are in the way.
    Slipway::OrderId goBack(const Slipway::ReturnRequest &request, const QString &who);
    /// Unblocks, stops or repairs what was offered, if it still stands after everything was read again.
    void repair(const Slipway::Repair &repair, const QString &comment, const QString &who);
    /// The person says why production need not be held any more.
    void liftHold(const QString &reason, const QString &who);
    /// Reads production's hold from the journal again: another window may have gone back, or lifted it.
    void showHold();
    /// Shows what other windows of this computer have under way, and says who holds the lock; empty: nobody does.
    QString lookForOthers();
    /// The person chose which of the candidates is the order's run.
    void resolve(const Slipway::OrderId &id, Slipway::RunId run);
    /// The person says that an order which cannot be resolved by looking did not happen.
    void dismiss(const Slipway::OrderId &id, const QString &reason);
    /// The person does not want what is still being read again before it is sent.
    void callOff(const Slipway::OrderId &id);
    /// The person has seen what the order raised an alarm about.
    void acknowledgeAlarms(const Slipway::OrderId &id, const QString &who);
    /// Asks GitHub to cancel the order's run, or Railway the deployment of a return.
    void cancel(const Slipway::OrderId &id);
    /// The person acknowledges a journal that was set aside: everything is read again, then promotion is open.
    void acknowledgeJournal();
    /// At start: takes up what the journal holds unresolved. Never sends.
    void resume();

Q_SIGNALS:
    void settled(const Slipway::CommandRecord &record);
    /// Something on this computer went wrong, in words.
    void troubled(const QString &sentence);

private:
    const CommandRecord *find(const OrderId &id) const;
    bool isOurs(const CommandRecord &record) const;
    Result<Done> takeLock();
    QString leftByOthers() const;
    bool beginAlone(const Order &order);
    QString whyMoved(const Order &order, Moment asked) const;
    void begin(const Order &order);
    void update(const CommandRecord &record);
    void happen(const OrderId &id, CommandEvent event, const QString &detail = {});
    void perform(const CommandRecord &record, CommandEffect effect);
    void checkAgain(const OrderId &id);
    void askAboutReturn(const OrderId &id, const ReturnRequest &request);
    void checkReturn(const OrderId &id, const ReturnRequest &request, const ServiceInstance &present,
                     const Deployment &target);
    bool stopsOurOwn(const Order &order) const;
    void checkRepair(const Order &order);
    void showEarlier();
    void openAnew(bool forReturn);
    void write(const OrderId &id, CommandState state, CommandEvent written);
    void writeAfter(const CommandRecord &record);
    Result<Done> append(const CommandRecord &row, const QDateTime &at);
    void keepUnwritten(const CommandRecord &row, const QDateTime &at);
    bool writeUnwritten();
    void inferUntold();
    void send(const CommandRecord &record);
    void answered(const OrderId &id, const SendAnswer &answer);
    void lookAround();
    void takeFreedLock();
    void lookAt(const CommandRecord &record);
    void lookOn(const CommandRecord &record);
    void cancelWrongRun(CommandRecord record);
    void lookAtTag(const CommandRecord &record);
    void requestCancel(const CommandRecord &record, const QString &reason);
    void settle(const CommandRecord &record);
    void fetchFailureLog(const CommandRecord &record);
    void fetchRejection(const CommandRecord &record);
    void takeUpJournal();
    void show(const QList<CommandRecord> &unresolved, const QString &notOurs);
    void setJournalTrouble(bool readable, const QString &trouble);
    void releaseUnused();

    Setup m_setup;
    EnvironmentLock m_lock;
    QSet<OrderId> m_own;                     ///< orders of this process: they are not taken from the journal again
    QHash<OrderId, PromotionOffer> m_frozen; ///< what the person saw, until the order is settled
    QHash<OrderId, Repair> m_approvals;      ///< the same of an approval for production
    struct Watch {
        std::optional<Moment> lookedAt;
        Milliseconds watched{0};
    };
    QHash<OrderId, Watch> m_watches; ///< beside the records: a look that finds nothing new is no news
    QList<std::pair<CommandRecord, QDateTime>> m_unwritten; ///< rows that could not be committed, oldest first
    bool m_resumed = false;
    bool m_inferred = false;             ///< whether a return of which no row tells was looked for
    QTimer m_tick;                       ///< time passes also when nothing is observed
    QTimer m_look;                       ///< joins the observations of one turn of the event loop
    std::optional<Moment> m_tagLookedAt; ///< when an uncertain order's tag was last read
    bool m_applying = false;             ///< our own change of the store is no news
    bool m_resuming = false;             ///< the journal's orders are another window's for now
};

} // namespace Slipway

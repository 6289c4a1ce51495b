// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commands/commandfollower.h"
#include "app/commands/commandtable.h"
#include "app/commands/environmentlock.h"
#include "app/commands/promotioncheck.h"
#include "app/commands/sending.h"

#include <QQueue>
#include <QTimer>

namespace Slipway {

/// Performs the effects of the command machine: the only place from which a command leaves. Lives as long as the
/// application; no dialog is ever the context of a command. CommandTable holds what it knows, CommandFollower looks at
/// what is out, and promotioncheck, returncheck and repaircheck say why something must not be sent.
class CommandRunner : public QObject {
    Q_OBJECT
public:
    /// Reads every source again, then calls `done` once, unless `context` is gone.
    using Reread = std::function<void(QObject *context, std::function<void()> done)>;

    struct Setup {
        HttpClient &client;
        ConsoleStore &store;
        const Clock &clock;
        CommandTable::OpenedJournal opened; ///< without a journal nothing can be sent
        Reread reread;
        QString lockFolder;    ///< shared by all users of this computer
        QString ownLockFolder; ///< for when that one cannot be used
        CommandTable::OpenJournal openJournal = {};
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
    /// Something on this computer went wrong, in words.
    void troubled(const QString &sentence);

private:
    /// Something happened to a command. It is taken in order, with all that follows from it at once.
    void advance(const OrderId &id, CommandEvent event, const QString &detail = {});
    void perform(const CommandRecord &record, CommandEffect effect);
    void write(CommandRecord record, CommandState state, CommandEvent written);
    void send(const CommandRecord &record);
    void takeAnswer(const OrderId &id, const SendAnswer &answer);
    void settle(const CommandRecord &record);
    void dispatchTag(const CommandRecord &tag);

    void begin(const Order &order);
    bool beginAlone(const Order &order);
    void checkRelease(const OrderId &id);
    void checkReturn(const OrderId &id, const ReturnRequest &request);
    void checkRepair(const Order &order);
    void goBack(const Repair &redeployment, const QString &comment, const QString &who);
    bool stopsOurOwn(const Order &order) const;
    void requestCancel(const CommandRecord &record, const QString &reason);
    void cancelWrongRun(CommandRecord record);

    void lookAround();
    bool isOurs(const CommandRecord &record) const;
    void commitLater(const CommandRecord &record);
    void openAnew(bool forReturn);
    void takeUpJournal();
    void inferUntold();
    QString leftByOthers() const;
    Result<Done> takeLock();
    void takeFreedLock();
    void releaseUnused();

    Setup m_setup;
    CommandTable m_table;
    CommandFollower m_follower;
    EnvironmentLock m_lock;
    QHash<OrderId, ConfirmedRelease> m_confirmed; ///< what the person saw, until the order is settled
    struct News {
        OrderId id;
        CommandEvent event;
        QString detail;
    };
    QQueue<News> m_news;
    bool m_advancing = false;
    bool m_resumed = false;
    bool m_resuming = false; ///< the journal's orders are another window's for now
    bool m_inferred = false; ///< whether a return of which no row tells was looked for
    QTimer m_tick;           ///< time passes also when nothing is observed
    QTimer m_look;           ///< joins the observations of one turn of the event loop
};

} // namespace Slipway

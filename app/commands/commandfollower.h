// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commands/commandtable.h"
#include "models/command/machine.h"

#include <QObject>

namespace Slipway {

class HttpClient;

/// Looks at what becomes of commands that are out, and brings their records up to date. It reads, and never sends.
class CommandFollower : public QObject {
    Q_OBJECT
public:
    CommandFollower(HttpClient &client, ConsoleStore &store, const Clock &clock, CommandTable &table,
                    QObject *parent = nullptr);

    /// Of one that was sent and is not settled.
    void lookAt(const CommandRecord &record);
    /// Of one that is settled, and whose rows are not what they are any more. False: nothing of it goes on.
    bool lookOn(const CommandRecord &record);
    /// Reads why it failed: the end of its log, and who rejected it.
    void explain(const CommandRecord &failed);
    /// It was taken up anew: time in which nobody looked does not count.
    void forget(const OrderId &id) { m_watches.remove(id); }

Q_SIGNALS:
    void happened(const Slipway::OrderId &id, Slipway::CommandEvent event, const QString &detail);
    void ranAtAnotherCommit(const Slipway::CommandRecord &record); ///< its cancellation was not asked for yet
    void holdMoved(); ///< the return that production is held for serves now

private:
    void lookAtTag(const CommandRecord &record);
    void fetchLog(const CommandRecord &failed);
    void fetchRejection(const CommandRecord &failed);

    HttpClient &m_client;
    ConsoleStore &m_store;
    const Clock &m_clock;
    CommandTable &m_table;
    struct Watch {
        std::optional<Moment> lookedAt;
        Milliseconds watched{0};
    };
    QHash<OrderId, Watch> m_watches;     ///< beside the records: a look that finds nothing new is no news
    std::optional<Moment> m_tagLookedAt; ///< when an uncertain order's tag was last read
};

} // namespace Slipway

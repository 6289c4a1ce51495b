// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commandtable.h"

#include "models/follow/follow.h"
#include "models/values/text.h"

#include <QScopedValueRollback>

#include <algorithm>
#include <functional>

namespace Slipway {

namespace {

constexpr int earlierCommands = 200; ///< that tell what served, and how it went

} // namespace

CommandTable::CommandTable(ConsoleStore &store, const Clock &clock, OpenedJournal opened, OpenJournal open)
    : m_store(store)
    , m_clock(clock)
    , m_opened(std::move(opened))
    , m_open(std::move(open))
{
}

template <typename Change>
void CommandTable::write(Change change)
{
    const QScopedValueRollback writing(m_writing, true);
    m_store.apply(m_clock.now(), change);
}

const CommandRecord *CommandTable::find(const OrderId &id) const
{
    const auto found =
        std::find_if(all().cbegin(), all().cend(), [&](const auto &each) { return each.order.id == id; });
    return found == all().cend() ? nullptr : &*found;
}

void CommandTable::add(const CommandRecord &record)
{
    m_own.insert(record.order.id);
    write([&](Observations &observations) { observations.commands.prepend(record); });
}

void CommandTable::update(const CommandRecord &record)
{
    const CommandRecord *present = find(record.order.id);
    if (!present || *present == record)
        return;
    write([record](Observations &observations) {
        for (CommandRecord &each : observations.commands) {
            if (each.order.id == record.order.id)
                each = record;
        }
    });
}

void CommandTable::showUnresolved(const QList<CommandRecord> &unresolved, const QString &notOurs)
{
    const Moment now = m_clock.now();
    write([&](Observations &observations) {
        observations.commands.removeIf(
            [this](const CommandRecord &each) { return !isSettled(each.state) && !isOwn(each.order.id); });
        for (const CommandRecord &each : unresolved) {
            CommandRecord &record = observations.commands.emplace_back(each);
            record.followedFrom = now;
            if (!notOurs.isEmpty())
                record.detail = notOurs;
        }
    });
}

void CommandTable::showEarlier()
{
    auto earlier = journal() ? journal()->recent(earlierCommands) : QList<CommandRecord>();
    if (!earlier)
        return;
    earlier->removeIf(
        [](const CommandRecord &each) { return !isSettled(each.state) || !changesWhatServes(each.order); });
    const auto alarming = [](const CommandRecord &each) { return !openAlarms(each).isEmpty(); };
    QList<CommandRecord> open = *earlier;
    open.removeIf(std::not_fn(alarming));
    earlier->removeIf([&](const CommandRecord &each) { return alarming(each) || isApproval(each.order.kind); });
    write([&](Observations &observations) {
        observations.earlier = *earlier;
        observations.commands += open;
    });
}

Result<Done> CommandTable::commit(const CommandRecord &row, const QDateTime &at)
{
    if (!journal())
        return Error{.kind = ErrorKind::Storage, .detail = journalTrouble()};
    if (!writeUnwritten())
        return Error{.kind = ErrorKind::Storage, .detail = say("an earlier row could not be written either")};
    auto committed = journal()->append(row, at);
    while (!committed && isReturn(row.order.kind) && journal()->releaseReserve())
        committed = journal()->append(row, at);
    return committed;
}

void CommandTable::commitLater(const CommandRecord &record)
{
    const QDateTime now = m_clock.now().utc();
    const auto committed = commit(record, now);
    if (!committed && record.sentAt.isValid())
        keepUnwritten(record, now);
}

void CommandTable::keepUnwritten(const CommandRecord &row, const QDateTime &at)
{
    m_unwritten.append({row, at});
    const CommandRecord *present = find(row.order.id);
    if (!present || present->unwritten)
        return;
    CommandRecord record = *present;
    record.unwritten = true;
    record.alarms = withUnwritten(record.alarms, true);
    update(record);
}

bool CommandTable::writeUnwritten()
{
    if (m_unwritten.isEmpty())
        return true;
    while (!m_unwritten.isEmpty()) {
        const auto &[row, at] = m_unwritten.constFirst();
        if (!journal() || !journal()->append(row, at))
            return false;
        m_unwritten.removeFirst();
    }
    const QList<CommandRecord> present = all();
    for (CommandRecord record : present) {
        if (!record.unwritten)
            continue;
        record.unwritten = false;
        record.alarms = withUnwritten(record.alarms, false);
        update(record);
    }
    return true;
}

bool CommandTable::openAnew(bool forReturn)
{
    if (!m_open)
        return false;
    const bool wasOpen = journal() != nullptr;
    m_opened = m_open(forReturn);
    if (!journalTrouble().isEmpty()) {
        setReadable(false, journalTrouble());
        return false;
    }
    if (!wasOpen)
        setReadable(true, {}); // what an unreadable row means for it is told next
    return !wasOpen;
}

Result<QList<CommandRecord>> CommandTable::unresolved() const
{
    return journal() ? journal()->unresolved() : QList<CommandRecord>();
}

void CommandTable::setReadable(bool readable, const QString &trouble)
{
    write([&](Observations &observations) {
        observations.journalReadable = readable;
        observations.journalTrouble = trouble;
    });
}

void CommandTable::showHold()
{
    const auto hold = journal() ? journal()->hold() : Result<std::optional<Hold>>(m_store.observations().hold);
    if (!hold)
        return setReadable(false, say("Whether production is held could not be read: %1").arg(hold.error().detail));
    if (const QString trouble = journal() ? journal()->unreadable() : QString(); !trouble.isEmpty())
        setReadable(false, trouble);
    std::optional<Hold> shown = *hold;
    for (const auto &[row, at] : std::as_const(m_unwritten)) { // younger than everything that is written
        const CommandRecord *present = find(row.order.id);
        if (const auto unwritten = present ? holdOf(*present) : std::nullopt)
            shown = unwritten;
    }
    if (const CommandRecord *followed = shown ? find(shown->order) : nullptr) // knows more than its last row
        shown = holdOf(*followed);
    if (shown != m_store.observations().hold)
        write([&](Observations &observations) { observations.hold = shown; });
}

void CommandTable::liftHold(const QString &reason, const QString &who)
{
    const std::optional<Hold> hold = m_store.observations().hold;
    if (!hold)
        return;
    const auto lifted = journal() ? journal()->liftHold(*hold, who, reason, m_clock.now().utc())
                                  : Result<Done>(Error{.detail = journalTrouble()});
    if (!lifted)
        return setReadable(m_store.observations().journalReadable,
                           say("The hold could not be lifted: %1").arg(lifted.error().detail));
    showHold();
}

} // namespace Slipway

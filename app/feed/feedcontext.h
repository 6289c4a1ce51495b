// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/feed/schedule.h"
#include "app/net/httpclient.h"
#include "models/store/consolestore.h"

#include <functional>
#include <type_traits>

namespace Slipway {

/// What every feed needs: whom to ask, when, where to write, and what time it is.
struct FeedContext {
    /// What is asked for side by side or one after the other goes on with this.
    using Next = std::function<void()>;

    HttpClient &client;
    Schedule &schedule;
    ConsoleStore &store;
    const Clock &clock;

    const Observations &seen() const { return store.observations(); }
    const Project &project() const { return store.project(); }
    Moment now() const { return clock.now(); }

    /// Asks, writes what came into the store, and goes on, unless `context` is gone. `keep` is the fact that the answer
    /// is, as a member of Observations or a function of it, or writes it: (Observations &, const Result<T> &, const
    /// Reading &).
    template <typename T, typename Keep>
    void ask(QObject *context, const ApiCall<T> &call, const QString &poll, Keep keep, const Next &next) const
    {
        client.send<T>(call, context, [feed = *this, poll, keep, next, asked = now()](const Result<T> &result) {
            feed.write(poll, asked, [&](Observations &all, const Reading &reading) {
                if constexpr (std::is_invocable_v<Keep, Observations &, const Result<T> &, const Reading &>)
                    keep(all, result, reading);
                else
                    std::invoke(keep, all).apply(result, reading);
            });
            next();
        });
    }

    /// Writes into the store what a poll that was sent at `asked` has brought, with the pace that is in force, and
    /// tells the schedule whether the attempt has failed.
    void write(const QString &poll, Moment asked,
               const std::function<void(Observations &, const Reading &)> &keep) const;
};

/// What the schedule alone knows, a slower pace or an attempt that hangs, reaches the facts.
void followSchedule(ConsoleStore &store, const Schedule &schedule);

} // namespace Slipway

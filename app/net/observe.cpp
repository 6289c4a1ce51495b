// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/observe.h"

namespace Slipway {

void observe(ConsoleStore &store, const Schedule &schedule, const QString &poll, Moment asked, Moment now,
             const std::function<void(Observations &, const Reading &)> &write)
{
    Reading reading{.asked = asked, .arrived = now, .every = schedule.intervalOf(poll)};
    store.apply(now, [&](Observations &all) {
        write(all, reading);
        const Milliseconds from = schedule.intervalOf(poll);
        if (from <= reading.every)
            return;
        reading.every = from;
        write(all, reading);
    });
}

} // namespace Slipway

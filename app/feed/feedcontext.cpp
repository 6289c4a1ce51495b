// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feed/feedcontext.h"

namespace Slipway {

void FeedContext::write(const QString &poll, Moment asked,
                        const std::function<void(Observations &, const Reading &)> &keep) const
{
    const Moment arrived = now();
    const Reading reading{.asked = asked, .arrived = arrived, .every = schedule.intervalOf(poll), .poll = poll};
    store.apply(arrived, [&](Observations &all) {
        keep(all, reading);
        std::optional<Error> error;
        eachFact(all, [&](const auto &fact) {
            // A probe without an answer brings a value all the same: that is what it is for.
            const bool brought = fact.value && fact.fetchedAt == asked;
            if (fact.poll == poll && fact.error && fact.failedAt == arrived && !brought)
                error = fact.error;
        });
        schedule.noteAnswer(poll, error);
    });
}

void followSchedule(ConsoleStore &store, const Schedule &schedule)
{
    QObject::connect(&schedule, &Schedule::paceSlowed, &store,
                     [&store](const QString &poll, Milliseconds every, Moment now) {
                         store.apply(now, [&](Observations &all) { followPace(all, poll, every); });
                     });
    QObject::connect(&schedule, &Schedule::hung, &store, [&store](const QString &poll, Moment began, Moment now) {
        store.apply(now, [&](Observations &all) { noteSilence(all, poll, began, now); });
    });
}

} // namespace Slipway

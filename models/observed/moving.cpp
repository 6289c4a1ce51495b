// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/observed/moving.h"

namespace Slipway {

namespace {

constexpr Milliseconds reviewComesSoon{300'000};
constexpr Milliseconds effectComesSoon{600'000}; ///< how long a run is looked for (app/github/README.md, 19)

bool isOlderThan(const QDateTime &time, Milliseconds age, Moment now)
{
    return time.isValid() && time.addMSecs(age.count()) < now.utc();
}

} // namespace

bool isMoving(const WorkflowRun &run, const ServiceClocks &clocks, Moment now)
{
    const QDateTime updated = clocks.ours(Provider::GitHub, run.updatedAt);
    const bool waits = run.status == RunStatus::Waiting && isOlderThan(updated, reviewComesSoon, now);
    return run.isActive() && !waits;
}

bool isMoving(const CommandRecord &record, Moment now)
{
    const bool waits = !record.reviews.isEmpty() && isOlderThan(record.sentAt, reviewComesSoon, now);
    const bool unknown = record.state == CommandState::Uncertain && isOlderThan(record.sentAt, effectComesSoon, now);
    return isUnresolved(record.state) && !waits && !unknown;
}

} // namespace Slipway

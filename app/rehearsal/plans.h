// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "world.h"

namespace Slipway::Rehearsal {

/// The team's three workflows as jobs and steps with their times (target-team.md), beginning at run.createdAt. `unit`
/// is the length of a scripted second.
void planCi(SimRun &run, double unit, qint64 &nextJob);
void planStaging(SimRun &run, double unit, qint64 &nextJob);
void planProduction(SimRun &run, double unit, qint64 &nextJob, bool phraseIsRight, bool needsReview);

/// When `railway up` has uploaded: the deployment appears then. Invalid when that step never comes.
QDateTime uploadedAt(const SimRun &run);
QDateTime endOf(const SimRun &run);

} // namespace Slipway::Rehearsal

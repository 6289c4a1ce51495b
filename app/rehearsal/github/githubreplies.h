// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rehearsal/http/httppeer.h"

namespace Slipway::Rehearsal {

inline constexpr const char *gitHubActor = "mira"; ///< whose token it is

PeerReply gitHubRefusal(int status, const QString &message);
PeerReply notFound();
/// The rest of `path` behind that beginning, or null.
QString behind(const QString &path, const char *beginning);

} // namespace Slipway::Rehearsal

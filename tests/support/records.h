// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/command/commandrecord.h"
#include "support/builders.h"

namespace Slipway::Test {

/// A promotion of the tested commit by dispatch, as the journal would have it.
inline CommandRecord aCommand(const char *id, CommandState state)
{
    CommandRecord record;
    record.order.id = {QString::fromLatin1(id)};
    record.order.sha = testedSha;
    record.order.ref = QStringLiteral("main");
    record.order.who = QStringLiteral("mira");
    record.order.serving = {QStringLiteral("d-old")};
    record.order.newest = {QStringLiteral("d-old")};
    record.order.confirmedAt = at(noon, 120);
    record.state = state;
    return record;
}

} // namespace Slipway::Test

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/command/commandrecord.h"

#include <QJsonObject>

namespace Slipway {

/// What of a record is kept: everything but the state (a column) and what is read again anyway (steps, reviews,
/// candidates).
QJsonObject recordToJson(const CommandRecord &record);
/// None when it cannot be read: then nobody may guess what it said.
std::optional<CommandRecord> recordFromJson(const QJsonObject &json);

} // namespace Slipway

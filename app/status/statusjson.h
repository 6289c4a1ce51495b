// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/project/project.h"
#include "models/store/snapshot.h"

#include <QJsonObject>

namespace Slipway {

/// What `slipway --status --json` prints: a documented interface (README, "The headless face"). Every key is always
/// there; what is not known is null. Times are ISO 8601 in UTC. Text from outside is unchanged.
QJsonObject statusJson(const Snapshot &snapshot, const Project &project, Moment now);

/// The object as text for a terminal or a program: characters that a terminal would not show (bidi, zero-width, C1)
/// are written as \uXXXX, which means the same in JSON.
QByteArray statusJsonText(const QJsonObject &status);

} // namespace Slipway

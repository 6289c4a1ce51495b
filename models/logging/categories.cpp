// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logging/categories.h"

namespace Slipway {

Q_LOGGING_CATEGORY(httpLog, "slipway.http", QtWarningMsg)
Q_LOGGING_CATEGORY(scheduleLog, "slipway.schedule", QtWarningMsg)
Q_LOGGING_CATEGORY(storeLog, "slipway.store", QtWarningMsg)
Q_LOGGING_CATEGORY(commandLog, "slipway.command", QtWarningMsg)
Q_LOGGING_CATEGORY(socketLog, "slipway.socket", QtWarningMsg)
Q_LOGGING_CATEGORY(tokensLog, "slipway.tokens", QtWarningMsg)

} // namespace Slipway

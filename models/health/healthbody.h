// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/health.h"

#include <QByteArray>

namespace Slipway {

/// Judges one complete answer of a health address, by its body too: an application whose database is gone may well
/// answer 200 (models/pipeline/README.md, 12). Fills verdict, httpStatus, reasons and facts; when it was asked and how
/// long it took is the caller's to add. A word that is not known is never Healthy.
HealthSample judgeHealth(int httpStatus, const QByteArray &contentType, const QByteArray &body);

} // namespace Slipway

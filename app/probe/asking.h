// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/httpclient.h"
#include "models/project/project.h"

namespace Slipway::Probe {

/// What came of asking one check.
struct Asked {
    /// None when nothing was asked: a secret is missing, which says nothing about the application. No answer at all is
    /// Down; an answer that is too large to read is Degraded.
    std::optional<HealthSample> sample;
    std::optional<Error> error; ///< why there was no answer that could be judged
};

/// Whether asking again changes and costs nothing.
bool isRead(const Check &check);

/// Asks once and judges. What is no read costs something: it travels like a command, and is never sent twice.
void ask(HttpClient &client, const Clock &clock, const Address &address, const Check &check, QObject *context,
         const std::function<void(const Asked &)> &callback);

} // namespace Slipway::Probe

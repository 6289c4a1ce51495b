// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/httpclient.h"
#include "models/command/commandrecord.h"
#include "models/project/project.h"

namespace Slipway {

/// What came of sending an order, whichever kind it is.
struct SendAnswer {
    CommandFate fate = CommandFate::Uncertain;
    std::optional<Error> error; ///< all but Accepted
    RunId run;                  ///< a dispatch, where the server tells
    DeploymentId deployment;    ///< Railway's new deployment
    QUrl url;
    QDateTime serverTime; ///< the answer's Date, if it came
};

/// Sends an order's one command, once. The callback runs exactly once unless `context` is gone. A tag that exists at
/// the ordered commit already counts as accepted.
void sendOrder(HttpClient &client, const Project &project, const Order &order, QObject *context,
               const std::function<void(const SendAnswer &)> &done);

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/httpclient.h"
#include "models/goback/deploymentsview.h"
#include "models/observed/observations.h"

namespace Slipway {

/// What a return is about, as Railway said it last: what serves, and where one goes back to.
struct ReturnTarget {
    ServiceInstance service;
    Deployment deployment;
};

/// Asks Railway for both, and nobody else: an emergency is not locked out by another provider's outage. An error says
/// what could not be read. The callback runs exactly once unless `context` is gone.
void readReturnTarget(HttpClient &client, const Project &project, const ReturnRequest &request, QObject *context,
                      const std::function<void(const Result<ReturnTarget> &)> &done);

/// What was read is believed at once, also where it refuses the return: the next look is at this.
void keep(Observations &all, Environment environment, const ReturnTarget &present);

/// Why one may not begin to go back; empty when one may. Only what the person was not told of is in the way: an
/// emergency is never locked out.
QString whyNoReturn(const ReturnRequest &request, const Observations &observations, const OrderId &except);
/// Why it may not be sent after Railway was asked again; empty when it may.
QString whyNotReturned(const ReturnRequest &request, const RailwayProject &project, const ReturnTarget &present);

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "probe/calls.h"

#include "health/healthbody.h"

namespace Slipway::Probe {

namespace {

/// The whole answer, and any silence in it: the time that the team's own monitor allows (sentry-grafana-health.md,
/// 5.2).
constexpr Milliseconds patience{10'000};
constexpr qint64 largestReport = qint64(256) << 10;

Result<HealthSample> decodeHealth(const HttpResponse &response)
{
    HealthSample sample = judgeHealth(response.status, response.headers.value("content-type"), response.body);
    sample.latencyMs = response.latencyMs;
    return sample;
}

} // namespace

ApiCall<HealthSample> health(const Address &address)
{
    QString path = address.url.path(QUrl::FullyEncoded);
    while (path.endsWith(QLatin1Char('/')))
        path.chop(1);
    if (!address.health.startsWith(QLatin1Char('/')))
        path += QLatin1Char('/');

    HttpRequest request;
    request.url = address.url;
    request.url.setPath(path + address.health, QUrl::TolerantMode);
    request.headers = {{"Accept", "application/health+json, application/json;q=0.9, */*;q=0.5"},
                       {"Cache-Control", "no-cache"}};
    request.provider = Provider::Application;
    request.credential = CredentialId::None;
    request.redirects = RedirectRule::SameOrigin;
    request.bodyCap = largestReport;
    request.transferTimeout = patience;
    request.deadline = patience;
    return {request, decodeHealth};
}

} // namespace Slipway::Probe

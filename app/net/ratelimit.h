// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/apicall.h"
#include "models/values/account.h"

namespace Slipway {

/// What an answer says about how often one may ask.
struct RateSigns {
    std::optional<RateBudget> budget;
    std::optional<Milliseconds> pause; ///< nobody may ask this provider before then
};

/// Reads x-ratelimit-* (GitHub: epoch seconds; Railway: epoch seconds, milliseconds or ISO), x-sentry-rate-limit-* and
/// Retry-After (seconds or a date); app/github/README.md, 25 and 26; app/railway/README.md, 25;
/// app/sentry/README.md, 6.
RateSigns rateSigns(Provider provider, const HttpResponse &response, Moment now);

/// How long Retry-After tells to wait, in seconds of any number of digits or until a date: by the clock of whoever
/// answered, else by `now`. An hour at most; none when it tells neither, or a date by no known clock.
std::optional<Milliseconds> retryAfter(const HttpResponse &response, const std::optional<Moment> &now = {});

/// GitHub says "too often" with 403 as well as with 429.
bool isRateLimited(const HttpResponse &response);

/// "2026-11-24T12:00:00Z", epoch seconds or epoch milliseconds; invalid for anything else.
QDateTime timeFromHeader(const QByteArray &value);
/// An HTTP date ("Tue, 24 Nov 2026 12:00:00 GMT"); invalid for anything else.
QDateTime httpDate(const QByteArray &value);

} // namespace Slipway

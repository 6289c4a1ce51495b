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

/// Retry-After where it tells seconds, of any number of digits: at most an hour. None when it tells anything else.
std::optional<std::chrono::seconds> secondsToWait(const HttpResponse &response);

/// GitHub says "too often" with 403 as well as with 429.
bool isRateLimited(const HttpResponse &response);

/// "2026-11-24T12:00:00Z", epoch seconds or epoch milliseconds; invalid for anything else.
QDateTime timeFromHeader(const QByteArray &value);
/// An HTTP date ("Tue, 24 Nov 2026 12:00:00 GMT"); invalid for anything else.
QDateTime httpDate(const QByteArray &value);

} // namespace Slipway

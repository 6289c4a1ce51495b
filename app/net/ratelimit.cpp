// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/net/ratelimit.h"

#include "models/values/utc.h"

#include <QLocale>
#include <QTimeZone>

#include <algorithm>
#include <limits>

namespace Slipway {

namespace {

constexpr Milliseconds pauseWithoutHint{60'000};
constexpr Milliseconds longestPause{3'600'000};
constexpr qint64 latestTime = 253'402'300'799'000; ///< the end of the year 9999, in milliseconds

std::optional<qint64> numberIn(const HttpResponse &response, const QByteArray &header)
{
    bool ok = false;
    const QByteArray value = response.headers.value(header).trimmed();
    const qint64 number = value.toLongLong(&ok);
    if (ok)
        return number >= 0 ? std::optional(number) : std::nullopt;
    const bool tooLarge =
        !value.isEmpty() && std::all_of(value.cbegin(), value.cend(), [](char c) { return c >= '0' && c <= '9'; });
    return tooLarge ? std::optional(std::numeric_limits<qint64>::max()) : std::nullopt;
}

std::optional<RateBudget> budgetIn(Provider provider, const HttpResponse &response)
{
    const QByteArray prefix = provider == Provider::Sentry ? "x-sentry-rate-limit-" : "x-ratelimit-";
    const auto limit = numberIn(response, prefix + "limit");
    const auto remaining = numberIn(response, prefix + "remaining");
    if (!limit || !remaining)
        return std::nullopt;
    return RateBudget{
        .limit = *limit, .remaining = *remaining, .resetsAt = timeFromHeader(response.headers.value(prefix + "reset"))};
}

/// By the clock of whoever answered, where the answer tells it; in milliseconds since 1970.
qint64 serverNow(const HttpResponse &response, Moment now)
{
    const QDateTime told = httpDate(response.headers.value("date"));
    return told.isValid() ? told.toMSecsSinceEpoch() : now.wallMs;
}

std::optional<Milliseconds> untilReset(const std::optional<RateBudget> &budget, const HttpResponse &response,
                                       Moment now)
{
    if (!budget || budget->remaining > 0 || !budget->resetsAt.isValid())
        return std::nullopt;
    return Milliseconds(std::max<qint64>(budget->resetsAt.toMSecsSinceEpoch() - serverNow(response, now), 1000));
}

} // namespace

std::optional<Milliseconds> retryAfter(const HttpResponse &response, const std::optional<Moment> &now)
{
    constexpr qint64 mostSeconds = longestPause / std::chrono::seconds(1);
    if (const auto seconds = numberIn(response, "retry-after"))
        return std::chrono::seconds(std::min(*seconds, mostSeconds));
    const QDateTime date = httpDate(response.headers.value("retry-after"));
    if (!date.isValid() || (!now && !httpDate(response.headers.value("date")).isValid()))
        return std::nullopt;
    const qint64 wait = date.toMSecsSinceEpoch() - serverNow(response, now.value_or(Moment()));
    return std::clamp(Milliseconds(wait), Milliseconds(0), longestPause);
}

QDateTime timeFromHeader(const QByteArray &value)
{
    bool ok = false;
    const qint64 number = value.trimmed().toLongLong(&ok);
    if (!ok)
        return utcFromIso(QString::fromLatin1(value.trimmed()));
    const bool isMilliseconds = number > 100'000'000'000; // as seconds that would be the year 5138
    if (number < 0 || number > latestTime)
        return {};
    return QDateTime::fromMSecsSinceEpoch(isMilliseconds ? number : number * 1000, utcZone);
}

QDateTime httpDate(const QByteArray &value)
{
    // Not as one local time: it might be one that summer time skips.
    const QString text = QString::fromLatin1(value.trimmed());
    const QDate date = QLocale::c().toDate(text.section(QLatin1Char(' '), 0, 3), QStringLiteral("ddd, dd MMM yyyy"));
    const QTime time = QTime::fromString(text.section(QLatin1Char(' '), 4), QStringLiteral("hh:mm:ss 'GMT'"));
    return date.isValid() && time.isValid() ? QDateTime(date, time, utcZone) : QDateTime();
}

bool isRateLimited(const HttpResponse &response)
{
    if (response.status == 429)
        return true;
    if (response.status != 403)
        return false;
    return response.headers.contains("retry-after") || response.headers.value("x-ratelimit-remaining") == "0" ||
           response.body.contains("secondary-rate-limits") || response.body.contains("rate limit exceeded");
}

RateSigns rateSigns(Provider provider, const HttpResponse &response, Moment now)
{
    RateSigns signs{.budget = budgetIn(provider, response)};
    if (isRateLimited(response)) {
        signs.pause = retryAfter(response, now);
        if (!signs.pause)
            signs.pause = untilReset(signs.budget, response, now);
        if (!signs.pause)
            signs.pause = pauseWithoutHint;
    } else if (response.status == 503 && response.headers.contains("retry-after")) {
        signs.pause = retryAfter(response, now);
    } else if (provider != Provider::Sentry) { // Sentry's windows are a second long: nothing to wait for
        signs.pause = untilReset(signs.budget, response, now);
    }
    if (signs.pause)
        signs.pause = std::min(*signs.pause, longestPause);
    return signs;
}

} // namespace Slipway

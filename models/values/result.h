// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <chrono>
#include <optional>
#include <utility>
#include <variant>

namespace Slipway {

/// Why something could not be had. Each kind is one thing a person can do something about.
enum class ErrorKind {
    Unconfigured,       ///< the project file does not name it
    NoToken,            ///< nothing is stored for that provider and origin
    KeyringLocked,      ///< a keyring is there and locked, or its prompt was dismissed
    KeyringUnavailable, ///< no keyring, or it does not answer
    Unreachable,        ///< refused, no such host, connection lost before anything was sent
    Timeout,            ///< no complete answer within the deadline
    Tls,                ///< certificate or handshake; never overridden
    Unauthorized,       ///< 401: the token is wrong, revoked or expired
    Forbidden,          ///< 403: the token lacks a permission
    NotFound,           ///< 404: missing, or not visible to this token
    RateLimited,        ///< 429 (or GitHub's 403 form of it)
    Refused,            ///< any other 4xx, or an answer that says no
    Server,             ///< 5xx
    Malformed,          ///< an answer that cannot be read
    Truncated,          ///< the body ended before its announced end
    TooLarge,           ///< the body is over the cap
    Storage,            ///< disk or database
    Configuration,      ///< the project file is wrong
};

/// "no-token", "timeout", ...: stable, for --status --json and the log.
inline QString errorKindWord(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Unconfigured:
        return QStringLiteral("unconfigured");
    case ErrorKind::NoToken:
        return QStringLiteral("no-token");
    case ErrorKind::KeyringLocked:
        return QStringLiteral("keyring-locked");
    case ErrorKind::KeyringUnavailable:
        return QStringLiteral("keyring-unavailable");
    case ErrorKind::Unreachable:
        return QStringLiteral("unreachable");
    case ErrorKind::Timeout:
        return QStringLiteral("timeout");
    case ErrorKind::Tls:
        return QStringLiteral("tls");
    case ErrorKind::Unauthorized:
        return QStringLiteral("unauthorized");
    case ErrorKind::Forbidden:
        return QStringLiteral("forbidden");
    case ErrorKind::NotFound:
        return QStringLiteral("not-found");
    case ErrorKind::RateLimited:
        return QStringLiteral("rate-limited");
    case ErrorKind::Refused:
        return QStringLiteral("refused");
    case ErrorKind::Server:
        return QStringLiteral("server");
    case ErrorKind::Malformed:
        return QStringLiteral("malformed");
    case ErrorKind::Truncated:
        return QStringLiteral("truncated");
    case ErrorKind::TooLarge:
        return QStringLiteral("too-large");
    case ErrorKind::Storage:
        return QStringLiteral("storage");
    case ErrorKind::Configuration:
        return QStringLiteral("configuration");
    }
    Q_UNREACHABLE();
}

/// What happened, to what, and what the person can do: `detail` is one or two sentences for the screen, never a secret.
struct Error {
    ErrorKind kind = ErrorKind::Malformed;
    QString detail;
    int httpStatus = 0;                             ///< 0 when there was no HTTP answer
    std::optional<std::chrono::seconds> retryAfter; ///< from Retry-After or a rate-limit header
    bool operator==(const Error &) const = default;
};

/// A value or the reason there is none.
template <typename T>
class [[nodiscard]] Result {
public:
    Result(T value) // NOLINT(google-explicit-constructor): `return value;` is the point
        : m_state(std::in_place_index<0>, std::move(value))
    {
    }
    Result(Error error) // NOLINT(google-explicit-constructor)
        : m_state(std::in_place_index<1>, std::move(error))
    {
    }
    explicit operator bool() const { return m_state.index() == 0; }
    const T &operator*() const & { return std::get<0>(m_state); }
    T &operator*() & { return std::get<0>(m_state); }
    T &&operator*() && { return std::get<0>(std::move(m_state)); }
    const T *operator->() const { return &std::get<0>(m_state); }
    T *operator->() { return &std::get<0>(m_state); }
    const Error &error() const { return std::get<1>(m_state); }
    bool operator==(const Result &) const = default;

private:
    std::variant<T, Error> m_state;
};

/// A Result without a value: it worked, or the reason why not.
struct Done {
    bool operator==(const Done &) const = default;
};

/// "ok", or the kind of error: what may be told of a value that nobody may see.
template <typename T>
QString outcomeWord(const Result<T> &result)
{
    return result ? QStringLiteral("ok") : errorKindWord(result.error().kind);
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHashFunctions>
#include <QString>

namespace Slipway {

/// An identifier that cannot be mistaken for one of another kind. Empty means "not known".
template <typename Tag>
struct Id {
    QString value;
    bool isEmpty() const { return value.isEmpty(); }
    explicit operator bool() const { return !value.isEmpty(); }
    auto operator<=>(const Id &) const = default;
    bool operator==(const Id &) const = default;
    friend size_t qHash(const Id &id, size_t seed = 0) noexcept { return ::qHash(id.value, seed); }
};

using CommitSha = Id<struct CommitShaTag>;         ///< 40 hex digits
using DeploymentId = Id<struct DeploymentIdTag>;   ///< Railway, a UUID
using EnvironmentId = Id<struct EnvironmentIdTag>; ///< Railway, a UUID
using ServiceId = Id<struct ServiceIdTag>;         ///< Railway, a UUID; the same in every environment of a project
using ProjectId = Id<struct ProjectIdTag>;         ///< Railway, a UUID
using OrderId = Id<struct OrderIdTag>;             ///< ours, a UUID: one order, one command at most

/// A GitHub Actions run. 64 bits: real ids are beyond 2^31 (app/github/README.md, 2). 0 means "not known".
struct RunId {
    qint64 value = 0;
    explicit operator bool() const { return value != 0; }
    auto operator<=>(const RunId &) const = default;
    friend size_t qHash(const RunId &id, size_t seed = 0) noexcept { return ::qHash(id.value, seed); }
};

/// One attempt of a run: a re-run is another.
struct RunAttempt {
    RunId run;
    int number = 1;
    auto operator<=>(const RunAttempt &) const = default;
    friend size_t qHash(const RunAttempt &attempt, size_t seed = 0) noexcept
    {
        return qHashMulti(seed, attempt.run, attempt.number);
    }
};

/// The first seven digits, as people say them. Empty for an empty SHA.
inline QString shortSha(const CommitSha &sha)
{
    return sha.value.left(7);
}

} // namespace Slipway

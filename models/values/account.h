// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>
#include <QStringList>

#include <optional>

namespace Slipway {

/// Whom a GitHub token belongs to, and what the server said about the token (app/github/README.md, 5).
struct Account {
    QString login;
    QStringList scopes;     ///< X-OAuth-Scopes; empty for a fine-grained token
    QDateTime tokenExpires; ///< invalid: no expiry told
    bool operator==(const Account &) const = default;
};

struct Repository {
    QString fullName;
    QString defaultBranch;
    std::optional<bool> canPush; ///< permissions.push; none: not told
    bool archived = false;
    bool operator==(const Repository &) const = default;
};

/// What a service said is left of its hourly budget.
struct RateBudget {
    qint64 limit = 0;
    qint64 remaining = 0;
    QDateTime resetsAt; ///< invalid when not told
    bool operator==(const RateBudget &) const = default;
};

/// The kinds of Railway token (app/railway/README.md, 2); they differ in the header they travel in.
enum class RailwayTokenKind { Unknown, Account, Workspace, Project };

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/apicall.h"

#include <QHash>

namespace Slipway {

/// Railway's token for everything, or one for an environment.
bool isOfRailway(CredentialId id);
/// "SLIPWAY_GITHUB_TOKEN", ...
QByteArray environmentVariable(CredentialId id);

/// The tokens that the environment names for this run. One goes to its provider's own address, or to one that the
/// environment itself names (SLIPWAY_GITHUB_ORIGIN, ...): a project file comes with the repository, and whoever may
/// propose a change to it could send the token anywhere.
class EnvironmentTokens {
public:
    /// Takes them out of the environment: what we start must not inherit them.
    EnvironmentTokens();

    /// It is named, or another Railway token instead of it.
    bool isOverridden(CredentialId id) const;
    /// Of an overridden one. Configuration: it may not go there.
    Result<QByteArray> tokenFor(CredentialId id, const QUrl &origin) const;

private:
    QHash<CredentialId, Result<QByteArray>> m_tokens;
};

} // namespace Slipway

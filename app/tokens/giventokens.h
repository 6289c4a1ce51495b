// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/apicall.h"

#include <QMap>
#include <QString>

namespace Slipway {

/// What one run, a rehearsal, uses instead of what is stored. None of it is ever stored.
struct GivenTokens {
    GivenTokens() = default;
    GivenTokens(QMap<CredentialId, QByteArray> theTokens, // NOLINT(google-explicit-constructor): most have no secrets
                QMap<QString, QByteArray> theSecrets = {})
        : tokens(std::move(theTokens))
        , secrets(std::move(theSecrets))
    {
    }
    QMap<CredentialId, QByteArray> tokens;
    QMap<QString, QByteArray> secrets; ///< of checks, by their names
};

} // namespace Slipway

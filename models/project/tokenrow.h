// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Slipway {

/// One token that a project can use. Never the token itself.
struct TokenRow {
    enum class State {
        Unknown, ///< the keyring has not answered yet
        Stored,
        Unstored, ///< used until the window closes: the keyring did not take it
        None,
        Locked,      ///< the keyring is locked
        Unavailable, ///< there is no keyring, or it does not answer
    };
    QString id;     ///< stable: "github", "railway-staging"
    QString title;  ///< "GitHub"
    QString origin; ///< the only address it is sent to: "https://api.github.com"
    QString help;   ///< which permissions it needs
    State state = State::Unknown;
    QString detail; ///< what went wrong, or where the token of this run came from
    bool operator==(const TokenRow &) const = default;
};

} // namespace Slipway

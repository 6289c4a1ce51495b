// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

class QString;

namespace Slipway {

enum class Environment { Staging, Production };

inline constexpr std::array environments{Environment::Staging, Environment::Production};

inline constexpr Environment otherEnvironment(Environment environment)
{
    return environment == Environment::Staging ? Environment::Production : Environment::Staging;
}

/// "staging", "production" in a sentence.
QString environmentName(Environment environment);

/// One T for each environment, indexed by Environment.
template <typename T>
struct PerEnvironment {
    T staging{};
    T production{};
    T &operator[](Environment environment) { return environment == Environment::Staging ? staging : production; }
    const T &operator[](Environment environment) const
    {
        return environment == Environment::Staging ? staging : production;
    }
    bool operator==(const PerEnvironment &) const = default;
};

} // namespace Slipway

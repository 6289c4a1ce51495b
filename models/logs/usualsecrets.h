// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace Slipway {

/// What tokens, keys and passwords look like that nobody told us: one rule for each kind, a pattern that is tried only
/// where one of its signs stands, so that lines without any cost nothing.
class UsualSecrets {
public:
    struct Part {
        size_t offset = 0; ///< bytes
        size_t length = 0; ///< bytes
    };
    /// At least three bytes.
    struct Sign {
        std::string_view text;
        size_t rule = 0;
    };

    UsualSecrets();
    ~UsualSecrets();
    UsualSecrets(const UsualSecrets &) = delete;
    UsualSecrets &operator=(const UsualSecrets &) = delete;

    const std::vector<Sign> &signs() const { return m_signs; }
    /// What to hide of a text in which a sign of that rule stands at that offset. When a limit is met: all the rest.
    std::optional<Part> find(std::string_view text, size_t at, size_t rule) const;

private:
    struct Compiled;
    std::vector<Sign> m_signs;
    std::unique_ptr<Compiled> m_compiled;
};

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/result.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace Slipway::Rehearsal {

/// Railway's language for filters of logs (app/railway/README.md, 34): words and "phrases", @name:value with numbers
/// compared, AND (also a space), OR, - and parentheses. A word with a hyphen in it finds nothing, as at Railway: it has
/// to be quoted.
class RailwayFilter {
public:
    /// What is asked of a line: its text, and what it says of a name; none when it does not have it.
    struct Subject {
        std::string_view text;
        std::function<std::optional<std::string>(std::string_view name)> value;
    };
    static Result<RailwayFilter> parse(const QString &text);

    bool isEmpty() const { return !m_root; } ///< everything matches
    bool matches(const Subject &subject) const;
    /// The value that is asked of that name, wherever it stands in the filter; empty when none is.
    std::string valueOf(std::string_view name) const;

private:
    struct Node;
    class Reader;
    static bool holds(const Node &node, const Subject &subject);
    static const Node *find(const Node &node, std::string_view name);
    std::shared_ptr<const Node> m_root;
};

} // namespace Slipway::Rehearsal

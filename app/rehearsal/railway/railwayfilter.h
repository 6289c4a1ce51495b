// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/result.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace Slipway::Rehearsal {

/// What is played of Railway's filters of logs (app/railway/README.md, 34): words, "phrases" and @name:value with
/// numbers compared, all of which have to hold. A word with a hyphen in it finds nothing, as at Railway: it has to be
/// quoted. What else its language knows (AND, OR, - and parentheses, a..b, replica:) nobody here asks for; it is
/// refused.
class RailwayFilter {
public:
    /// What is asked of a line: its text, and what it says of a name; none when it does not have it.
    struct Subject {
        std::string_view text;
        std::function<std::optional<std::string>(std::string_view name)> value;
    };
    static Result<RailwayFilter> parse(const QString &text);

    bool isEmpty() const { return m_terms.empty(); } ///< everything matches
    bool matches(const Subject &subject) const;
    /// The value that is asked of that name; empty when none is.
    std::string valueOf(std::string_view name) const;

private:
    struct Term {
        std::string name; ///< of a value; empty: in the text
        std::string text; ///< in lower case
        bool isMissed = false;
    };
    static std::optional<Term> takeTerm(std::string_view &rest);
    static bool holds(const Term &term, const Subject &subject);
    std::vector<Term> m_terms;
};

} // namespace Slipway::Rehearsal

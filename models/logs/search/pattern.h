// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/result.h"

#include <QList>

#include <memory>
#include <optional>
#include <string_view>

namespace Slipway {

/// What a person looks for: words, or a regular expression in PCRE2's language.
struct PatternText {
    QString text;
    bool regularExpression = false;
    bool caseSensitive = false;
    bool operator==(const PatternText &) const = default;
};

/// A compiled pattern over UTF-8: PCRE2 with its JIT and with limits, so that no pattern can hang the window. Bytes
/// that are no UTF-8 match nothing, and break nothing.
class Pattern {
public:
    struct Hit {
        qsizetype offset = 0; ///< bytes
        qsizetype length = 0; ///< bytes; may be 0
        bool operator==(const Hit &) const = default;
    };
    enum class Found { No, Yes, GaveUp }; ///< GaveUp: a limit was met, the pattern is too costly for that text

    /// ErrorKind::Configuration with a sentence that names the position, from 1 on, and what is wrong there. What is
    /// longer than 4,096 characters is refused.
    static Result<Pattern> compile(const PatternText &pattern);
    Pattern(Pattern &&other) noexcept;
    Pattern &operator=(Pattern &&other) noexcept;
    ~Pattern();

    /// Words, without a line end.
    bool isWords() const;
    /// Words that every match holds: itself where it is words, null where none are certain.
    const Pattern *words() const;
    /// Whether no match holds a line end, so that many lines can be searched at once.
    bool staysInLine() const;
    /// The first match at or after that offset.
    Found find(std::string_view text, qsizetype from, Hit &hit) const;
    Found matches(std::string_view text) const;
    /// All matches of one line, without the empty ones, at most `most`; what was found until a limit was met.
    QList<Hit> hits(std::string_view text, int most = 1000) const;

private:
    struct Compiled;
    explicit Pattern(std::unique_ptr<Compiled> compiled);
    std::unique_ptr<Compiled> m_compiled;
};

} // namespace Slipway

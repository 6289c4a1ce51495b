// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/railway/railwayfilter.h"

#include <algorithm>
#include <charconv>

namespace Slipway::Rehearsal {

namespace {

std::string lowered(std::string_view text)
{
    std::string low(text);
    std::transform(low.begin(), low.end(), low.begin(),
                   [](char byte) { return byte >= 'A' && byte <= 'Z' ? char(byte - 'A' + 'a') : byte; });
    return low;
}

std::optional<double> numberIn(std::string_view text)
{
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

/// ">=500" and the like; none when `wanted` compares no numbers.
std::optional<bool> compared(std::string_view wanted, std::string_view value)
{
    const bool greater = wanted.starts_with('>');
    if (!greater && !wanted.starts_with('<'))
        return std::nullopt;
    const bool orSame = wanted.substr(1).starts_with('=');
    const auto bound = numberIn(wanted.substr(orSame ? 2 : 1));
    const auto number = numberIn(value);
    if (!bound || !number)
        return false;
    return (orSame && *number == *bound) || (greater ? *number > *bound : *number < *bound);
}

void skipSpaces(std::string_view &rest)
{
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
}

/// Up to the closing quote or the next space; none where a quote is not closed.
std::optional<std::string_view> takeWord(std::string_view &rest)
{
    const bool isPhrase = rest.starts_with('"');
    if (isPhrase)
        rest.remove_prefix(1);
    const size_t end = rest.find(isPhrase ? '"' : ' ');
    if (isPhrase && end == std::string_view::npos)
        return std::nullopt;
    const std::string_view word = rest.substr(0, end);
    rest.remove_prefix(std::min(rest.size(), word.size() + (isPhrase ? 1 : 0)));
    return word;
}

bool isPlayed(std::string_view word)
{
    return !word.empty() && word != "AND" && word != "OR" && !word.starts_with('-') && !word.starts_with("replica:") &&
           word.find_first_of("()\"") == std::string_view::npos;
}

} // namespace

Result<RailwayFilter> RailwayFilter::parse(const QString &text)
{
    RailwayFilter filter;
    const std::string whole = text.toStdString();
    std::string_view rest = whole;
    skipSpaces(rest);
    while (!rest.empty()) {
        auto term = takeTerm(rest);
        const bool ended = rest.empty() || rest.starts_with(' ');
        if (!term || !ended)
            return Error{.kind = ErrorKind::Refused, .detail = QStringLiteral("Problem processing request")};
        filter.m_terms.push_back(*std::move(term));
        skipSpaces(rest);
    }
    return filter;
}

std::optional<RailwayFilter::Term> RailwayFilter::takeTerm(std::string_view &rest)
{
    Term term;
    if (rest.starts_with('@')) {
        const size_t colon = rest.find(':');
        if (colon == std::string_view::npos)
            return std::nullopt;
        term.name = rest.substr(1, colon - 1);
        rest.remove_prefix(colon + 1);
    }
    const bool isPhrase = rest.starts_with('"');
    const auto word = takeWord(rest);
    const bool isValue = !term.name.empty();
    if (!word || (!isPhrase && !isPlayed(*word)) || (isValue && word->find("..") != std::string_view::npos))
        return std::nullopt;
    term.text = lowered(*word);
    term.isMissed = !isPhrase && !isValue && term.text.find('-') != std::string::npos;
    return term;
}

bool RailwayFilter::matches(const Subject &subject) const
{
    return std::all_of(m_terms.cbegin(), m_terms.cend(), [&](const Term &term) { return holds(term, subject); });
}

bool RailwayFilter::holds(const Term &term, const Subject &subject)
{
    if (term.name.empty())
        return !term.isMissed && lowered(subject.text).find(term.text) != std::string::npos;
    const auto value = subject.value(term.name);
    return value && compared(term.text, *value).value_or(lowered(*value) == term.text);
}

std::string RailwayFilter::valueOf(std::string_view name) const
{
    const auto term =
        std::find_if(m_terms.cbegin(), m_terms.cend(), [name](const Term &each) { return each.name == name; });
    return term == m_terms.cend() ? std::string() : term->text;
}

} // namespace Slipway::Rehearsal

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/railway/railwayfilter.h"

#include <QStringList>

#include <algorithm>
#include <charconv>
#include <vector>

namespace Slipway::Rehearsal {

struct RailwayFilter::Node {
    enum class Kind { And, Or, Not, Words, Nothing, Value };
    Kind kind = Kind::Words;
    std::string name; ///< of a value
    std::string text; ///< in lower case
    std::vector<Node> inside;
};

namespace {

constexpr int deepest = 50;

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

/// ">=500", "400..499" and the like; none when `wanted` compares no numbers.
std::optional<bool> compared(std::string_view wanted, std::string_view value)
{
    const auto number = numberIn(value);
    if (const size_t dots = wanted.find(".."); dots != std::string_view::npos) {
        const auto least = numberIn(wanted.substr(0, dots));
        const auto most = numberIn(wanted.substr(dots + 2));
        if (least && most)
            return number && *number >= *least && *number <= *most;
    }
    const bool greater = wanted.starts_with('>');
    if (!greater && !wanted.starts_with('<'))
        return std::nullopt;
    const bool orSame = wanted.substr(1).starts_with('=');
    const auto bound = numberIn(wanted.substr(orSame ? 2 : 1));
    if (!bound || !number)
        return false;
    return (orSame && *number == *bound) || (greater ? *number > *bound : *number < *bound);
}

} // namespace

/// Recursive descent over the characters.
class RailwayFilter::Reader {
public:
    explicit Reader(std::string text)
        : m_text(std::move(text))
    {
    }
    std::optional<Node> read()
    {
        Node node = any(0);
        skipSpace();
        return m_bad || m_at < m_text.size() ? std::nullopt : std::optional(std::move(node));
    }

private:
    void skipSpace()
    {
        while (m_at < m_text.size() && m_text[m_at] == ' ')
            ++m_at;
    }
    bool take(std::string_view what)
    {
        skipSpace();
        if (!std::string_view(m_text).substr(m_at).starts_with(what))
            return false;
        m_at += what.size();
        return true;
    }
    bool takeWord(std::string_view word)
    {
        const size_t before = m_at;
        const bool whole = take(word) && (m_at == m_text.size() || m_text[m_at] == ' ' || m_text[m_at] == '(');
        if (!whole)
            m_at = before;
        return whole;
    }
    bool ended()
    {
        skipSpace();
        return m_at == m_text.size() || m_text[m_at] == ')';
    }

    Node any(int depth)
    {
        Node node{.kind = Node::Kind::Or};
        do
            node.inside.push_back(all(depth));
        while (!m_bad && takeWord("OR"));
        return node;
    }
    Node all(int depth)
    {
        Node node{.kind = Node::Kind::And};
        do {
            node.inside.push_back(one(depth));
            if (takeWord("AND") && ended())
                m_bad = true;
        } while (!m_bad && !ended() && !atOr());
        return node;
    }
    bool atOr()
    {
        const size_t before = m_at;
        const bool is = takeWord("OR");
        m_at = before;
        return is;
    }
    Node one(int depth)
    {
        if (depth > deepest || ended() || atOr()) {
            m_bad = true;
            return {};
        }
        if (take("-"))
            return {.kind = Node::Kind::Not, .inside = {one(depth + 1)}};
        if (take("(")) {
            Node node = any(depth + 1);
            m_bad = m_bad || !take(")");
            return node;
        }
        if (take("@"))
            return value();
        if (take("replica:"))
            return {.kind = Node::Kind::Value, .name = "replica", .text = lowered(word())};
        const bool isPhrase = m_text[m_at] == '"';
        std::string text = lowered(word());
        const bool isMissed = !isPhrase && text.find('-') != std::string::npos;
        return {.kind = isMissed ? Node::Kind::Nothing : Node::Kind::Words, .text = std::move(text)};
    }
    Node value()
    {
        const size_t colon = m_text.find(':', m_at);
        if (colon == std::string::npos) {
            m_bad = true;
            return {};
        }
        Node node{.kind = Node::Kind::Value, .name = m_text.substr(m_at, colon - m_at)};
        m_at = colon + 1;
        node.text = lowered(word());
        return node;
    }
    std::string word()
    {
        if (m_at < m_text.size() && m_text[m_at] == '"') {
            const size_t end = m_text.find('"', m_at + 1);
            m_bad = m_bad || end == std::string::npos;
            std::string phrase = m_text.substr(m_at + 1, end - m_at - 1);
            m_at = m_bad ? m_text.size() : end + 1;
            return phrase;
        }
        const size_t begin = m_at;
        m_at = std::min(m_text.find_first_of(" ()", m_at), m_text.size());
        return m_text.substr(begin, m_at - begin);
    }

    std::string m_text;
    size_t m_at = 0;
    bool m_bad = false;
};

Result<RailwayFilter> RailwayFilter::parse(const QString &text)
{
    RailwayFilter filter;
    if (text.trimmed().isEmpty())
        return filter;
    auto root = Reader(text.toStdString()).read();
    if (!root)
        return Error{.kind = ErrorKind::Refused, .detail = QStringLiteral("Problem processing request")};
    filter.m_root = std::make_shared<const Node>(*std::move(root));
    return filter;
}

bool RailwayFilter::matches(const Subject &subject) const
{
    return !m_root || holds(*m_root, subject);
}

bool RailwayFilter::holds(const Node &node, const Subject &subject)
{
    const auto inside = [&](const Node &each) { return holds(each, subject); };
    switch (node.kind) {
    case Node::Kind::And:
        return std::all_of(node.inside.cbegin(), node.inside.cend(), inside);
    case Node::Kind::Or:
        return std::any_of(node.inside.cbegin(), node.inside.cend(), inside);
    case Node::Kind::Not:
        return !inside(node.inside.front());
    case Node::Kind::Words:
        return lowered(subject.text).find(node.text) != std::string::npos;
    case Node::Kind::Nothing:
        return false;
    case Node::Kind::Value: {
        const auto value = subject.value(node.name);
        return value && compared(node.text, *value).value_or(lowered(*value) == node.text);
    }
    }
    return false;
}

const RailwayFilter::Node *RailwayFilter::find(const Node &node, std::string_view name)
{
    if (node.kind == Node::Kind::Value && node.name == name)
        return &node;
    for (const Node &each : node.inside) {
        if (const Node *found = find(each, name))
            return found;
    }
    return nullptr;
}

std::string RailwayFilter::valueOf(std::string_view name) const
{
    const Node *node = m_root ? find(*m_root, name) : nullptr;
    return node ? node->text : std::string();
}

} // namespace Slipway::Rehearsal

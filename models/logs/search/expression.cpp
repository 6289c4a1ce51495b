// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/search/expression.h"

#include "models/logs/search/pattern.h"

namespace Slipway {

namespace {

constexpr qsizetype shortest = 3;                            ///< what is shorter is in nearly every line
constexpr QLatin1String plainEscapes("dDwWsSbBtnrAzZhHvVR"); ///< take no argument
constexpr QLatin1String escapesInLine("dwSbBthV"); ///< of these, what is the same at a line's ends as at a text's
constexpr QLatin1String membersInLine("dwShV");    ///< of these, what begins no range, and has no line end

bool isOneOf(QChar character, QLatin1String all)
{
    return all.contains(character);
}

/// Reads an expression in PCRE2's language as far as it has to, and gives up at what it does not know.
class Reader {
public:
    explicit Reader(const PatternText &expression)
        : m_text(expression.text)
        , m_caseSensitive(expression.caseSensitive)
    {
    }

    Expression read()
    {
        while (!m_gaveUp && m_at < m_text.size())
            readOne();
        endRun();
        const bool certain = !m_gaveUp && !m_hasAlternatives && m_longest.size() >= shortest;
        return {.requiredWords = certain ? m_longest : QString(), .staysInLine = !m_gaveUp && m_staysInLine};
    }

private:
    QChar next(qsizetype ahead = 0) const { return m_at + ahead < m_text.size() ? m_text.at(m_at + ahead) : QChar(); }

    void readOne()
    {
        const QChar character = next();
        ++m_at;
        if (character == QLatin1Char('\\'))
            readEscape();
        else if (character == QLatin1Char('['))
            readClass();
        else if (character == QLatin1Char('('))
            beginGroup();
        else if (character == QLatin1Char(')'))
            endGroup();
        else if (character == QLatin1Char('|'))
            m_hasAlternatives = m_hasAlternatives || m_depth == 0;
        else if (isOneOf(character, QLatin1String("*?")) || (character == QLatin1Char('{') && skipCount()))
            endRun(1);
        else if (isOneOf(character, QLatin1String("+.^$")))
            endRun();
        else
            takeLiteral(character);
    }

    void readEscape()
    {
        const QChar character = next();
        ++m_at;
        if (!character.isLetterOrNumber()) {
            takeLiteral(character);
            return;
        }
        endRun();
        m_gaveUp = !isOneOf(character, plainEscapes);
        m_staysInLine = m_staysInLine && isOneOf(character, escapesInLine);
    }

    void readClass()
    {
        endRun();
        m_staysInLine = m_staysInLine && next() != QLatin1Char('^');
        m_at += next() == QLatin1Char('^') ? 1 : 0;
        m_at += next() == QLatin1Char(']') ? 1 : 0; // is a member there
        while (m_at < m_text.size() && next() != QLatin1Char(']')) {
            const bool escape = next() == QLatin1Char('\\');
            // others may hide the end of the class: "[\E]a]", "[\c]a]"
            const bool knownEscape = !next(1).isLetterOrNumber() || isOneOf(next(1), plainEscapes);
            m_gaveUp = m_gaveUp || next() == QLatin1Char('[') || (escape && !knownEscape);
            const QChar member = next(escape ? 1 : 0);
            const bool plain = member >= QLatin1Char(' ') && !(escape && member.isLetterOrNumber());
            m_staysInLine = m_staysInLine && (plain || (escape && isOneOf(member, membersInLine)));
            m_at += escape ? 2 : 1;
        }
        ++m_at;
    }

    void beginGroup()
    {
        endRun();
        ++m_depth;
        const bool onlyGroups = next() == QLatin1Char('?') && next(1) == QLatin1Char(':');
        m_gaveUp = m_gaveUp || (!onlyGroups && isOneOf(next(), QLatin1String("?*")));
        m_at += onlyGroups ? 2 : 0;
    }

    void endGroup()
    {
        endRun();
        --m_depth;
    }

    /// "5}", "2,}": after "{", which stands for itself otherwise.
    bool skipCount()
    {
        qsizetype end = m_at;
        while (end < m_text.size() && (m_text.at(end).isDigit() || isOneOf(m_text.at(end), QLatin1String(", \t"))))
            ++end;
        if (end == m_at || end == m_text.size() || m_text.at(end) != QLatin1Char('}'))
            return false;
        m_at = end + 1;
        return true;
    }

    /// In either case, the letters that have a third one in Unicode are none for certain (the Kelvin sign, the long s).
    void takeLiteral(QChar character)
    {
        m_staysInLine = m_staysInLine && character >= QLatin1Char(' ');
        const bool certain = character >= QLatin1Char(' ') && character.unicode() < 0x7F &&
                             (m_caseSensitive || !isOneOf(character, QLatin1String("kKsS")));
        if (certain && m_depth == 0)
            m_run += character;
        else
            endRun();
    }

    /// Of two that are as long the later one: labels come first, and are in most lines.
    void endRun(int withoutLast = 0)
    {
        m_run.chop(withoutLast);
        if (m_run.size() >= m_longest.size() && !m_run.isEmpty())
            m_longest = m_run;
        m_run.clear();
    }

    QString m_text;
    bool m_caseSensitive;
    qsizetype m_at = 0;
    int m_depth = 0;
    bool m_gaveUp = false;
    bool m_hasAlternatives = false; ///< outside of groups
    bool m_staysInLine = true;
    QString m_run;
    QString m_longest;
};

} // namespace

Expression readExpression(const PatternText &expression)
{
    return Reader(expression).read();
}

} // namespace Slipway

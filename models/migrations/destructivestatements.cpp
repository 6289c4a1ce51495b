// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/migrations/destructivestatements.h"

#include "models/migrations/sqltokens.h"

#include <algorithm>

namespace Slipway {

namespace {

constexpr qsizetype longestQuote = 160;
constexpr qsizetype longestHead = 60; ///< of a statement whose destructive part comes late

using SqlTokens = QList<SqlToken>;

bool isSign(const QString &sql, const SqlToken &token, QChar sign)
{
    return token.kind == SqlToken::Kind::Sign && sql.at(token.from) == sign;
}

/// One statement, read from the left; each of its words is judged by what stands around it.
class StatementJudge {
public:
    StatementJudge(const QString &sql, const SqlTokens &tokens)
        : m_sql(sql)
        , m_tokens(tokens)
    {
    }

    /// Where the destructive part begins; -1 when there is none.
    qsizetype firstDestructive()
    {
        for (qsizetype at = 0; at < m_tokens.size(); ++at) {
            const SqlToken &token = m_tokens.at(at);
            if (!m_open.isEmpty() && token.depth < m_tokens.at(m_open.constLast()).depth)
                return m_open.constLast(); // its parenthesis ended before a WHERE came
            if (token.word == SqlWord::None || (at > 0 && isSign(m_sql, m_tokens.at(at - 1), u'.')))
                continue;
            if (isDestructive(at))
                return at;
            followDelete(at);
            m_altered = m_altered || token.word == SqlWord::Alter;
            m_granted = m_granted || token.word == SqlWord::Grant || token.word == SqlWord::Revoke;
        }
        return m_open.isEmpty() ? -1 : m_open.constFirst();
    }

private:
    SqlWord wordAt(qsizetype at) const
    {
        return at >= 0 && at < m_tokens.size() ? m_tokens.at(at).word : SqlWord::None;
    }

    bool isDestructive(qsizetype at) const
    {
        const SqlWord word = wordAt(at);
        return (word == SqlWord::Drop && dropsSomething(at)) || (word == SqlWord::Rename && m_altered) ||
               (word == SqlWord::Truncate && truncates(at)) || (word == SqlWord::Alter && m_altered && changesType(at));
    }

    /// DROP NOT NULL and DROP DEFAULT only loosen; ON COMMIT DROP is about a temporary table.
    bool dropsSomething(qsizetype at) const
    {
        const bool loosens =
            wordAt(at + 1) == SqlWord::Default || (wordAt(at + 1) == SqlWord::Not && wordAt(at + 2) == SqlWord::Null);
        return !loosens && wordAt(at - 1) != SqlWord::Commit;
    }

    /// The statement: not the privilege, and not the event of a trigger.
    bool truncates(qsizetype at) const
    {
        const SqlWord before = wordAt(at - 1);
        const bool event = before == SqlWord::Before || before == SqlWord::After || before == SqlWord::Or;
        return !m_granted && !event;
    }

    /// ... ALTER [COLUMN] name [SET DATA] TYPE
    bool changesType(qsizetype at) const
    {
        const bool said = wordAt(at + 1) == SqlWord::Column || wordAt(at + 1) == SqlWord::Attribute;
        at += said ? 3 : 2;
        if (wordAt(at) == SqlWord::Set && wordAt(at + 1) == SqlWord::Data)
            at += 2;
        return wordAt(at) == SqlWord::Type;
    }

    /// DELETE FROM waits for a WHERE in its own parentheses, and not for one that is always true. In ON DELETE, FOR
    /// DELETE or GRANT DELETE no FROM follows.
    void followDelete(qsizetype at)
    {
        const int depth = m_tokens.at(at).depth;
        const bool waits = !m_open.isEmpty() && m_tokens.at(m_open.constLast()).depth == depth;
        if (wordAt(at) == SqlWord::Delete && wordAt(at + 1) == SqlWord::From && !waits)
            m_open.append(at);
        if (wordAt(at) == SqlWord::Where && waits && (wordAt(at + 1) != SqlWord::True || !endsAt(at + 2, depth)))
            m_open.removeLast();
    }

    bool endsAt(qsizetype at, int depth) const
    {
        return at >= m_tokens.size() || m_tokens.at(at).depth < depth || wordAt(at) == SqlWord::Returning;
    }

    const QString &m_sql;
    const SqlTokens &m_tokens;
    bool m_altered = false;  ///< an ALTER came before
    bool m_granted = false;  ///< a GRANT or REVOKE came before: what follows are privileges
    QList<qsizetype> m_open; ///< DELETE FROM without a WHERE so far, each deeper in parentheses than the one before
};

/// As it stands there, with one space for what divides two parts, and not much longer than `most`.
QString quoted(const QString &sql, const SqlTokens &tokens, qsizetype from, qsizetype to, qsizetype most)
{
    QString text;
    for (qsizetype at = from; at < to && text.size() <= most; ++at) {
        const SqlToken &token = tokens.at(at);
        if (at > from && tokens.at(at - 1).from + tokens.at(at - 1).size < token.from)
            text += u' ';
        text += QStringView(sql).mid(token.from, std::min(token.size, most + 1));
    }
    return text.simplified();
}

QString shortened(const QString &text, qsizetype most)
{
    if (text.size() <= most)
        return text;
    const bool halves = text.at(most - 2).isHighSurrogate();
    return text.left(halves ? most - 2 : most - 1).trimmed() + QChar(0x2026);
}

/// A long one loses its middle, so that what it destroys can be read.
QString quotedAround(const QString &sql, const SqlTokens &tokens, qsizetype destructive)
{
    const QString whole = quoted(sql, tokens, 0, tokens.size(), longestQuote);
    const qsizetype before = quoted(sql, tokens, 0, destructive, longestQuote).size();
    if (whole.size() <= longestQuote || before <= longestQuote / 2)
        return shortened(whole, longestQuote);
    const QString head = shortened(whole, longestHead);
    const qsizetype left = longestQuote - head.size() - 1;
    return head + u' ' + shortened(quoted(sql, tokens, destructive, tokens.size(), left), left);
}

} // namespace

QList<SqlStatement> destructiveStatements(const QString &sql)
{
    struct Found {
        qsizetype from;
        QString text;
    };
    QList<Found> found;
    eachSqlStatement(sql, [&](const SqlTokens &tokens) {
        const qsizetype destructive = StatementJudge(sql, tokens).firstDestructive();
        if (destructive >= 0)
            found.append({.from = tokens.constFirst().from, .text = quotedAround(sql, tokens, destructive)});
    });
    std::stable_sort(found.begin(), found.end(), [](const Found &a, const Found &b) { return a.from < b.from; });
    QList<SqlStatement> statements;
    qsizetype counted = 0;
    int line = 1;
    for (const Found &each : std::as_const(found)) {
        line += int(QStringView(sql).mid(counted, each.from - counted).count(u'\n'));
        counted = each.from;
        statements.append({.line = line, .text = each.text});
    }
    return statements;
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/migrations/sqltokens.h"

#include <QHash>

#include <algorithm>
#include <array>

namespace Slipway {

namespace {

struct KnownSqlWord {
    SqlWord word;
    const char *text;
};

constexpr std::array knownSqlWords{
    KnownSqlWord{SqlWord::After, "after"},
    KnownSqlWord{SqlWord::Alter, "alter"},
    KnownSqlWord{SqlWord::Attribute, "attribute"},
    KnownSqlWord{SqlWord::Before, "before"},
    KnownSqlWord{SqlWord::Begin, "begin"},
    KnownSqlWord{SqlWord::Case, "case"},
    KnownSqlWord{SqlWord::Column, "column"},
    KnownSqlWord{SqlWord::Comment, "comment"},
    KnownSqlWord{SqlWord::Commit, "commit"},
    KnownSqlWord{SqlWord::Copy, "copy"},
    KnownSqlWord{SqlWord::Data, "data"},
    KnownSqlWord{SqlWord::Default, "default"},
    KnownSqlWord{SqlWord::Delete, "delete"},
    KnownSqlWord{SqlWord::Drop, "drop"},
    KnownSqlWord{SqlWord::Else, "else"},
    KnownSqlWord{SqlWord::End, "end"},
    KnownSqlWord{SqlWord::From, "from"},
    KnownSqlWord{SqlWord::Grant, "grant"},
    KnownSqlWord{SqlWord::Insert, "insert"},
    KnownSqlWord{SqlWord::Loop, "loop"},
    KnownSqlWord{SqlWord::Not, "not"},
    KnownSqlWord{SqlWord::Null, "null"},
    KnownSqlWord{SqlWord::Or, "or"},
    KnownSqlWord{SqlWord::Raise, "raise"},
    KnownSqlWord{SqlWord::Rename, "rename"},
    KnownSqlWord{SqlWord::Returning, "returning"},
    KnownSqlWord{SqlWord::Revoke, "revoke"},
    KnownSqlWord{SqlWord::Set, "set"},
    KnownSqlWord{SqlWord::Stdin, "stdin"},
    KnownSqlWord{SqlWord::Then, "then"},
    KnownSqlWord{SqlWord::True, "true"},
    KnownSqlWord{SqlWord::Truncate, "truncate"},
    KnownSqlWord{SqlWord::Type, "type"},
    KnownSqlWord{SqlWord::Update, "update"},
    KnownSqlWord{SqlWord::Where, "where"},
};

SqlWord sqlWordOf(QStringView text)
{
    if (text.size() > 9)
        return SqlWord::None;
    const auto known = std::find_if(knownSqlWords.begin(), knownSqlWords.end(), [&](const KnownSqlWord &each) {
        return text.compare(QLatin1String(each.text), Qt::CaseInsensitive) == 0;
    });
    return known == knownSqlWords.end() ? SqlWord::None : known->word;
}

bool beginsWord(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || c == u'_' || c.unicode() >= 0x80;
}

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

/// What is being read: the statement of the script or of one of the bodies around the present place.
struct OpenBody {
    qsizetype end = 0;   ///< of the body, or of the text
    qsizetype after = 0; ///< where it goes on behind it
    QList<SqlToken> tokens;
    int depth = 0;
    int cases = 0; ///< CASE without its END: a THEN belongs to it
};

class SqlReader {
public:
    SqlReader(const QString &sql, const std::function<void(const QList<SqlToken> &)> &handle)
        : m_sql(sql)
        , m_handle(handle)
    {
        findTags();
        m_open.append({.end = m_sql.size(), .after = m_sql.size()});
        m_at = m_sql.startsWith(QChar::ByteOrderMark) ? 1 : 0;
    }

    void read()
    {
        while (!m_open.isEmpty()) {
            if (m_at < m_open.constLast().end) {
                readOne();
                continue;
            }
            finish();
            m_at = m_open.constLast().after;
            m_open.removeLast();
        }
    }

private:
    qsizetype end() const { return m_open.constLast().end; }
    QChar look(qsizetype ahead = 0) const { return m_at + ahead < end() ? m_sql.at(m_at + ahead) : QChar(); }

    void readOne()
    {
        const QChar c = look();
        if (c.isSpace())
            ++m_at;
        else if (c == u'-' && look(1) == u'-')
            skipLine();
        else if (c == u'/' && look(1) == u'*')
            skipComment();
        else if (c == u'\'' || c == u'"')
            readQuoted(m_at, c, false);
        else if (c == u'$')
            readDollar();
        else if (beginsWord(c))
            readWord();
        else if (isDigit(c))
            readNumber(m_at);
        else
            readSign(c);
    }

    void skipLine()
    {
        while (m_at < end() && m_sql.at(m_at) != u'\n')
            ++m_at;
    }

    /// They nest.
    void skipComment()
    {
        int nested = 0;
        while (m_at < end()) {
            if (look() == u'/' && look(1) == u'*') {
                ++nested;
                m_at += 2;
            } else if (look() == u'*' && look(1) == u'/') {
                m_at += 2;
                if (--nested == 0)
                    return;
            } else {
                ++m_at;
            }
        }
    }

    /// `from` is where its prefix began; a doubled quote stands for one.
    void readQuoted(qsizetype from, QChar quote, bool escapes)
    {
        ++m_at;
        while (m_at < end()) {
            const QChar c = look();
            ++m_at;
            if (c == quote && look() != quote)
                break;
            if (c == quote || (escapes && c == u'\\'))
                ++m_at;
        }
        m_at = std::min(m_at, end());
        add(quote == u'"' ? SqlToken::Kind::Quoted : SqlToken::Kind::String, from);
    }

    void readWord()
    {
        const qsizetype from = m_at;
        while (m_at < end() && (beginsWord(look()) || isDigit(look()) || look() == u'$'))
            ++m_at;
        const QStringView text = QStringView(m_sql).mid(from, m_at - from);
        if (text.size() == 1 && look() == u'\'') { // E'', B'', X'', N''
            readQuoted(from, u'\'', text.front().toLower() == u'e');
            return;
        }
        if (text.size() == 1 && text.front().toLower() == u'u' && look() == u'&' &&
            (look(1) == u'\'' || look(1) == u'"')) {
            ++m_at;
            readQuoted(from, look(), false);
            return;
        }
        const SqlWord word = sqlWordOf(text);
        add(SqlToken::Kind::Word, from, word);
        divide(word);
    }

    void readNumber(qsizetype from)
    {
        while (m_at < end() && (beginsWord(look()) || isDigit(look())))
            ++m_at;
        add(SqlToken::Kind::Number, from);
    }

    void readSign(QChar c)
    {
        OpenBody &open = m_open.last();
        if (c == u';') {
            const bool data = m_open.size() == 1 && copiesFromHere();
            finish();
            ++m_at;
            if (data)
                skipCopiedRows();
            return;
        }
        if (c == u')')
            open.depth = std::max(open.depth - 1, 0);
        const qsizetype from = m_at++;
        add(SqlToken::Kind::Sign, from);
        if (c == u'(')
            ++open.depth;
    }

    /// "$1", "$$", "$tag$" or a lone one.
    void readDollar()
    {
        const qsizetype from = m_at;
        qsizetype closing = m_at + 1;
        while (closing < end() && (beginsWord(m_sql.at(closing)) || (closing > from + 1 && isDigit(m_sql.at(closing)))))
            ++closing;
        if (closing >= end() || m_sql.at(closing) != u'$') {
            m_at = closing; // no quote: what was passed is a word
            add(SqlToken::Kind::Number, from);
            return;
        }
        const qsizetype body = closing + 1;
        const qsizetype found = nextTag(QStringView(m_sql).mid(from, body - from), body);
        const bool terminated = found >= 0 && found + body - from <= end();
        const qsizetype bodyEnd = terminated ? found : end();
        m_at = terminated ? found + body - from : end();
        add(SqlToken::Kind::String, from);
        if (isText())
            return;
        m_open.append({.end = bodyEnd, .after = m_at});
        m_at = body;
    }

    /// All places at which a dollar quote may begin or end, by its tag. A tag may share its dollar with the next.
    void findTags()
    {
        const QStringView sql(m_sql);
        qsizetype before = -1;
        bool valid = false;
        for (qsizetype at = 0; at < sql.size(); ++at) {
            const QChar c = sql.at(at);
            if (c != u'$') {
                valid = valid && (beginsWord(c) || (isDigit(c) && at > before + 1));
                continue;
            }
            if (valid)
                m_tags[sql.mid(before, at + 1 - before)].append(before);
            before = at;
            valid = true;
        }
    }

    qsizetype nextTag(QStringView tag, qsizetype from) const
    {
        const auto places = m_tags.constFind(tag);
        if (places == m_tags.cend())
            return -1;
        const auto place = std::lower_bound(places->cbegin(), places->cend(), from);
        return place == places->cend() ? -1 : *place;
    }

    /// Whether a dollar quote in the present statement is a text that nobody runs.
    bool isText() const
    {
        const SqlWord verb = m_open.constLast().tokens.constFirst().word;
        return verb == SqlWord::Comment || verb == SqlWord::Insert || verb == SqlWord::Raise || verb == SqlWord::Update;
    }

    /// COPY ... FROM stdin: rows follow, not SQL.
    bool copiesFromHere() const
    {
        const QList<SqlToken> &tokens = m_open.constLast().tokens;
        if (tokens.isEmpty() || tokens.constFirst().word != SqlWord::Copy)
            return false;
        return std::any_of(tokens.cbegin(), tokens.cend(),
                           [](const SqlToken &token) { return token.word == SqlWord::Stdin; });
    }

    void skipCopiedRows()
    {
        const qsizetype rowsEnd = m_rowsEndless ? -1 : m_sql.indexOf(QLatin1String("\n\\."), m_at);
        m_rowsEndless = rowsEnd < 0;
        if (rowsEnd >= 0)
            m_at = rowsEnd + 3;
    }

    /// IF ... THEN, ELSE, LOOP and BEGIN open a block: what follows is a statement of its own.
    void divide(SqlWord word)
    {
        OpenBody &open = m_open.last();
        if (word == SqlWord::Case)
            ++open.cases;
        else if (word == SqlWord::End)
            open.cases = std::max(open.cases - 1, 0);
        if (m_open.size() == 1 || open.depth > 0 || open.cases > 0)
            return;
        if (word == SqlWord::Then || word == SqlWord::Else || word == SqlWord::Loop ||
            (word == SqlWord::Begin && open.tokens.size() == 1))
            finish();
    }

    void add(SqlToken::Kind kind, qsizetype from, SqlWord word = SqlWord::None)
    {
        OpenBody &open = m_open.last();
        open.tokens.append({.kind = kind, .word = word, .from = from, .size = m_at - from, .depth = open.depth});
    }

    void finish()
    {
        OpenBody &open = m_open.last();
        if (!open.tokens.isEmpty())
            m_handle(open.tokens);
        open.tokens.clear();
        open.depth = 0;
        open.cases = 0;
    }

    const QString &m_sql;
    const std::function<void(const QList<SqlToken> &)> &m_handle;
    QHash<QStringView, QList<qsizetype>> m_tags;
    QList<OpenBody> m_open; ///< the script, then the bodies around m_at
    qsizetype m_at = 0;
    bool m_rowsEndless = false; ///< there is no end of rows any more
};

} // namespace

void eachSqlStatement(const QString &sql, const std::function<void(const QList<SqlToken> &)> &handle)
{
    SqlReader(sql, handle).read();
}

} // namespace Slipway

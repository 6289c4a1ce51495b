// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/health/condition.h"

#include "models/values/text.h"

#include <array>

namespace Slipway {

namespace {

using Subject = Condition::Subject;
using Relation = Condition::Relation;

constexpr qsizetype longestCondition = 2'000;
constexpr qsizetype deepestPath = 64;

struct RelationWord {
    QLatin1String word;
    Relation relation;
};
/// The longer ones first: "<=" begins with "<".
constexpr std::array relationWords{RelationWord{QLatin1String("=="), Relation::Equal},
                                   RelationWord{QLatin1String("!="), Relation::NotEqual},
                                   RelationWord{QLatin1String("<="), Relation::LessOrEqual},
                                   RelationWord{QLatin1String(">="), Relation::GreaterOrEqual},
                                   RelationWord{QLatin1String("<"), Relation::Less},
                                   RelationWord{QLatin1String(">"), Relation::Greater},
                                   RelationWord{QLatin1String("contains"), Relation::Contains},
                                   RelationWord{QLatin1String("in"), Relation::In}};

struct Unit {
    QLatin1String word;
    double milliseconds;
};
constexpr std::array latencyUnits{Unit{QLatin1String("ms"), 1}, Unit{QLatin1String("s"), 1'000},
                                  Unit{QLatin1String("m"), 60'000}};
constexpr std::array certificateUnits{Unit{QLatin1String("d"), 86'400'000}, Unit{QLatin1String("h"), 3'600'000},
                                      Unit{QLatin1String("m"), 60'000}};

bool isWordPart(QChar c)
{
    return c.isLetterOrNumber() || c == QLatin1Char('_') || c == QLatin1Char('-');
}

/// Reads one condition from left to right; the first thing that does not fit ends it.
class ConditionReader {
public:
    explicit ConditionReader(const QString &text)
        : m_text(text)
    {
    }

    std::variant<Condition, ConditionMistake> read()
    {
        if (m_text.size() > longestCondition) {
            m_at = longestCondition;
            fail(say("at most 2,000 characters"));
        } else {
            skipSpace();
            const qsizetype from = m_at;
            readSubject();
            m_condition.left = m_text.mid(from, m_at - from).trimmed();
            readRest();
        }
        if (m_mistake)
            return *m_mistake;
        return m_condition;
    }

private:
    bool failed() const { return m_mistake.has_value(); }
    void fail(const QString &expected)
    {
        if (!m_mistake)
            m_mistake = ConditionMistake{.column = int(m_at) + 1, .expected = expected};
    }
    QChar peek() const { return m_at < m_text.size() ? m_text.at(m_at) : QChar(); }
    void skipSpace()
    {
        while (peek().isSpace())
            ++m_at;
    }
    bool take(QLatin1Char c)
    {
        if (peek() != c)
            return false;
        ++m_at;
        return true;
    }
    void need(QLatin1Char c, const QString &expected)
    {
        skipSpace();
        if (!failed() && !take(c))
            fail(expected);
    }
    QString word()
    {
        const qsizetype from = m_at;
        while (isWordPart(peek()))
            ++m_at;
        return m_text.mid(from, m_at - from);
    }

    void readSubject()
    {
        const qsizetype from = m_at;
        const QString subject = word();
        if (subject == QLatin1String("status")) {
            m_condition.subject = Subject::Status;
        } else if (subject == QLatin1String("latency")) {
            m_condition.subject = Subject::Latency;
        } else if (subject == QLatin1String("certificate")) {
            m_condition.subject = Subject::Certificate;
        } else if (subject == QLatin1String("body")) {
            m_condition.subject = Subject::Body;
            readPath();
        } else if (subject == QLatin1String("len") || subject == QLatin1String("has")) {
            m_condition.subject = subject == QLatin1String("len") ? Subject::Length : Subject::Has;
            readCall();
        } else if (subject == QLatin1String("header")) {
            m_condition.subject = Subject::Header;
            readHeader();
        } else {
            m_at = from;
            fail(say("status, latency, certificate, body, len(body\u2026), has(body\u2026) or header[\"\u2026\"]"));
        }
    }

    void readCall()
    {
        need(QLatin1Char('('), say("an opening parenthesis"));
        skipSpace();
        const qsizetype from = m_at;
        if (!failed() && word() != QLatin1String("body")) {
            m_at = from;
            fail(say("body"));
        }
        readPath();
        need(QLatin1Char(')'), say("a closing parenthesis"));
    }

    void readHeader()
    {
        need(QLatin1Char('['), say("the header's name in brackets: header[\"content-type\"]"));
        skipSpace();
        const qsizetype from = m_at;
        m_condition.header = readString().toLatin1().toLower();
        if (!failed() && m_condition.header.isEmpty()) {
            m_at = from;
            fail(say("a header's name"));
        }
        need(QLatin1Char(']'), say("a closing bracket"));
    }

    void readPath()
    {
        while (!failed()) {
            const bool named = take(QLatin1Char('.'));
            if (!named && !take(QLatin1Char('[')))
                return;
            if (m_condition.path.size() >= deepestPath)
                return fail(say("a path of at most 64 parts"));
            QString part;
            if (named || peek().isDigit())
                part = named ? word() : number();
            else
                part = readString();
            if (part.isEmpty())
                return fail(named ? say("a member's name") : say("a position or a quoted name"));
            m_condition.path.append(part);
            if (!named)
                need(QLatin1Char(']'), say("a closing bracket"));
        }
    }

    /// Digits only.
    QString number()
    {
        const qsizetype from = m_at;
        while (peek() >= QLatin1Char('0') && peek() <= QLatin1Char('9'))
            ++m_at;
        return m_text.mid(from, m_at - from);
    }

    QString readString()
    {
        const QChar quote = peek();
        if (quote != QLatin1Char('"') && quote != QLatin1Char('\'')) {
            fail(say("text in quotes"));
            return {};
        }
        ++m_at;
        QString text;
        while (m_at < m_text.size() && peek() != quote) {
            if (peek() == QLatin1Char('\\') && m_at + 1 < m_text.size())
                ++m_at;
            text += peek();
            ++m_at;
        }
        if (!take(QLatin1Char(quote.toLatin1())))
            fail(say("a closing quote"));
        return text;
    }

    void readRest()
    {
        skipSpace();
        const qsizetype from = m_at;
        readRelation();
        skipSpace();
        readWanted();
        if (!failed())
            m_condition.right = m_text.mid(from, m_at - from);
        skipSpace();
        if (!failed() && m_at < m_text.size())
            fail(say("the end of the condition"));
    }

    void readRelation()
    {
        if (failed())
            return;
        for (const RelationWord &each : relationWords) {
            if (!QStringView(m_text).mid(m_at).startsWith(each.word))
                continue;
            const QChar after = m_at + each.word.size() < m_text.size() ? m_text.at(m_at + each.word.size()) : QChar();
            if (each.word.latin1()[0] >= 'a' && isWordPart(after))
                continue;
            if (!fits(each.relation))
                break;
            m_condition.relation = each.relation;
            m_at += each.word.size();
            return;
        }
        fail(relationsOf(m_condition.subject));
    }

    bool fits(Relation relation) const
    {
        const bool equality = relation == Relation::Equal || relation == Relation::NotEqual;
        switch (m_condition.subject) {
        case Subject::Status:
        case Subject::Length:
            return relation != Relation::Contains;
        case Subject::Latency:
        case Subject::Certificate:
            return !equality && relation != Relation::Contains && relation != Relation::In;
        case Subject::Body:
            return true;
        case Subject::Has:
            return equality;
        case Subject::Header:
            break;
        }
        return equality || relation == Relation::Contains;
    }

    static QString relationsOf(Subject subject)
    {
        switch (subject) {
        case Subject::Status:
        case Subject::Length:
            return say("==, !=, <, <=, >, >= or in");
        case Subject::Latency:
        case Subject::Certificate:
            return say("<, <=, > or >=");
        case Subject::Body:
            return say("==, !=, <, <=, >, >=, contains or in");
        case Subject::Has:
            return say("== or !=");
        case Subject::Header:
            break;
        }
        return say("==, != or contains");
    }

    void readWanted()
    {
        if (failed())
            return;
        switch (m_condition.subject) {
        case Subject::Status:
        case Subject::Length:
            return readNumbers();
        case Subject::Latency:
            return readDuration(latencyUnits, say("a time like 800ms, 2s or 1m"));
        case Subject::Certificate:
            return readDuration(certificateUnits, say("a time like 21d, 12h or 30m"));
        case Subject::Has:
            return readFlag();
        case Subject::Header:
            m_condition.wanted = readString();
            return;
        case Subject::Body:
            break;
        }
        if (m_condition.relation == Relation::In)
            readNumbers();
        else
            readValue();
    }

    /// One, or the two ends of a range.
    void readNumbers()
    {
        m_condition.wanted = readNumber();
        if (failed() || m_condition.relation != Relation::In)
            return;
        if (!take(QLatin1Char('.')) || !take(QLatin1Char('.')))
            return fail(say("a range like 200..299"));
        const qsizetype from = m_at;
        m_condition.most = readNumber().toDouble();
        if (!failed() && m_condition.most < m_condition.wanted.toDouble()) {
            m_at = from;
            fail(say("an end that is not below the beginning"));
        }
    }

    QJsonValue readNumber()
    {
        const qsizetype from = m_at;
        (void)take(QLatin1Char('-'));
        const QString whole = number();
        bool fraction = false;
        const bool point = peek() == QLatin1Char('.') && m_at + 1 < m_text.size() && m_text.at(m_at + 1).isDigit();
        if (!whole.isEmpty() && point) {
            ++m_at;
            (void)number();
            fraction = true;
        }
        const QString text = m_text.mid(from, m_at - from);
        bool good = false;
        if (!fraction) {
            const qint64 value = text.toLongLong(&good);
            if (good)
                return value;
        }
        const double value = text.toDouble(&good);
        if (whole.isEmpty() || !good) {
            m_at = from;
            fail(say("a number"));
        }
        return value;
    }

    template <size_t Count>
    void readDuration(const std::array<Unit, Count> &units, const QString &expected)
    {
        const qsizetype from = m_at;
        const double value = readNumber().toDouble();
        const QString named = failed() ? QString() : word();
        for (const Unit &unit : units) {
            if (named == unit.word) {
                m_condition.wanted = value * unit.milliseconds;
                return;
            }
        }
        m_mistake.reset();
        m_at = from;
        fail(expected);
    }

    void readFlag()
    {
        const qsizetype from = m_at;
        const QString flag = word();
        if (flag != QLatin1String("true") && flag != QLatin1String("false")) {
            m_at = from;
            return fail(say("true or false"));
        }
        m_condition.wanted = flag == QLatin1String("true");
    }

    void readValue()
    {
        if (peek() == QLatin1Char('"') || peek() == QLatin1Char('\'')) {
            m_condition.wanted = readString();
            return;
        }
        if (peek() == QLatin1Char('-') || peek().isDigit()) {
            m_condition.wanted = readNumber();
            return;
        }
        const qsizetype from = m_at;
        const QString named = word();
        if (named == QLatin1String("true") || named == QLatin1String("false")) {
            m_condition.wanted = named == QLatin1String("true");
        } else if (named == QLatin1String("null")) {
            m_condition.wanted = QJsonValue();
        } else {
            m_at = from;
            fail(say("a number, text in quotes, true, false or null"));
        }
    }

    const QString &m_text;
    qsizetype m_at = 0;
    Condition m_condition;
    std::optional<ConditionMistake> m_mistake;
};

} // namespace

std::variant<Condition, ConditionMistake> parseCondition(const QString &text)
{
    return ConditionReader(text).read();
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/railway/graphqldocument.h"

#include <QHash>
#include <QJsonArray>
#include <QRegularExpression>
#include <QStringList>

namespace Slipway::Rehearsal {

namespace {

QStringList tokensOf(const QString &document)
{
    static const QRegularExpression token(
        QStringLiteral(R"(#[^\n]*|\.\.\.|"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|[A-Za-z_]\w*|[!$():=@\[\]{}|&])"));
    QStringList tokens;
    auto matches = token.globalMatch(document);
    while (matches.hasNext()) {
        const QString text = matches.next().captured();
        if (!text.startsWith(QLatin1Char('#')))
            tokens.append(text);
    }
    return tokens;
}

std::optional<GraphQlOperation::Kind> kindOf(const QString &word)
{
    if (word == QLatin1String("query"))
        return GraphQlOperation::Kind::Query;
    if (word == QLatin1String("mutation"))
        return GraphQlOperation::Kind::Mutation;
    return word == QLatin1String("subscription") ? std::optional(GraphQlOperation::Kind::Subscription) : std::nullopt;
}

/// Recursive descent over the tokens; what it cannot read it says once.
class Parser {
public:
    Parser(QStringList tokens, QJsonObject variables)
        : m_tokens(std::move(tokens))
        , m_variables(std::move(variables))
    {
    }

    Result<GraphQlOperation> parse(const QString &wanted)
    {
        std::optional<GraphQlOperation> found;
        while (m_at < m_tokens.size() && m_trouble.isEmpty()) {
            const QString kind = next();
            if (kind == QLatin1String("fragment")) {
                const QString name = next();
                m_at += 2; // on TYPE
                m_fragments.insert(name, selection());
                continue;
            }
            const auto known = kindOf(kind);
            if (!known)
                fail(kind);
            const bool named = peek() != QLatin1String("{") && peek() != QLatin1String("(");
            const QString name = named ? next() : QString();
            skipVariables();
            GraphQlOperation operation{.kind = known.value_or(GraphQlOperation::Kind::Query), .fields = selection()};
            if (wanted.isEmpty() || wanted == name)
                found = operation;
        }
        if (found)
            spread(found->fields);
        if (!m_trouble.isEmpty())
            return Error{.kind = ErrorKind::Malformed, .detail = m_trouble};
        if (!found)
            return Error{.kind = ErrorKind::Malformed,
                         .detail = QStringLiteral("Unknown operation named \"%1\".").arg(wanted)};
        return *found;
    }

private:
    QString peek() const { return m_tokens.value(m_at, QStringLiteral("")); } // null crashes Qt 6.8's QJsonObject
    QString next() { return m_tokens.value(m_at++, QStringLiteral("")); }
    bool take(const char *token)
    {
        if (peek() != QLatin1String(token))
            return false;
        ++m_at;
        return true;
    }
    void fail(const QString &token)
    {
        if (m_trouble.isEmpty())
            m_trouble = QStringLiteral("Syntax Error: Unexpected \"%1\".").arg(token);
    }
    void skipVariables()
    {
        if (!take("("))
            return;
        while (m_at < m_tokens.size() && !take(")"))
            ++m_at;
    }

    QList<GraphQlField> selection()
    {
        QList<GraphQlField> fields;
        if (!take("{")) {
            fail(peek());
            return fields;
        }
        while (!take("}") && m_trouble.isEmpty()) {
            if (m_at >= m_tokens.size()) {
                fail(QStringLiteral("<EOF>"));
                break;
            }
            if (take("...")) {
                fields.append({.alias = QStringLiteral("..."), .name = next()});
                continue;
            }
            GraphQlField field{.name = next()};
            field.alias = field.name;
            if (take(":"))
                field.name = next();
            if (take("("))
                field.arguments = arguments();
            if (peek() == QLatin1String("{"))
                field.fields = selection();
            fields.append(field);
        }
        return fields;
    }

    QJsonObject arguments(const char *end = ")")
    {
        QJsonObject all;
        while (!take(end) && m_at < m_tokens.size()) {
            const QString name = next();
            if (!take(":"))
                fail(peek());
            const QJsonValue given = value();
            if (!given.isUndefined()) // a variable that was not sent is as good as left out
                all.insert(name, given);
        }
        return all;
    }

    QJsonValue value()
    {
        const QString token = next();
        if (token == QLatin1String("$"))
            return m_variables.value(next());
        if (token == QLatin1String("{"))
            return arguments("}");
        if (token == QLatin1String("["))
            return items();
        if (token.startsWith(QLatin1Char('"')))
            return token.mid(1, token.size() - 2);
        if (token == QLatin1String("true") || token == QLatin1String("false"))
            return token == QLatin1String("true");
        if (token == QLatin1String("null"))
            return QJsonValue(QJsonValue::Null);
        bool isNumber = false;
        const double number = token.toDouble(&isNumber);
        return isNumber ? QJsonValue(number) : QJsonValue(token); // else a word of an enum
    }

    QJsonArray items()
    {
        QJsonArray all;
        while (!take("]") && m_at < m_tokens.size())
            all.append(value());
        return all;
    }

    void spread(QList<GraphQlField> &fields, int depth = 0)
    {
        if (depth > 20)
            return fail(QStringLiteral("fragment cycle"));
        QList<GraphQlField> all;
        for (GraphQlField field : std::as_const(fields)) {
            if (field.alias == QLatin1String("...")) {
                if (!m_fragments.contains(field.name))
                    fail(field.name);
                QList<GraphQlField> inside = m_fragments.value(field.name);
                spread(inside, depth + 1);
                all += inside;
                continue;
            }
            spread(field.fields, depth + 1);
            all.append(field);
        }
        fields = all;
    }

    QStringList m_tokens;
    QJsonObject m_variables;
    QHash<QString, QList<GraphQlField>> m_fragments;
    qsizetype m_at = 0;
    QString m_trouble;
};

} // namespace

Result<GraphQlOperation> parseGraphQl(const QString &document, const QString &operationName,
                                      const QJsonObject &variables)
{
    return Parser(tokensOf(document), variables).parse(operationName);
}

Result<QJsonValue> selectFields(const QJsonValue &whole, const QList<GraphQlField> &fields)
{
    if (fields.isEmpty() || whole.isNull())
        return whole;
    if (whole.isArray()) {
        QJsonArray all;
        const QJsonArray array = whole.toArray();
        for (const auto &each : array) {
            auto one = selectFields(each, fields);
            if (!one)
                return one;
            all.append(*one);
        }
        return QJsonValue(all);
    }
    QJsonObject selected;
    const QJsonObject object = whole.toObject();
    for (const GraphQlField &field : fields) {
        if (!object.contains(field.name))
            return Error{.kind = ErrorKind::Malformed,
                         .detail = QStringLiteral("Cannot query field \"%1\".").arg(field.name)};
        auto value = selectFields(object.value(field.name), field.fields);
        if (!value)
            return value;
        selected.insert(field.alias, *value);
    }
    return QJsonValue(selected);
}

} // namespace Slipway::Rehearsal

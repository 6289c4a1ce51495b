// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/health/resolve.h"

#include "models/values/plaintext.h"
#include "models/values/text.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>

namespace Slipway {

namespace {

using Subject = Condition::Subject;
using Relation = Condition::Relation;

constexpr qsizetype largestBody = qsizetype(1) << 20;
constexpr qsizetype longestShown = 80;
constexpr double exactUpTo = 9'007'199'254'740'992; // 2^53
constexpr double dayMs = 86'400'000;

/// What an answer holds where a condition looks.
struct Actual {
    QJsonValue value = QJsonValue(QJsonValue::Undefined); ///< undefined: nothing is there
    QString shown;
    bool readable = true; ///< false: no relation holds, because it could not be looked
};

QString elided(const QString &text)
{
    const QString visible = visibleText(text.left(4 * longestShown).simplified());
    return visible.size() <= longestShown ? visible : visible.left(longestShown) + QChar(0x2026);
}

QString shownValue(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Null:
        return QStringLiteral("null");
    case QJsonValue::Bool:
        return value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
    case QJsonValue::Double:
        return std::abs(value.toDouble()) < exactUpTo && value.toDouble() == std::floor(value.toDouble())
                   ? QString::number(value.toInteger())
                   : QString::number(value.toDouble(), 'g', 10);
    case QJsonValue::String:
        return elided(value.toString());
    case QJsonValue::Array:
        return say("a list of %1").arg(value.toArray().size());
    case QJsonValue::Object:
        return say("an object of %1").arg(value.toObject().size());
    case QJsonValue::Undefined:
        break;
    }
    return say("nothing there");
}

Actual present(const QJsonValue &value)
{
    return {.value = value, .shown = shownValue(value)};
}

Actual unreadable(const QString &why)
{
    return {.shown = why, .readable = false};
}

/// The body of an answer, parsed when a condition asks for it.
class ParsedBody {
public:
    explicit ParsedBody(const QByteArray &bytes)
        : m_bytes(bytes)
    {
    }

    Actual at(const QStringList &path)
    {
        parse();
        if (!m_trouble.isEmpty())
            return unreadable(m_trouble);
        QJsonValue value = m_root;
        for (const QString &part : path) {
            bool isPosition = false;
            const int position = part.toInt(&isPosition);
            if (value.isArray() && isPosition)
                value = value.toArray().at(position);
            else
                value = value.isObject() ? value.toObject().value(part) : QJsonValue(QJsonValue::Undefined);
        }
        return present(value);
    }

private:
    void parse()
    {
        if (std::exchange(m_parsed, true))
            return;
        if (m_bytes.trimmed().isEmpty()) {
            m_trouble = say("the body is empty");
        } else if (m_bytes.size() > largestBody) {
            m_trouble = say("the body is too large to be read");
        } else {
            QJsonParseError error;
            const QJsonDocument document = QJsonDocument::fromJson(m_bytes, &error);
            if (document.isNull())
                m_trouble = error.error == QJsonParseError::DeepNesting ? say("the body is nested too deep")
                                                                        : say("the body is not JSON");
            else
                m_root = document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
        }
    }

    const QByteArray &m_bytes;
    bool m_parsed = false;
    QString m_trouble;
    QJsonValue m_root;
};

Actual lengthOf(const Actual &actual)
{
    if (!actual.readable || actual.value.isUndefined())
        return actual;
    if (actual.value.isArray())
        return present(actual.value.toArray().size());
    if (actual.value.isObject())
        return present(actual.value.toObject().size());
    if (actual.value.isString())
        return present(actual.value.toString().size());
    return unreadable(say("%1, which has no length").arg(actual.shown));
}

Actual certificateOf(const ProbeAnswer &answer)
{
    if (!answer.certificateUntil)
        return unreadable(say("there is no certificate"));
    const auto left = double(answer.at.msecsTo(*answer.certificateUntil));
    return {.value = left, .shown = say("%1d").arg(std::floor(left / dayMs), 0, 'f', 0)};
}

Actual actualOf(const Condition &condition, const ProbeAnswer &answer, ParsedBody &body)
{
    switch (condition.subject) {
    case Subject::Status:
        return present(answer.status);
    case Subject::Latency:
        return {.value = answer.latencyMs, .shown = say("%1ms").arg(answer.latencyMs)};
    case Subject::Body:
        return body.at(condition.path);
    case Subject::Length:
        return lengthOf(body.at(condition.path));
    case Subject::Has: {
        const Actual there = body.at(condition.path);
        return there.readable ? present(!there.value.isUndefined()) : there;
    }
    case Subject::Header:
        if (!answer.headers.contains(condition.header))
            return present(QJsonValue(QJsonValue::Undefined));
        return present(QString::fromLatin1(answer.headers.value(condition.header)));
    case Subject::Certificate:
        break;
    }
    return certificateOf(answer);
}

bool areEqual(const QJsonValue &left, const QJsonValue &right)
{
    if (!left.isDouble() || !right.isDouble())
        return left.type() == right.type() && left == right;
    const bool huge = std::abs(left.toDouble()) >= exactUpTo;
    return left.toDouble() == right.toDouble() && (!huge || left.toInteger() == right.toInteger());
}

bool contains(const Condition &condition, const QJsonValue &value)
{
    if (value.isString() && condition.wanted.isString()) {
        const bool header = condition.subject == Subject::Header; // media types and the like know no case
        return value.toString().contains(condition.wanted.toString(), header ? Qt::CaseInsensitive : Qt::CaseSensitive);
    }
    const QJsonArray list = value.toArray();
    return std::any_of(list.begin(), list.end(),
                       [&](const QJsonValue &each) { return areEqual(each, condition.wanted); });
}

/// Nothing is no value: it differs from every value, and stands in no other relation to one.
bool holds(const Condition &condition, const Actual &actual)
{
    if (!actual.readable)
        return false;
    const bool numbers = actual.value.isDouble() && condition.wanted.isDouble();
    const double value = actual.value.toDouble();
    const double wanted = condition.wanted.toDouble();
    switch (condition.relation) {
    case Relation::Equal:
        return areEqual(actual.value, condition.wanted);
    case Relation::NotEqual:
        return !areEqual(actual.value, condition.wanted);
    case Relation::Less:
        return numbers && value < wanted;
    case Relation::LessOrEqual:
        return numbers && value <= wanted;
    case Relation::Greater:
        return numbers && value > wanted;
    case Relation::GreaterOrEqual:
        return numbers && value >= wanted;
    case Relation::Contains:
        return contains(condition, actual.value);
    case Relation::In:
        break;
    }
    return numbers && value >= wanted && value <= condition.most;
}

} // namespace

QList<ConditionResult> resolve(const QList<Condition> &conditions, const ProbeAnswer &answer)
{
    ParsedBody body(answer.body);
    QList<ConditionResult> results;
    for (const Condition &condition : conditions) {
        const Actual actual = actualOf(condition, answer, body);
        results.append({.holds = holds(condition, actual),
                        .shown = QStringLiteral("%1 (%2) %3").arg(condition.left, actual.shown, condition.right)});
    }
    return results;
}

} // namespace Slipway

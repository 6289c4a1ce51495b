// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonValue>
#include <QStringList>

#include <variant>

namespace Slipway {

/// What must hold of an answer, one comparison: `status in 200..299`, `body.mode != "degraded"`, `certificate > 21d`.
struct Condition {
    enum class Subject { Status, Latency, Body, Length, Has, Header, Certificate };
    enum class Relation { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, Contains, In };
    Subject subject = Subject::Status;
    QStringList path;  ///< into the body: names, and positions as digits
    QByteArray header; ///< in lower case
    Relation relation = Relation::Equal;
    QJsonValue wanted; ///< a number (milliseconds for durations), a string, true, false or null
    double most = 0;   ///< In: the end of the range that begins at `wanted`; both belong to it
    QString left;      ///< as written: "body.mode"
    QString right;     ///< as written, with its relation: "!= \"degraded\""
    bool operator==(const Condition &) const = default;
};

/// A typing mistake, where it stands in the text that was parsed.
struct ConditionMistake {
    int column = 1;   ///< 1-based, in characters
    QString expected; ///< "a number, text, true, false or null"
    bool operator==(const ConditionMistake &) const = default;
};

/// Reads one condition. It never fails otherwise, never recurses and takes time linear in the text, whatever it is.
std::variant<Condition, ConditionMistake> parseCondition(const QString &text);

} // namespace Slipway

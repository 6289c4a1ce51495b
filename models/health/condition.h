// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QHash>
#include <QJsonValue>
#include <QList>
#include <QString>

#include <optional>
#include <variant>

namespace Slipway {

/// One complete answer of the application, as a condition sees it.
struct ProbeAnswer {
    int status = 0;
    int latencyMs = 0;
    QHash<QByteArray, QByteArray> headers; ///< names in lower case
    QByteArray body;
    std::optional<QDateTime> certificateUntil; ///< the end of the server's certificate; none over plain http
    QDateTime at;                              ///< when it was asked for: what "21d" counts from
};

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

struct ConditionResult {
    bool holds = false;
    QString shown; ///< resolved: `body.mode (degraded) != "degraded"`; from outside: plain text, bounded
    bool operator==(const ConditionResult &) const = default;
};

/// In the order of the conditions. The body is parsed once, and not at all when no condition asks for it; a body that
/// is not JSON, too deep or too large makes the conditions on it fail and say so.
QList<ConditionResult> resolve(const QList<Condition> &conditions, const ProbeAnswer &answer);

} // namespace Slipway

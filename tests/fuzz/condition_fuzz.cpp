// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/health/check.h"
#include "models/values/utc.h"

#include <cstdint>

using namespace Slipway;

namespace {

/// More than a condition, and what stands there instead.
constexpr qsizetype longestResult = 2'500;

void require(bool holds)
{
    if (!holds)
        __builtin_trap();
}

ProbeAnswer answerWith(const QByteArray &body)
{
    const QDateTime at(QDate(2026, 1, 1), QTime(12, 0), utcZone);
    return {.status = 200,
            .latencyMs = 412,
            .headers = {{"content-type", "application/json"}},
            .body = body,
            .certificateUntil = at.addDays(body.size() % 100),
            .at = at};
}

void tryOut(const QString &text, const ProbeAnswer &answer)
{
    Check check;
    const auto parsed = parseCondition(text);
    if (const auto *mistake = std::get_if<ConditionMistake>(&parsed)) {
        require(mistake->column >= 1 && mistake->column <= text.size() + 1);
        require(!mistake->expected.isEmpty());
    } else {
        check.conditions = {std::get<Condition>(parsed)};
        require(parseCondition(text) == parsed);
    }
    const QList<ConditionResult> results = resolve(check.conditions, answer);
    require(results.size() == check.conditions.size());
    const HealthSample sample = judgeAnswer(check, answer);
    require(sample.verdict != Verdict::Unknown);
    require((sample.verdict == Verdict::Healthy) == sample.reasons.isEmpty());
    for (const ConditionResult &result : results) {
        require(result.shown.size() < longestResult);
        require(result.holds || sample.verdict != Verdict::Healthy);
    }
}

} // namespace

/// The first line is a condition, the rest a body; without a condition the body is judged by its kind.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray input(reinterpret_cast<const char *>(data), qsizetype(size));
    const qsizetype end = input.indexOf('\n');
    const QByteArray condition = end < 0 ? input : input.left(end);
    tryOut(QString::fromUtf8(condition), answerWith(end < 0 ? QByteArray() : input.mid(end + 1)));
    return 0;
}

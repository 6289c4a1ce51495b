// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/health/check.h"

#include "models/health/certificate.h"
#include "models/health/healthbody.h"
#include "models/values/text.h"

#include <algorithm>

namespace Slipway {

namespace {

constexpr qsizetype mostFailedConditions = 8;
constexpr qint64 secondsOfADay = 86'400;

bool speaksOf(const Check &check, Condition::Subject subject)
{
    return std::any_of(check.conditions.cbegin(), check.conditions.cend(),
                       [subject](const Condition &condition) { return condition.subject == subject; });
}

void worsenTo(HealthSample &sample, Verdict verdict, const QString &reason)
{
    sample.verdict = std::max(sample.verdict, verdict);
    if (sample.reasons.size() < mostFailedConditions)
        sample.reasons.append(reason);
}

HealthSample judgeConditions(const Check &check, const ProbeAnswer &answer)
{
    HealthSample sample{.verdict = Verdict::Healthy, .httpStatus = answer.status};
    const bool refused = answer.status >= 400 || answer.status < 200;
    if (refused && !speaksOf(check, Condition::Subject::Status))
        worsenTo(sample, Verdict::Down, say("it answers HTTP %1").arg(answer.status));
    const QList<ConditionResult> results = resolve(check.conditions, answer);
    for (qsizetype i = 0; i < results.size(); ++i) {
        const bool ofStatus = check.conditions.at(i).subject == Condition::Subject::Status;
        if (!results.at(i).holds)
            worsenTo(sample, ofStatus ? Verdict::Down : Verdict::Degraded, results.at(i).shown);
    }
    if (sample.verdict == Verdict::Healthy)
        sample.facts.append(counted(results.size(), "condition holds", "conditions hold"));
    return sample;
}

void judgeCertificate(HealthSample &sample, const ProbeAnswer &answer)
{
    if (!answer.certificateUntil)
        return;
    const qint64 days = answer.at.secsTo(*answer.certificateUntil) / secondsOfADay;
    if (days >= certificateWarnDays)
        return;
    const QString ends = say("its certificate ends in %1").arg(counted(days, "day", "days"));
    worsenTo(sample, Verdict::Degraded, days < certificateAlarmDays ? say("%1: renew it now").arg(ends) : ends);
}

} // namespace

HealthSample judgeAnswer(const Check &check, const ProbeAnswer &answer)
{
    HealthSample sample = check.conditions.isEmpty()
                              ? judgeHealth(answer.status, answer.headers.value("content-type"), answer.body)
                              : judgeConditions(check, answer);
    sample.latencyMs = answer.latencyMs;
    sample.certificateUntil = answer.certificateUntil;
    if (!speaksOf(check, Condition::Subject::Certificate))
        judgeCertificate(sample, answer);
    return sample;
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/answered.h"

#include "values/text.h"

#include <algorithm>

namespace Slipway {

namespace {

struct Answer {
    QString fact;
    bool answered = false;
    bool readWell = false;
    QString trouble;
};

template <typename T>
Answer answerOf(const QString &fact, const Observed<T> &observed, Moment since)
{
    const bool good = observed.value && observed.fetchedAt.steadyMs >= since.steadyMs;
    const bool bad = observed.error && observed.failedAt.steadyMs >= since.steadyMs;
    return {.fact = fact,
            .answered = good || bad,
            .readWell = good && !bad,
            .trouble = observed.error ? observed.error->detail : QString()};
}

QList<Answer> answersSince(const Observations &observations, Moment since)
{
    return {
        answerOf(say("GitHub's tip of the branch"), observations.tip, since),
        answerOf(say("GitHub's runs"), observations.runs, since),
        answerOf(say("Railway's staging service"), observations.services.staging, since),
        answerOf(say("Railway's production service"), observations.services.production, since),
        answerOf(say("staging's health"), observations.health.staging, since),
        answerOf(say("production's health"), observations.health.production, since),
    };
}

} // namespace

bool allAnsweredSince(const Observations &observations, Moment since)
{
    const auto answers = answersSince(observations, since);
    return std::all_of(answers.cbegin(), answers.cend(), [](const Answer &answer) { return answer.answered; });
}

QStringList notReadSince(const Observations &observations, Moment since)
{
    QStringList troubles;
    for (const Answer &answer : answersSince(observations, since)) {
        if (answer.readWell)
            continue;
        const QString why = answer.answered && !answer.trouble.isEmpty() ? answer.trouble : say("no answer");
        troubles.append(QStringLiteral("%1: %2").arg(answer.fact, why));
    }
    return troubles;
}

} // namespace Slipway

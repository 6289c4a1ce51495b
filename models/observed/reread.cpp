// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/observed/reread.h"

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
    const Answer production = answerOf(say("Railway's production service"), observations.services.production, since);
    QList<Answer> answers{
        answerOf(say("GitHub's tip of the branch"), observations.tip, since),
        answerOf(say("GitHub's runs"), observations.runs, since),
        answerOf(say("GitHub's list of production's runs"), observations.productionRuns, since),
        answerOf(say("Railway's staging service"), observations.services.staging, since),
        production,
        answerOf(say("staging's health"), observations.health.staging, since),
        answerOf(say("production's health"), observations.health.production, since),
    };
    if (production.readWell) { // else they are not asked for
        answers.append(
            answerOf(say("Railway's list of production's deployments"), observations.deployments.production, since));
        answers.append(answerOf(say("Railway's list of what is under way to production"),
                                observations.unsettled.production, since));
    }
    if (observations.projectFile.value || observations.projectFile.error)
        answers.append(answerOf(say("the project file at the branch's tip"), observations.projectFile, since));
    if (observations.testedCi.value || observations.testedCi.error)
        answers.append(answerOf(say("GitHub's list of CI runs on the tested commit"), observations.testedCi, since));
    return answers;
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

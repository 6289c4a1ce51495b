// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/environment/issuesdialog.h"

#include "models/values/age.h"
#include "models/values/text.h"
#include "ui/environment/environmentwords.h"

namespace Slipway {

namespace {

Look lookOfLevel(const QString &level)
{
    if (level == QLatin1String("fatal"))
        return {.shape = Shape::NoEntry, .tone = Tone::Bad, .word = say("fatal")};
    if (level == QLatin1String("error"))
        return {.shape = Shape::Cross, .tone = Tone::Bad, .word = say("error")};
    if (level == QLatin1String("warning"))
        return {.shape = Shape::Triangle, .tone = Tone::Warn, .word = say("warning")};
    return {.shape = Shape::Dot, .tone = Tone::Neutral, .word = level.isEmpty() ? say("level not told") : level};
}

} // namespace

QList<Line> issueLines(const EnvironmentView &view, const std::optional<Moment> &now)
{
    QList<Line> lines;
    for (qsizetype i = 0; i < view.issues.size(); ++i) {
        const SentryIssue &issue = view.issues.at(i);
        const bool isNew = view.freshIssues && i < *view.freshIssues;
        QStringList parts{counted(issue.events, "event", "events"), counted(issue.users, "user", "users")};
        if (now && issue.firstSeen.isValid())
            parts.append(say("first seen %1").arg(agoText(issue.firstSeen, *now)));
        if (now && issue.lastSeen.isValid())
            parts.append(say("last seen %1").arg(agoText(issue.lastSeen, *now)));
        if (!issue.shortId.isEmpty())
            parts.append(issue.shortId);
        lines.append({.look = lookOfLevel(issue.level),
                      .title = isNew ? say("NEW: %1").arg(issue.title) : issue.title,
                      .detail = dotted(parts),
                      .url = issue.url,
                      .word = {},
                      .loud = isNew});
    }
    return lines;
}

IssuesDialog::IssuesDialog(Environment environment, QWidget *parent)
    : ListDialog(environment == Environment::Staging ? tr("Sentry issues of staging")
                                                     : tr("Sentry issues of production"),
                 parent)
{
    setObjectName(QStringLiteral("issuesDialog"));
}

void IssuesDialog::display(const EnvironmentView &view, const std::optional<Moment> &now)
{
    const QString why = view.issuesText.isEmpty() ? tr("It is not known whether there are any.") : view.issuesText;
    setEmptyText(view.unresolvedIssues ? tr("There is no unresolved issue.") : why);
    const QString more = view.unresolvedIssues && !view.issuesText.isEmpty()
                             ? tr("There are more than are listed here: look at Sentry.")
                             : QString();
    QStringList notice{view.figures.releaseText, more};
    notice.removeAll(QString());
    setNotice(notice.join(QStringLiteral(". ")));
    showLines(issueLines(view, now));
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/deploymentwords.h"

#include "models/goback/candidates.h"
#include "models/goback/means.h"
#include "models/values/age.h"
#include "models/values/plaintext.h"
#include "models/values/shownzone.h"
#include "models/values/text.h"

namespace Slipway {

namespace {

constexpr qsizetype longestMessage = 300; ///< nobody reads more in a row of a table

QString firstLine(const QString &text)
{
    const QString head = text.left(longestMessage);
    return visibleText(head.left(head.indexOf(QLatin1Char('\n'))).trimmed());
}

} // namespace

QString shortName(const PastDeployment &past)
{
    return past.sha.isEmpty() ? say("(no commit)") : visibleText(shortSha(past.sha));
}

QString messageOf(const PastDeployment &past)
{
    const Deployment &deployment = past.deployment;
    return firstLine(deployment.commitMessage.isEmpty() ? deployment.cliMessage : deployment.commitMessage);
}

QString authorOf(const PastDeployment &past)
{
    const Deployment &deployment = past.deployment;
    return firstLine(deployment.commitAuthor.isEmpty() ? deployment.creator : deployment.commitAuthor);
}

QString routeText(DeploymentRoute route)
{
    switch (route) {
    case DeploymentRoute::GitHub:
        return say("GitHub");
    case DeploymentRoute::RailwayUp:
        return say("railway up");
    case DeploymentRoute::Image:
        return say("Image");
    case DeploymentRoute::Rollback:
        return say("Rollback");
    case DeploymentRoute::Other:
        break;
    }
    return say("Railway");
}

QString statusWord(DeploymentStatus status)
{
    switch (status) {
    case DeploymentStatus::Queued:
        return say("queued");
    case DeploymentStatus::Waiting:
        return say("waits for CI");
    case DeploymentStatus::NeedsApproval:
        return say("needs approval");
    case DeploymentStatus::Initializing:
        return say("initializing");
    case DeploymentStatus::Building:
        return say("building");
    case DeploymentStatus::Deploying:
        return say("deploying");
    case DeploymentStatus::Success:
        return say("deployed");
    case DeploymentStatus::Sleeping:
        return say("sleeping");
    case DeploymentStatus::Crashed:
        return say("crashed");
    case DeploymentStatus::Failed:
        return say("failed");
    case DeploymentStatus::Skipped:
        return say("skipped");
    case DeploymentStatus::Removing:
        return say("being removed");
    case DeploymentStatus::Removed:
        return say("removed");
    case DeploymentStatus::Unknown:
        break;
    }
    return say("not known");
}

QString statusText(const Deployment &deployment)
{
    if (deployment.status == DeploymentStatus::Unknown && !deployment.rawStatus.isEmpty())
        return firstLine(deployment.rawStatus);
    return statusWord(deployment.status);
}

QString timeText(const QDateTime &time)
{
    return time.isValid() ? shownTimeAndZone(time, QStringLiteral("d MMM HH:mm")) : say("not known");
}

QString servedText(const PastDeployment &past)
{
    const QString span = past.servedFor ? spanText(*past.servedFor) : QString();
    if (past.serving)
        return span.isEmpty() ? say("serving") : say("serving for %1").arg(span);
    if (past.served == Served::No)
        return say("never went live");
    if (past.served == Served::Unknown)
        return say("not known");
    return span.isEmpty() ? say("served") : span;
}

QString servedUntilText(const PastDeployment &past)
{
    QString served = servedText(past);
    if (past.serving || past.served != Served::Yes || !past.servedUntil.isValid())
        return served;
    return say("%1, until %2").arg(served, timeText(past.servedUntil));
}

QString whileLiveText(const PastDeployment &past)
{
    if (!past.trouble.isEmpty())
        return firstLine(past.trouble);
    return past.served == Served::Yes ? say("no trouble recorded") : QStringLiteral("\u2013");
}

QString imageKeptText(const PastDeployment &past)
{
    if (past.refusal != ReturnRefusal::None && !past.serving)
        return QStringLiteral("\u2013");
    return past.imageKeptUntil.isValid() ? say("until %1").arg(timeText(past.imageKeptUntil)) : say("not known");
}

QString meansTitle(ReturnMeans means)
{
    switch (means) {
    case ReturnMeans::RollBack:
        return say("Roll back");
    case ReturnMeans::Redeploy:
        return say("Redeploy");
    case ReturnMeans::Rebuild:
        break;
    }
    return say("Rebuild");
}

namespace {

QStringList possibleMeans(const PastDeployment &past, const DeploymentsView &view)
{
    QStringList titles;
    const QList<MeansOffer> offers = meansOf(past, view);
    for (const MeansOffer &offer : offers) {
        if (offer.available)
            titles.append(titles.isEmpty() ? meansTitle(offer.means) : meansTitle(offer.means).toLower());
    }
    return titles;
}

/// "Roll back, redeploy or rebuild".
QString anyOf(const QStringList &titles)
{
    if (titles.size() == 1)
        return titles.constFirst();
    return say("%1 or %2").arg(titles.mid(0, titles.size() - 1).join(QStringLiteral(", ")), titles.constLast());
}

} // namespace

QString goBackText(const PastDeployment &past, const DeploymentsView &view)
{
    if (past.refusal != ReturnRefusal::None)
        return refusalText(past.refusal, past.deployment);
    const QStringList titles = possibleMeans(past, view);
    if (titles.isEmpty())
        return say("not possible now");
    if (past.doubt == ReturnRefusal::None)
        return anyOf(titles);
    const QString more = titles.size() > 1 ? QString(QChar(0x2026)) : QString();
    return say("%1%2 (doubtful)").arg(titles.constFirst(), more);
}

QString goBackSentences(const PastDeployment &past, const DeploymentsView &view)
{
    const QStringList titles = possibleMeans(past, view);
    if (past.refusal != ReturnRefusal::None || past.doubt == ReturnRefusal::None || titles.isEmpty())
        return goBackText(past, view);
    return say("%1. In doubt: %2.").arg(anyOf(titles), refusalText(past.doubt, past.deployment));
}

} // namespace Slipway

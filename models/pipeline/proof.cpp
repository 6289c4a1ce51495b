// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pipeline/proof.h"

#include "models/pipeline/vouching.h"
#include "models/values/text.h"

#include <QRegularExpression>

#include <algorithm>

namespace Slipway {

namespace {

/// With what the proof by a run rests on where a service did not tell its time.
QString withClocks(const QString &text, const ServiceClocks &clocks)
{
    if (clocks.isKnown(Provider::GitHub) && clocks.isKnown(Provider::Railway))
        return text;
    return say("%1, if the clocks of GitHub and Railway agree (%2 has not told its time)")
        .arg(text, clocks.isKnown(Provider::GitHub) ? say("Railway") : say("GitHub"));
}

CommitProof unproven(const QString &why)
{
    return {.text = why};
}

QString shortId(const DeploymentId &id)
{
    return id.value.left(8);
}

CommitProof proveByRailway(const Deployment &deployment)
{
    if (deployment.commit.isEmpty())
        return {};
    return {.sha = deployment.commit,
            .proof = ShaProof::Railway,
            .text = say("Railway says that the deployment was built from %1").arg(shortSha(deployment.commit))};
}

/// A run that vouches for it, now or earlier.
CommitProof proveByRun(const Deployment &deployment, Environment environment, const Observations &observations,
                       const Project &project)
{
    if (const auto kept = observations.vouched.constFind(deployment.id); kept != observations.vouched.cend())
        return {.sha = kept->sha,
                .proof = ShaProof::GitHubRun,
                .text = withClocks(kept->text, observations.clocks),
                .run = kept->run};
    const Vouching vouching = vouchingOf(deployment, environment, observations, project);
    if (vouching.run)
        return {.sha = vouching.run->headSha,
                .proof = ShaProof::GitHubRun,
                .text = withClocks(vouching.text, observations.clocks),
                .run = vouching.run->id};
    if (vouching.notYet)
        return unproven(say("Not yet: %1").arg(vouching.text));
    const QString maker =
        deployment.creator.isEmpty() ? say("railway up") : say("railway up by %1").arg(deployment.creator);
    return unproven(say("Railway does not name a commit (%1), and %2").arg(maker, vouching.text));
}

/// The one whole commit id in what the upload says of itself; a digest is longer.
CommitSha commitInMessage(const QString &message)
{
    static const QRegularExpression whole(QStringLiteral("(?<![0-9A-Za-z])[0-9a-fA-F]{40}(?![0-9A-Za-z])"));
    CommitSha found;
    for (auto matches = whole.globalMatch(message); matches.hasNext();) {
        const CommitSha sha{matches.next().captured().toLower()};
        if (!found.isEmpty() && found != sha)
            return {};
        found = sha;
    }
    return found;
}

/// Better evidence than a run's: it travels with the upload. A run that says otherwise contradicts it.
CommitProof proveByUploader(const Deployment &deployment, const CommitProof &run)
{
    const CommitSha said = commitInMessage(deployment.cliMessage);
    if (said.isEmpty())
        return {};
    const QString words = say("the uploader says so: its message names %1").arg(shortSha(said));
    if (run.sha.isEmpty())
        return {.sha = said, .proof = ShaProof::Uploader, .text = words};
    if (run.sha == said)
        return {.sha = said, .proof = run.proof, .text = say("%1, and %2").arg(run.text, words), .run = run.run};
    return unproven(say("its message names %1, but it is %2").arg(shortSha(said), run.text));
}

/// Another deployment with the same image, of which Railway or its run tells the commit: a rollback restores an image
/// and names no commit (app/railway/README.md, 18). It asks for no third one, so it ends. `before`: only one that is
/// older than that, if valid.
CommitProof proveByImage(const Deployment &deployment, Environment environment, const Observations &observations,
                         const Project &project, const QDateTime &before = {})
{
    if (deployment.imageDigest.isEmpty())
        return {};
    const auto isTwin = [&](const Deployment &each) {
        return each.imageDigest == deployment.imageDigest && each.id != deployment.id &&
               (!before.isValid() || each.createdAt < before);
    };
    const QList<Deployment> polled = observations.deployments[environment].value.value_or(QList<Deployment>());
    for (const auto &list : {polled, observations.olderDeployments[environment].deployments}) {
        for (const Deployment &each : list) {
            if (isTwin(each) && !each.commit.isEmpty())
                return {.sha = each.commit,
                        .proof = ShaProof::Railway,
                        .text = say("it has the same image as %1, of which Railway says that it was built from %2")
                                    .arg(shortId(each.id), shortSha(each.commit))};
        }
    }
    for (const Deployment &each : polled) { // of older ones the runs tell nothing
        const bool built = isTwin(each) && each.route != DeploymentRoute::Rollback;
        const CommitProof proof = built ? proveByRun(each, environment, observations, project) : CommitProof();
        if (!proof.sha.isEmpty())
            return {.sha = proof.sha,
                    .proof = proof.proof,
                    .text = say("it has the same image as %1, of which its run tells the commit: %2")
                                .arg(shortId(each.id), proof.text)};
    }
    return {};
}

} // namespace

CommitProof proveCommit(const Deployment &deployment, Environment environment, const Observations &observations,
                        const Project &project)
{
    if (CommitProof railway = proveByRailway(deployment); !railway.sha.isEmpty())
        return railway;
    const CommitProof image = proveByImage(deployment, environment, observations, project);
    if (!deployment.image.isEmpty() && image.sha.isEmpty())
        return unproven(
            deployment.imageDigest.isEmpty()
                ? say("it was built from the image %1, and Railway does not tell its digest").arg(deployment.image)
                : say("it was built from the image %1: its digest %2 is its identity, and names no commit")
                      .arg(deployment.image, deployment.imageDigest));
    const bool returned = deployment.route == DeploymentRoute::Rollback || !deployment.image.isEmpty();
    CommitProof proof = returned ? unproven(say("Railway does not name a commit of this rollback, and no other "
                                                "deployment with the same image and a known commit is known"))
                                 : proveByRun(deployment, environment, observations, project);
    if (const CommitProof uploader = proveByUploader(deployment, proof); !uploader.text.isEmpty())
        proof = uploader;
    if (proof.sha.isEmpty())
        return image.sha.isEmpty() ? proof : image;
    const CommitProof older = proveByImage(deployment, environment, observations, project, deployment.createdAt);
    if (older.sha.isEmpty() || older.sha == proof.sha)
        return proof;
    return unproven(
        say("it is %1, but %2: it may be a rollback").arg(proof.text, older.text)); // during a run that failed
}

} // namespace Slipway

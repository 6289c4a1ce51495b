// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/observed/releaserules.h"

namespace Slipway {

CountingRules countingRules(const Situation &known)
{
    const ReleaseRules here = releaseRules(known.project);
    const QString &path = known.project.pathInRepository;
    const QString &branch = known.project.github.branch;
    if (path.isEmpty())
        return {.known = true,
                .rules = here,
                .said = say("The project file here counts: it does not lie in the repository")};
    const ProjectFileAtTip *file = known.seen.projectFile.fresh(known.now);
    if (!file)
        return {.said = whyUnknown(known.seen.projectFile, say("%1 at the tip of %2").arg(path, branch))};
    if (!file->isThere)
        return {
            .known = true, .rules = here, .said = say("The project file here counts: %1 has no %2").arg(branch, path)};
    CountingRules counting{.known = true, .rules = file->rules, .differ = file->rules != here};
    counting.rules.autoDeployCheckedOff = file->rules.autoDeployCheckedOff && here.autoDeployCheckedOff;
    QStringList differences;
    if (file->rules.confirmInput != here.confirmInput)
        differences.append(say("confirm_input is \"%1\"").arg(here.confirmInput));
    if (file->rules.autoDeployCheckedOff != here.autoDeployCheckedOff)
        differences.append(here.autoDeployCheckedOff ? say("autodeploy is \"%1\"").arg(QLatin1String(autoDeployOff))
                                                     : say("autodeploy is not said"));
    if (counting.differ)
        counting.said = say("%1 at the tip of %2 counts; in the one here %3")
                            .arg(path, branch, differences.join(QStringLiteral(", ")));
    return counting;
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pipeline/views.h"

namespace Slipway {

QString detailText(const Stage &stage)
{
    QStringList lines;
    for (const StageLine &line : stage.detail)
        lines.append(line.text);
    return lines.isEmpty() ? stage.summary : lines.join(QStringLiteral("; "));
}

QString stageIdWord(StageId id)
{
    switch (id) {
    case StageId::Push:
        return QStringLiteral("push");
    case StageId::Ci:
        return QStringLiteral("ci");
    case StageId::StagingDeploy:
        return QStringLiteral("staging-deploy");
    case StageId::Testing:
        return QStringLiteral("testing");
    case StageId::ProductionDeploy:
        return QStringLiteral("production-deploy");
    case StageId::ProductionLive:
        return QStringLiteral("production-live");
    }
    Q_UNREACHABLE();
}

QString stageStateWord(StageState state)
{
    switch (state) {
    case StageState::Passed:
        return QStringLiteral("passed");
    case StageState::Running:
        return QStringLiteral("running");
    case StageState::Waiting:
        return QStringLiteral("waiting");
    case StageState::Degraded:
        return QStringLiteral("degraded");
    case StageState::Failed:
        return QStringLiteral("failed");
    case StageState::Blocked:
        return QStringLiteral("blocked");
    case StageState::Skipped:
        return QStringLiteral("skipped");
    case StageState::Cancelled:
        return QStringLiteral("cancelled");
    case StageState::Unknown:
        return QStringLiteral("unknown");
    }
    Q_UNREACHABLE();
}

QString verdictWord(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Unknown:
        return QStringLiteral("unknown");
    case Verdict::Healthy:
        return QStringLiteral("healthy");
    case Verdict::Degraded:
        return QStringLiteral("degraded");
    case Verdict::Down:
        return QStringLiteral("down");
    }
    Q_UNREACHABLE();
}

QString gateStateWord(GateState state)
{
    switch (state) {
    case GateState::Pass:
        return QStringLiteral("pass");
    case GateState::Warn:
        return QStringLiteral("warn");
    case GateState::Block:
        return QStringLiteral("block");
    case GateState::Unknown:
        return QStringLiteral("unknown");
    }
    Q_UNREACHABLE();
}

QString linkStateWord(LinkState state)
{
    switch (state) {
    case LinkState::Proven:
        return QStringLiteral("proven");
    case LinkState::NotYet:
        return QStringLiteral("not-yet");
    case LinkState::Broken:
        return QStringLiteral("broken");
    case LinkState::Unproven:
        return QStringLiteral("unproven");
    }
    Q_UNREACHABLE();
}

QString shaProofWord(ShaProof proof)
{
    switch (proof) {
    case ShaProof::Railway:
        return QStringLiteral("railway");
    case ShaProof::GitHubRun:
        return QStringLiteral("github-run");
    case ShaProof::Uploader:
        return QStringLiteral("uploader");
    case ShaProof::Unproven:
        return QStringLiteral("unproven");
    }
    Q_UNREACHABLE();
}

QString sourceIdWord(SourceId id)
{
    switch (id) {
    case SourceId::GitHub:
        return QStringLiteral("github");
    case SourceId::Railway:
        return QStringLiteral("railway");
    case SourceId::Sentry:
        return QStringLiteral("sentry");
    case SourceId::StagingHealth:
        return QStringLiteral("stagingHealth");
    case SourceId::ProductionHealth:
        return QStringLiteral("productionHealth");
    case SourceId::Logs:
        return QStringLiteral("logs");
    }
    Q_UNREACHABLE();
}

QString sourceStateWord(SourceState state)
{
    switch (state) {
    case SourceState::Ok:
        return QStringLiteral("ok");
    case SourceState::Stale:
        return QStringLiteral("stale");
    case SourceState::Error:
        return QStringLiteral("error");
    case SourceState::Unconfigured:
        return QStringLiteral("unconfigured");
    case SourceState::Pending:
        return QStringLiteral("pending");
    }
    Q_UNREACHABLE();
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/command/commandrecord.h"
#include "models/observed/observed.h"
#include "models/values/account.h"
#include "models/values/checklist.h"
#include "models/values/commit.h"
#include "models/values/deployment.h"
#include "models/values/environment.h"
#include "models/values/figures.h"
#include "models/values/health.h"
#include "models/values/hold.h"
#include "models/values/issue.h"

#include <QUrl>

namespace Slipway {

// What the window and --status show: decisions, already taken. One part per panel; each is compared to see whether to
// redraw.

enum class StageId { Push, Ci, StagingDeploy, Testing, ProductionDeploy, ProductionLive };
enum class StageState { Passed, Running, Waiting, Degraded, Failed, Blocked, Skipped, Cancelled, Unknown };

/// One line of a stage's evidence.
struct Evidence {
    StageState state = StageState::Unknown;
    QString text;
    QUrl url;
    bool operator==(const Evidence &) const = default;
};

/// One line under a stage's title. The view sets its own age behind it, if it has one.
struct StageLine {
    QString text;
    QDateTime at; ///< since when it is so, by this computer's clock; invalid: it has no age of its own

    StageLine(const QString &line, const QDateTime &since = {}) // NOLINT(google-explicit-constructor)
        : text(line)
        , at(since)
    {
    }
    bool operator==(const StageLine &) const = default;
};

struct Stage {
    StageId id = StageId::Push;
    StageState state = StageState::Unknown;
    QString title;            ///< "Auto-deploy to STAGING"
    QString summary;          ///< a few words beside the title: "passed 6:41", "4 of 5", "waiting"
    QList<StageLine> detail;  ///< one to four short lines under it; only what passed may have none
    QList<Evidence> evidence; ///< everything that was seen, for the evidence pane
    CommitSha sha;
    QUrl url; ///< its page in the browser
    bool operator==(const Stage &) const = default;
};

/// Its detail in one line, else its summary.
QString detailText(const Stage &stage);

/// The fork after manual testing.
struct Fork {
    enum class Branch { Undecided, IssuesFound, LooksGood };
    Branch branch = Branch::Undecided;
    QString issuesFound; ///< what it says under "Issues found"
    QString looksGood;   ///< what it says under "Looks good"
    bool operator==(const Fork &) const = default;
};

struct ChecklistView {
    DeploymentId deployment; ///< the staging deployment the ticks belong to; empty: nothing can be ticked
    QList<ChecklistTick> ticks;
    bool enabled = false;
    QString reason; ///< why it is not enabled
    bool operator==(const ChecklistView &) const = default;
};

struct PipelineView {
    QList<Stage> stages; ///< the six, in order
    Fork fork;
    ChecklistView checklist;
    bool operator==(const PipelineView &) const = default;
};

struct Serving {
    DeploymentId deployment;
    DeploymentStatus status = DeploymentStatus::Unknown;
    CommitSha sha; ///< empty when it cannot be told
    ShaProof proof = ShaProof::Unproven;
    QString proofText; ///< in words
    QDateTime since;
    QString by;    ///< who
    QString route; ///< "GitHub push", "from GitHub", "railway up in run #318", ...
    QUrl url;      ///< of the run
    int replicasRunning = 0;
    int replicas = 0;
    bool operator==(const Serving &) const = default;
};

struct Rollout {
    DeploymentId deployment;
    DeploymentStatus status = DeploymentStatus::Unknown;
    QString statusText; ///< Railway's word when it is one we do not know
    CommitSha sha;
    QString note;
    QDateTime since;
    bool operator==(const Rollout &) const = default;
};

/// One check of an environment.
struct CheckView {
    QString name;
    Verdict verdict = Verdict::Unknown;
    QString pending;                    ///< "1/3"
    std::optional<HealthSample> sample; ///< the latest, while it is fresh; of one on request: whenever it was
    QString why;                        ///< when there is no sample: why
    bool counts = true;                 ///< for the verdict
    bool onRequest = false;             ///< a person has to ask for it
    bool asking = false;                ///< somebody did, and it has not answered yet
    bool afterPromotion = false;
    bool operator==(const CheckView &) const = default;
};

/// A number, or why there is none.
struct Figure {
    std::optional<double> value;
    QString why;                    ///< when there is none: in a few words
    std::optional<ErrorKind> error; ///< of the last attempt; none: there is no data yet
    bool operator==(const Figure &) const = default;
};

/// What Railway, Sentry and Grafana measure of an environment.
struct Figures {
    Figure errorsPerMinute; ///< Sentry's
    QString releaseText;    ///< every event carries the same release: what to do about it
    Figure cpu;             ///< vCPU
    Figure memoryGb;
    std::optional<double> memoryLimitGb;
    Figure errorPercent; ///< HTTP 5xx of all requests
    Figure p95Ms;        ///< of requests through Railway's edge
    QList<Alert> alerts; ///< Grafana's, firing
    QString alertsText;  ///< when they cannot be told: why; empty also when Grafana is not configured
    bool operator==(const Figures &) const = default;
};

struct EnvironmentView {
    Environment environment = Environment::Staging;
    QUrl url;
    Verdict verdict = Verdict::Unknown;
    QString verdictReason;      ///< one sentence
    bool stale = false;         ///< something shown here is too old to prove anything
    std::optional<Moment> asOf; ///< when the oldest of Railway's answer and the health answer came
    std::optional<Serving> serving;
    QString servingText;        ///< when serving is empty: why ("Railway cannot be reached", "nothing is deployed")
    bool nothingServes = false; ///< serving is empty because Railway says so
    std::optional<ErrorKind> servingError; ///< of the last attempt to read it
    std::optional<Rollout> rollout;
    std::optional<HealthSample> health;
    std::optional<ErrorKind> healthError; ///< of the last attempt to probe it
    QString aheadText;                    ///< "3 commits ahead of production", empty when not known
    std::optional<int> unresolvedIssues;
    std::optional<int> freshIssues;
    QString issuesText;                   ///< when they are empty: why
    QList<SentryIssue> issues;            ///< the unresolved ones, first those that are new
    std::optional<ErrorKind> issuesError; ///< of the last attempt to read them; Unconfigured: there is no Sentry
    QString pending;                      ///< "1/3": the verdict is not settled
    bool flapping = false;                ///< it goes up and down again and again
    bool offline = false;                 ///< nothing answers at all: this computer is offline
    QList<CheckView> checks;              ///< the health address first
    std::optional<int> certificateDays;   ///< until the server's certificate ends
    Figures figures;
    QList<DashboardLink> links; ///< of the project file
    bool operator==(const EnvironmentView &) const = default;
};

enum class GateState { Pass, Warn, Block, Unknown };

struct Gate {
    QString id;    ///< stable: "ci-passed", "staging-serves", ...
    QString title; ///< "CI passed on 3f9c2ab"
    GateState state = GateState::Unknown;
    QString reason; ///< one sentence
    bool operator==(const Gate &) const = default;
};

enum class LinkState {
    Proven,
    NotYet, ///< it does not hold, and need not hold before a promotion
    Broken,
    Unproven
};

/// One link of "is what I tested what runs?".
struct IdentityLink {
    QString id; ///< stable: "tested-tip", "tip-run", ...
    QString title;
    LinkState state = LinkState::Unproven;
    QString evidence;
    bool operator==(const IdentityLink &) const = default;
};

/// One way to promote, offered or greyed with its reason.
struct WayOffer {
    PromotionWay way = PromotionWay::GitHubAtBranch;
    bool available = false;
    QString reason; ///< why not; or a remark when available
    bool operator==(const WayOffer &) const = default;
};

/// What a promotion would do now. The dialog freezes one; movedSince() says what changed under it.
struct PromotionOffer {
    CommitSha target; ///< what staging provably serves; empty: nothing can be promoted
    CommitSha live;   ///< what production serves, if known
    DeploymentId stagingServing;
    DeploymentId productionServing;
    DeploymentId productionNewest;
    QList<Commit> commits; ///< what goes out, newest first
    bool commitsKnown = false;
    QString summary;        ///< "3 commits, 2 authors, 1 database migration"
    QStringList migrations; ///< changed paths that look like database migrations
    QList<Gate> gates;
    QList<WayOffer> ways;
    QString branch;       ///< "main"
    QString confirmInput; ///< the input of the production workflow that takes the phrase
    QString workflowName; ///< "Deploy to Production (Manual)"
    bool operator==(const PromotionOffer &) const = default;
};

/// Something a person can do about what stands in the way; each is a command.
struct Repair {
    OrderKind kind = OrderKind::CancelRun;
    StageId stage = StageId::Push; ///< beside which it is offered
    Environment environment = Environment::Production;
    QString title;       ///< "Re-run the failed jobs of CI run #318"
    QString explanation; ///< what it does, for the confirmation
    bool available = false;
    QString reason;     ///< why not
    bool typed = false; ///< it changes production: the phrase has to be typed
    bool waits = false; ///< what it is about waits for a person: nothing of it runs
    RunId run;
    int attempt = 0;
    QList<qint64> reviews;
    DeploymentId deployment; ///< CancelRun: the rollout that is cancelled with it
    CommitSha sha;
    QUrl url; ///< where it can be done without Slipway
    /// Approvals for production: what they let go out, under the gates of a promotion.
    std::optional<PromotionOffer> release;
    bool operator==(const Repair &) const = default;
};

enum class SourceId { GitHub, Railway, Sentry, StagingHealth, ProductionHealth, Logs };
enum class SourceState { Ok, Stale, Error, Unconfigured, Pending };

struct Source {
    SourceId id = SourceId::GitHub;
    SourceState state = SourceState::Pending;
    std::optional<Moment> fetchedAt; ///< of the oldest fact that this source is judged by
    std::optional<Error> error;
    QString remark; ///< what is other than usual, a clause
    std::optional<RateBudget> budget;
    bool operator==(const Source &) const = default;
};

// Stable words for --status --json and for object names.
QString stageIdWord(StageId id); ///< "push", "ci", "staging-deploy", "testing", "production-deploy", "production-live"
QString stageStateWord(StageState state); ///< "passed", ...
QString verdictWord(Verdict verdict);
QString gateStateWord(GateState state);
QString linkStateWord(LinkState state);
QString shaProofWord(ShaProof proof); ///< "railway", "github-run", "unproven"
QString sourceIdWord(SourceId id);    ///< "github", "railway", "sentry", "stagingHealth", "productionHealth", "logs"
QString sourceStateWord(SourceState state); ///< "ok", "stale", "error", "unconfigured", "pending"

} // namespace Slipway

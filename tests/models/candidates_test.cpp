// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/goback/candidates.h"
#include "models/goback/means.h"
#include "models/goback/served.h"
#include "support/records.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

constexpr Environment production = Environment::Production;

QString idOf(const DeploymentId &id)
{
    return id.value;
}

Deployment removed(const char *id, int createdAgo, int removedAgo, bool canRollback = false)
{
    Deployment deployment = aDeployment(id, DeploymentStatus::Removed, {}, noon, createdAgo);
    deployment.statusUpdatedAt = at(noon, removedAgo);
    deployment.canRollback = canRollback;
    deployment.canRedeploy = true;
    return deployment;
}

/// Production serves d-new; before it d-good and d-older served, and both images are kept.
struct Returning {
    Observations all;
    Project project = acmeProject();

    Returning()
    {
        Deployment serves = aDeployment("d-new", DeploymentStatus::Success, testedSha, noon, 1000);
        serves.canRollback = serves.canRedeploy = true; // so Railway says of what serves (app/railway/README.md, 14)
        serves.imageDigest = QStringLiteral("sha256:new");
        Deployment good = removed("d-good", 50'000, 935, true);
        good.commit = liveSha;
        good.route = DeploymentRoute::GitHub;
        good.imageDigest = QStringLiteral("sha256:good");
        all.services.production = fresh(serving(serves), noon);
        all.deployments.production =
            fresh(QList<Deployment>{serves, good, removed("d-older", 90'000, 49'900, true)}, noon);
        project.railway.retentionHours = 72;
    }
    DeploymentsView view(Moment now = noon) const { return deploymentsViewOf(Facts({all, project, now}), production); }
    PastDeployment row(const char *id) const
    {
        const DeploymentsView present = view();
        const PastDeployment *found = find(present, {QString::fromLatin1(id)});
        if (!found)
            qFatal("there is no deployment %s", id);
        return *found;
    }
    Deployment &listed(qsizetype at) { return (*all.deployments.production.value)[at]; }
    Deployment &serves() { return all.services.production.value->active[0]; }
    void add(const Deployment &deployment) { all.deployments.production.value->append(deployment); }
};

CommandRecord aReturn(const char *from, const char *to, CommandState state)
{
    CommandRecord record = aCommand("o-return", state);
    record.order.kind = OrderKind::RollBack;
    record.order.serving = {QString::fromLatin1(from)};
    record.order.target = {QString::fromLatin1(to)};
    record.order.reason = QStringLiteral("checkout answers 500");
    return record;
}

CommandRecord aPromotion(const char *deployment, CommandState state)
{
    CommandRecord record = aCommand("o-promotion", state);
    record.deployment = {QString::fromLatin1(deployment)};
    return record;
}

struct Expected {
    Served served;
    ReturnRefusal refusal;
    ReturnRefusal doubt = ReturnRefusal::None;
};

/// What Slipway concludes is only a doubt where Railway keeps it.
Expected concluded(Served served, ReturnRefusal refusal, bool kept)
{
    return kept ? Expected{served, ReturnRefusal::None, refusal} : Expected{served, refusal};
}

/// The rule for candidates in one place: `kept` is canRollback or canRedeploy.
Expected expectedOf(DeploymentStatus status, bool canRollback, bool kept)
{
    using enum DeploymentStatus;
    switch (status) {
    case Queued:
    case Waiting:
    case Initializing:
    case Building:
    case Deploying:
        return {Served::No, ReturnRefusal::InProgress};
    case NeedsApproval:
        return {Served::No, ReturnRefusal::WaitsForApproval};
    case Failed:
        return {Served::No, ReturnRefusal::Failed};
    case Skipped:
        return {Served::No, ReturnRefusal::Skipped};
    case Crashed:
        return concluded(Served::Yes, ReturnRefusal::Crashed, kept);
    case Unknown:
        return concluded(Served::Unknown, ReturnRefusal::StatusUnknown, kept);
    case Success:
    case Sleeping:
        return {Served::Yes, kept ? ReturnRefusal::None : ReturnRefusal::NothingKept};
    case Removing:
    case Removed:
        break;
    }
    // Without statusUpdatedAt the times do not tell whether it served.
    return canRollback ? Expected{Served::Yes, ReturnRefusal::None}
                       : concluded(Served::Unknown, ReturnRefusal::ServedUnknown, kept);
}

} // namespace

/// To which deployments one can go back, by which means.
class CandidatesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyStatusWithEveryFlagIsJudged_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("canRollback");
        QTest::addColumn<bool>("canRedeploy");
        for (int status = 0; status <= int(DeploymentStatus::Unknown); ++status) {
            for (const bool canRollback : {false, true}) {
                for (const bool canRedeploy : {false, true})
                    QTest::addRow("%s%s%s", qPrintable(wireWord(DeploymentStatus(status))),
                                  canRollback ? ", canRollback" : "", canRedeploy ? ", canRedeploy" : "")
                        << status << canRollback << canRedeploy;
            }
        }
    }
    void everyStatusWithEveryFlagIsJudged()
    {
        QFETCH(int, status);
        QFETCH(bool, canRollback);
        QFETCH(bool, canRedeploy);
        Returning world;
        Deployment deployment = aDeployment("d-x", DeploymentStatus(status), newerSha, noon, 40'000);
        deployment.statusUpdatedAt = {};
        deployment.canRollback = canRollback;
        deployment.canRedeploy = canRedeploy;
        world.add(deployment);

        const Expected expected = expectedOf(DeploymentStatus(status), canRollback, canRollback || canRedeploy);
        const PastDeployment row = world.row("d-x");
        QCOMPARE(row.served, expected.served);
        QCOMPARE(row.refusal, expected.refusal);
        QCOMPARE(row.doubt, expected.doubt);
        QCOMPARE(refusalText(row.refusal, deployment).isEmpty(), row.refusal == ReturnRefusal::None);

        const bool open = expected.refusal == ReturnRefusal::None;
        const QList<MeansOffer> means = meansOf(row, world.view());
        QCOMPARE(means.at(int(ReturnMeans::RollBack)).available, open && canRollback);
        QCOMPARE(means.at(int(ReturnMeans::Redeploy)).available, open && canRollback && canRedeploy);
        QCOMPARE(means.at(int(ReturnMeans::Rebuild)).available, open && canRedeploy);
        for (const MeansOffer &offer : means) {
            QCOMPARE(offer.reason.isEmpty(), offer.available);
            QVERIFY(!offer.restores.isEmpty());
        }
        const bool chosen = open && canRollback && expected.doubt == ReturnRefusal::None;
        QCOMPARE(idOf(world.view().preselected), chosen ? QStringLiteral("d-x") : QStringLiteral("d-good"));
    }
    void whatServesIsMarkedAndRefused()
    {
        const Returning world;
        QCOMPARE(idOf(world.view().serving), QStringLiteral("d-new"));
        QVERIFY(world.row("d-new").serving);
        QCOMPARE(world.row("d-new").refusal, ReturnRefusal::Serving);
        QVERIFY(!world.row("d-good").serving);
        for (const MeansOffer &offer : meansOf(world.row("d-new"), world.view()))
            QCOMPARE(offer.reason, QStringLiteral("It is what serves now"));
    }

    // Whether a removed one served (app/railway/README.md, 14)
    void timesTellServedFromAborted_data()
    {
        QTest::addColumn<DeploymentStatus>("successor");
        QTest::addColumn<int>("created");
        QTest::addColumn<int>("removed");
        QTest::addColumn<Served>("expected");
        using enum DeploymentStatus;
        // The successor was created 1000 s ago and, if its status tells, went live 940 s ago.
        QTest::newRow("removed after it went live") << Success << 5000 << 935 << Served::Yes;
        QTest::newRow("removed a moment before") << Success << 1200 << 969 << Served::Yes;
        QTest::newRow("removed while it was built") << Success << 1200 << 971 << Served::No;
        QTest::newRow("removed when it was created") << Success << 5000 << 1000 << Served::No;
        QTest::newRow("removed before it was created") << Success << 5000 << 1001 << Served::Unknown;
        QTest::newRow("an old one, its going live not known") << Crashed << 4601 << 990 << Served::Yes;
        QTest::newRow("an old one, removed before") << Crashed << 4601 << 1001 << Served::Unknown;
        QTest::newRow("a young one, its going live not known") << Crashed << 4600 << 935 << Served::Unknown;
        QTest::newRow("asleep since then") << Sleeping << 2000 << 960 << Served::Unknown;
        QTest::newRow("asleep, but an old one") << Sleeping << 9000 << 960 << Served::Yes;
        QTest::newRow("one that never went live") << Failed << 5000 << 935 << Served::Unknown;
        QTest::newRow("one that was aborted itself") << Removed << 5000 << 935 << Served::Unknown;
    }
    void timesTellServedFromAborted()
    {
        QFETCH(DeploymentStatus, successor);
        QFETCH(int, created);
        QFETCH(int, removed);
        QFETCH(Served, expected);
        const Deployment newer = aDeployment("d-s", successor, testedSha, noon, 1000);
        QCOMPARE(servedOf(::removed("d-x", created, removed), {newer}, {}), expected);
    }
    void theOldestNewerOneThatWentLiveIsTheSuccessor()
    {
        const Deployment aborted = ::removed("d-aborted", 4000, 3900);
        const Deployment next = aDeployment("d-next", DeploymentStatus::Success, testedSha, noon, 3000);
        const Deployment last = aDeployment("d-last", DeploymentStatus::Success, testedSha, noon, 1000);
        QCOMPARE(servedOf(::removed("d-x", 5000, 2900), {aborted, next, last}, {}), Served::Yes);
        QCOMPARE(servedOf(::removed("d-x", 5000, 2900), {aborted, last}, {}), Served::Unknown);
        QCOMPARE(servedOf(::removed("d-x", 5000, 2900), {}, {}), Served::Unknown);
        Deployment untimed = ::removed("d-x", 5000, 0);
        untimed.statusUpdatedAt = {};
        QCOMPARE(servedOf(untimed, {next}, {}), Served::Unknown);
    }
    void canRollbackTellsThatItServed()
    {
        const Deployment next = aDeployment("d-next", DeploymentStatus::Success, testedSha, noon, 1000);
        QCOMPARE(servedOf(::removed("d-x", 1200, 990, true), {next}, {}), Served::Yes);
        QCOMPARE(servedOf(::removed("d-x", 1200, 990, false), {next}, {}), Served::No);
    }
    void theJournalTellsWhatItSaw()
    {
        const Deployment untold = ::removed("d-x", 1200, 1100);
        QCOMPARE(servedOf(untold, {}, {}), Served::Unknown);
        QCOMPARE(servedOf(untold, {}, {aPromotion("d-x", CommandState::Succeeded)}), Served::Yes);
        QCOMPARE(servedOf(untold, {}, {aPromotion("d-x", CommandState::FailedButLive)}), Served::Yes);
        QCOMPARE(servedOf(untold, {}, {aPromotion("d-x", CommandState::Failed)}), Served::No);
        QCOMPARE(servedOf(untold, {}, {aPromotion("d-x", CommandState::NotProven)}), Served::Unknown);
        QCOMPARE(servedOf(untold, {}, {aPromotion("d-other", CommandState::Succeeded)}), Served::Unknown);
        CommandRecord seen = aPromotion("d-x", CommandState::NotProven);
        seen.servingSeenAt = at(noon, 1150);
        QCOMPARE(servedOf(untold, {}, {seen}), Served::Yes);
        QCOMPARE(servedOf(untold, {}, {aPromotion("d-x", CommandState::Failed), seen}), Served::Yes);
    }
    void aCancellationThatWorkedIsNoSignOfServing()
    {
        CommandRecord record = aPromotion("d-x", CommandState::Succeeded);
        record.order.kind = OrderKind::CancelDeployment;
        QCOMPARE(servedOf(::removed("d-x", 1200, 1100), {}, {record}), Served::Unknown);
    }
    void anAbortedOneIsOfferedWithADoubtWhereRailwayAllowsIt()
    {
        Returning world;
        Deployment aborted = ::removed("d-aborted", 1100, 990);
        aborted.canRedeploy = true;
        world.all.deployments.production.value->insert(1, aborted);
        const PastDeployment row = world.row("d-aborted");
        QCOMPARE(row.refusal, ReturnRefusal::None);
        QCOMPARE(row.doubt, ReturnRefusal::NeverServed);
        QVERIFY(meansOf(row, world.view()).at(int(ReturnMeans::Rebuild)).available);
    }
    void theNewestOneIsWhatTheServiceSays()
    {
        Returning world;
        const DeploymentId listed = world.view().newest;
        Deployment skipped = aDeployment("d-skipped", DeploymentStatus::Skipped, newerSha, noon, 1);
        world.all.deployments.production.value->prepend(skipped);
        QCOMPARE(world.view().newest, listed);
    }
    void anAbortedOneIsRefusedAndItsPredecessorIsNot()
    {
        Returning world;
        Deployment aborted = ::removed("d-aborted", 1100, 990);
        aborted.canRedeploy = false;
        world.all.deployments.production.value->insert(1, aborted);
        QCOMPARE(world.row("d-aborted").refusal, ReturnRefusal::NeverServed);
        QVERIFY(!world.row("d-aborted").servedFor);
        QCOMPARE(world.row("d-good").refusal, ReturnRefusal::None);
    }

    // What is listed
    void theListsAreJoinedNewestFirst()
    {
        Returning world;
        world.all.olderDeployments.production = {
            .deployments = {world.listed(2), ::removed("d-a", 200'000, 90'000), ::removed("d-b", 300'000, 200'000)},
            .complete = true};
        world.all.services.production.value->latest = aDeployment("d-up", DeploymentStatus::Building, {}, noon, 5);
        QStringList ids;
        const DeploymentsView view = world.view();
        for (const PastDeployment &row : view.rows)
            ids.append(row.deployment.id.value);
        QCOMPARE(ids.join(QLatin1Char(' ')), QStringLiteral("d-up d-new d-good d-older d-a d-b"));
        QCOMPARE(idOf(view.newest), QStringLiteral("d-up"));
        QVERIFY(view.complete);
        QVERIFY(!view.loading);
    }
    void thePolledListIsYoungerThanTheOlderPages()
    {
        Returning world;
        Deployment before = world.listed(2);
        before.canRollback = false;
        world.all.olderDeployments.production.deployments = {before};
        QVERIFY(world.row("d-older").deployment.canRollback);
    }
    void theYoungerOfListAndOverviewCounts()
    {
        Returning world;
        world.serves().status = DeploymentStatus::Crashed;
        world.serves().creator.clear(); // the overview does not tell it
        world.all.services.production.value->latest = world.serves();
        QCOMPARE(world.row("d-new").deployment.status, DeploymentStatus::Crashed);
        QCOMPARE(world.row("d-new").deployment.creator, QStringLiteral("mira"));
        world.all.services.production.fetchedAt.wallMs -= 60'000;
        QCOMPARE(world.row("d-new").deployment.status, DeploymentStatus::Success);
    }
    void nothingReadIsNoList()
    {
        Returning world;
        world.all = {};
        const DeploymentsView view = world.view();
        QVERIFY(view.rows.isEmpty());
        QVERIFY(view.serving.isEmpty());
        QVERIFY(view.preselected.isEmpty());
        QVERIFY(!view.stale);
        QVERIFY(view.trouble.isEmpty());
    }
    void whatCouldNotBeReadIsSaid()
    {
        Returning world;
        world.all.deployments.production.error = Error{.detail = QStringLiteral("no answer within 20 s")};
        QCOMPARE(world.view().trouble,
                 QStringLiteral("The deployments of production could not be read: no answer within 20 s"));
        world.all.deployments.production.error.reset();
        world.all.olderDeployments.production.error = Error{.detail = QStringLiteral("refused")};
        QVERIFY(world.view().trouble.contains(QStringLiteral("older deployments")));
    }
    void anOldListIsStaleButStillHasItsCandidate()
    {
        const Returning world;
        QVERIFY(!world.view().stale);
        const DeploymentsView view = world.view(noon + Milliseconds(600'000));
        QVERIFY(view.stale);
        QCOMPARE(idOf(view.serving), QStringLiteral("d-new"));
        QCOMPARE(idOf(view.preselected), QStringLiteral("d-good"));
    }
    void howLongItServedIsToldFromTheTimes()
    {
        const Returning world;
        QCOMPARE(world.row("d-new").servedFor, std::optional(Milliseconds(960'000))); // whole minutes
        QVERIFY(!world.row("d-new").servedUntil.isValid());
        QCOMPARE(world.row("d-good").servedFor, std::optional(Milliseconds(49'065'000)));
        QCOMPARE(world.row("d-good").servedUntil, at(noon, 935));
        QCOMPARE(world.row("d-good").imageKeptUntil, at(noon, 935).addSecs(72LL * 3600));
    }
    void howLongItServesIsToldByRailwaysClock()
    {
        Returning world;
        world.all.clocks.ahead[Provider::GitHub] = Milliseconds(900'000);
        QCOMPARE(world.row("d-new").servedFor, std::optional(Milliseconds(960'000)));
        world.all.clocks.ahead[Provider::Railway] = Milliseconds(-600'000); // this computer is ahead
        QCOMPARE(world.row("d-new").servedFor, std::optional(Milliseconds(360'000)));
    }
    void howLongTheImageIsKeptIsNotGuessed()
    {
        Returning world;
        world.listed(1).canRollback = false;
        QVERIFY(!world.row("d-good").imageKeptUntil.isValid());
        world.project.railway.retentionHours = 0;
        QVERIFY(!world.row("d-older").imageKeptUntil.isValid());
    }
    void commitsAreRailwaysOrTheImages()
    {
        Returning world;
        Deployment same = ::removed("d-same", 300'000, 200'000);
        same.imageDigest = QStringLiteral("sha256:good");
        world.all.olderDeployments.production.deployments = {same, ::removed("d-untold", 400'000, 300'000)};
        QCOMPARE(world.row("d-good").sha, liveSha);
        QCOMPARE(world.row("d-good").proof, ShaProof::Railway);
        QCOMPARE(world.row("d-same").sha, liveSha);
        QCOMPARE(world.row("d-same").proof, ShaProof::Railway);
        QVERIFY(world.row("d-untold").sha.isEmpty());
        QCOMPARE(world.row("d-untold").proof, ShaProof::Unproven);
    }
    void aPolledOneIsProvenByItsRun()
    {
        Returning world;
        world.all.runs = fresh(
            QList<WorkflowRun>{
                aRun(1).of("deploy-production.yml").on(newerSha).during(noon, 90'100, 89'000).succeeded()},
            noon);
        const WorkflowRun &run = world.all.runs.value->constFirst();
        world.all.jobs.insert(run.id, fresh(oneJobOf(run), noon));
        QCOMPARE(world.row("d-older").sha, newerSha);
        QCOMPARE(world.row("d-older").proof, ShaProof::GitHubRun);
    }

    // Trouble and the preselected one
    void theLastGoodOneIsPreselected()
    {
        Returning world;
        QCOMPARE(idOf(world.view().preselected), QStringLiteral("d-good"));
        world.listed(1).canRollback = false; // its image is gone
        QCOMPARE(idOf(world.view().preselected), QStringLiteral("d-older"));
    }
    void oneThatCanOnlyBeRebuiltIsNeverPreselected()
    {
        Returning world;
        world.listed(1).canRollback = world.listed(2).canRollback = false;
        QVERIFY(world.view().preselected.isEmpty());
        QVERIFY(meansOf(world.row("d-good"), world.view()).at(int(ReturnMeans::Rebuild)).available);
    }
    void theImageThatServesAlreadyIsNotPreselected()
    {
        Returning world;
        world.listed(1).imageDigest = QStringLiteral("sha256:new");
        QCOMPARE(idOf(world.view().preselected), QStringLiteral("d-older"));
    }
    void aNewerOneIsNotPreselected()
    {
        Returning world;
        world.all.deployments.production.value->prepend(::removed("d-undone", 500, 400, true));
        QCOMPARE(world.row("d-undone").refusal, ReturnRefusal::None);
        QCOMPARE(idOf(world.view().preselected), QStringLiteral("d-good"));
    }
    void oneThatSomebodyWentBackFromComesSecond_data()
    {
        QTest::addColumn<CommandState>("state");
        QTest::addColumn<bool>("happened");
        using enum CommandState;
        for (const CommandState state : {Sent, Uncertain, Accepted, Succeeded, FailedButLive, NotProven})
            QTest::newRow(qPrintable(commandStateId(state))) << state << true;
        for (const CommandState state : {Checking, Intended, Failed, Refused, NotSent})
            QTest::newRow(qPrintable(commandStateId(state))) << state << false;
    }
    void oneThatSomebodyWentBackFromComesSecond()
    {
        QFETCH(CommandState, state);
        QFETCH(bool, happened);
        Returning world;
        world.all.commands = {aReturn("d-good", "d-older", state)};
        QCOMPARE(world.row("d-good").trouble,
                 happened ? QStringLiteral("mira went back from it: checkout answers 500") : QString());
        QCOMPARE(idOf(world.view().preselected), happened ? QStringLiteral("d-older") : QStringLiteral("d-good"));
        world.listed(2).canRollback = false;
        QCOMPARE(idOf(world.view().preselected), QStringLiteral("d-good")); // still better than none
    }
    void aReturnElsewhereIsNoTrouble()
    {
        Returning world;
        world.all.commands = {aReturn("d-good", "d-older", CommandState::Succeeded)};
        world.all.commands[0].order.environment = Environment::Staging;
        QVERIFY(world.row("d-good").trouble.isEmpty());
        world.all.commands = {aReturn("d-good", "d-good", CommandState::Succeeded)}; // it was only made anew
        QVERIFY(world.row("d-good").trouble.isEmpty());
    }
    void aBadPromotionIsTrouble()
    {
        Returning world;
        world.all.commands = {aPromotion("d-good", CommandState::FailedButLive),
                              aPromotion("d-older", CommandState::NotProven)};
        world.all.commands[0].detail = QStringLiteral("Verify Production failed");
        QCOMPARE(world.row("d-good").trouble,
                 QStringLiteral("its promotion failed, and it went live: Verify Production failed"));
        QCOMPARE(world.row("d-older").trouble, QStringLiteral("its promotion was not proven"));
        world.all.commands = {aPromotion("d-good", CommandState::Succeeded)};
        QVERIFY(world.row("d-good").trouble.isEmpty());
    }
    void aHoldRemembersTheTroubleAfterARestart()
    {
        Returning world;
        world.all.hold = Hold{.undone = liveSha,
                              .reason = QStringLiteral("checkout answers 500"),
                              .who = QStringLiteral("mira"),
                              .since = at(noon, 900)};
        QCOMPARE(world.row("d-good").trouble, QStringLiteral("mira went back from it: checkout answers 500"));
        world.all.clocks.ahead[Provider::GitHub] = Milliseconds(-59'100'000);
        QVERIFY(!world.row("d-good").trouble.isEmpty());
        world.all.hold->since = at(noon, 60'000); // before it was made
        QVERIFY(world.row("d-good").trouble.isEmpty());
        world.all.clocks.ahead[Provider::Railway] = Milliseconds(59'100'000); // after it, by the clock that told when
        QVERIFY(!world.row("d-good").trouble.isEmpty());
    }
    void whereNothingServesTheLastGoodOneIsPreselected()
    {
        Returning world;
        world.all.services.production.value->active.clear();
        world.all.services.production.value->latest.reset();
        world.listed(0).status = DeploymentStatus::Removed;
        world.listed(0).canRollback = false;
        QVERIFY(world.view().serving.isEmpty());
        QCOMPARE(idOf(world.view().preselected), QStringLiteral("d-good"));
        world.listed(0).canRollback = true; // taken down by hand: somebody had a reason
        QCOMPARE(idOf(world.view().preselected), QStringLiteral("d-good"));
    }
    void whatMayServeIsNotPreselected()
    {
        Returning world;
        world.all.services.production = failing<ServiceInstance>(ErrorKind::Timeout, QStringLiteral("no answer"), noon);
        QVERIFY(world.view().serving.isEmpty());
        QCOMPARE(idOf(world.view().preselected), QStringLiteral("d-good"));
        QVERIFY(world.view().trouble.contains(QStringLiteral("no answer")));
    }

    // Means
    void whatEachMeansRestoresIsSaid()
    {
        const Returning world;
        const QList<MeansOffer> means = meansOf(world.row("d-good"), world.view());
        QCOMPARE(means.at(0).restores, QStringLiteral("its image and its variables, in seconds"));
        QCOMPARE(means.at(1).restores, QStringLiteral("its image with today's variables, without a build"));
        QCOMPARE(means.at(2).restores,
                 QStringLiteral("its commit built anew with today's variables, about 1:00 by the last builds"));
        // Of `railway up` there is only what was uploaded.
        QVERIFY(meansOf(world.row("d-older"), world.view()).at(2).restores.startsWith(QStringLiteral("what was")));
    }
    void howLongABuildTakesIsNotGuessed()
    {
        Returning world;
        world.serves().route = DeploymentRoute::Rollback; // it was not built
        QVERIFY(!world.view().buildTime);
        QVERIFY(meansOf(world.row("d-good"), world.view()).at(2).restores.endsWith(QStringLiteral("is not known")));
        world.serves().route = DeploymentRoute::GitHub;
        world.serves().statusUpdatedAt = at(noon, -90'000); // woken since
        QVERIFY(!world.view().buildTime);
        world.serves().statusUpdatedAt = {};
        QVERIFY(!world.view().buildTime);
    }
    void bothEnvironmentsTellTheBuildTime()
    {
        Returning world;
        Deployment staging = aDeployment("d-staging", DeploymentStatus::Success, testedSha, noon, 500);
        staging.statusUpdatedAt = at(noon, 380);
        world.all.services.staging = fresh(serving(staging), noon);
        QCOMPARE(world.view().buildTime, std::optional(Milliseconds(120'000)));
    }
    void anImageThatIsGoneIsTheReason()
    {
        Returning world;
        world.listed(1).canRollback = false;
        const QList<MeansOffer> means = meansOf(world.row("d-good"), world.view());
        QCOMPARE(means.at(0).reason, QStringLiteral("The image is no longer kept"));
        QCOMPARE(means.at(1).reason, QStringLiteral("The image is no longer kept"));
        QVERIFY(means.at(2).available);
        world.listed(2).canRedeploy = false;
        const QList<MeansOffer> others = meansOf(world.row("d-older"), world.view());
        QVERIFY(others.at(0).available);
        QCOMPARE(others.at(1).reason, QStringLiteral("Railway does not offer it"));
        QCOMPARE(others.at(2).reason, QStringLiteral("Railway does not offer it"));
    }
    void anUnknownWordIsSaidInTheRefusal()
    {
        const Deployment strange{.rawStatus = QStringLiteral("HIBERNATING")};
        QCOMPARE(refusalText(ReturnRefusal::StatusUnknown, strange),
                 QStringLiteral("It is \"HIBERNATING\", a word Slipway does not know"));
    }

    // What moved under an open dialog
    void whatDoesNotMatterHasNotMoved()
    {
        Returning world;
        const DeploymentsView frozen = world.view();
        world.serves().replicasRunning = 1;
        world.add(::removed("d-read-later", 900'000, 800'000));
        QVERIFY(movedSince(frozen, world.view(noon + Milliseconds(600'000)), {QStringLiteral("d-good")}).isEmpty());
    }
    void aMovedServingOrNewestOneIsSaid()
    {
        Returning world;
        const DeploymentsView frozen = world.view();
        const Deployment other = aDeployment("d-theirs", DeploymentStatus::Success, newerSha, noon, 5);
        world.all.services.production.value->latest = other;
        QCOMPARE(movedSince(frozen, world.view(), {QStringLiteral("d-good")}),
                 QStringList{QStringLiteral("Production's newest deployment changed from d-new to d-theirs")});
        world.all.services.production.value->active.append(other);
        QCOMPARE(movedSince(frozen, world.view(), {QStringLiteral("d-good")}).constFirst(),
                 QStringLiteral("Production's serving deployment changed from d-new to d-theirs"));
    }
    void aTargetThatLostItsImageOrVanishedIsSaid()
    {
        Returning world;
        const DeploymentsView frozen = world.view();
        world.listed(1).canRollback = false;
        QCOMPARE(movedSince(frozen, world.view(), {QStringLiteral("d-good")}),
                 QStringList{QStringLiteral("Railway does not offer a rollback to the chosen deployment any more")});
        QVERIFY(movedSince(frozen, world.view(), {QStringLiteral("d-older")}).isEmpty());
        world.all.deployments.production.value->removeAt(1);
        QCOMPARE(movedSince(frozen, world.view(), {QStringLiteral("d-good")}),
                 QStringList{QStringLiteral("The chosen deployment d-good is not listed any more")});
    }
    void manyDeploymentsAreJudgedLikeFew()
    {
        Returning world;
        QList<Deployment> many;
        for (int i = 0; i < 5000; ++i)
            many.append(
                ::removed(qPrintable(QStringLiteral("d-%1").arg(i)), 100'000 + (i + 1) * 100, 100'000 + i * 100));
        world.all.olderDeployments.production = {.deployments = many, .complete = true};
        const DeploymentsView view = world.view();
        QCOMPARE(view.rows.size(), 5003);
        QCOMPARE(idOf(view.preselected), QStringLiteral("d-good"));
    }
};

SLIPWAY_TEST(CandidatesTest)
#include "candidates_test.moc"

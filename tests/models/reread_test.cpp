// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/observed/reread.h"
#include "support/builders.h"
#include "support/testmain.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

/// Every text of a stage, a gate or a link.
QStringList everyReason(const Snapshot &snapshot)
{
    QStringList texts;
    for (const Stage &stage : snapshot.pipeline.stages) {
        texts.append(stage.summary);
        for (const StageLine &line : stage.detail)
            texts.append(line.text);
    }
    for (const Gate &gate : snapshot.gates)
        texts.append(gate.reason);
    for (const IdentityLink &link : snapshot.identity)
        texts.append(link.evidence);
    return texts;
}

constexpr Moment asked{.wallMs = 1'000'000, .steadyMs = 50'000};
const Moment later = asked + Milliseconds(200);
const Moment earlier = asked + Milliseconds(-200);

Observations answeredAt(Moment when)
{
    Observations all;
    all.tip.apply(Commit{}, when, {});
    all.runs.apply(QList<WorkflowRun>{}, when, {});
    all.productionRuns.apply(QList<WorkflowRun>{}, when, {});
    for (const Environment environment : environments) {
        all.services[environment].apply(ServiceInstance{}, when, {});
        all.deployments[environment].apply(QList<Deployment>{}, when, {});
        all.unsettled[environment].apply(QList<Deployment>{}, when, {});
        all.health[environment].apply(Health{}, when, {});
    }
    return all;
}

} // namespace

class RereadTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everythingReadSinceIsAnswered()
    {
        QVERIFY(allAnsweredSince(answeredAt(later), asked));
        QVERIFY(notReadSince(answeredAt(later), asked).isEmpty());
    }
    void whatWasReadBeforeTheQuestionDoesNotCount()
    {
        QVERIFY(!allAnsweredSince(answeredAt(earlier), asked));
        QCOMPARE(notReadSince(answeredAt(earlier), asked).size(), 7);
    }
    void aFailureIsAnAnswerButNotARead()
    {
        Observations all = answeredAt(later);
        all.tip.apply(Error{.kind = ErrorKind::Timeout, .detail = QStringLiteral("timed out")}, later, {});
        QVERIFY(allAnsweredSince(all, asked));
        QCOMPARE(notReadSince(all, asked), QStringList{QStringLiteral("GitHub's tip of the branch: timed out")});
    }
    /// Whichever facts are missing: where a stage, a gate or a link says so, it is told as never read.
    void nothingIsMissedWithoutBeingTold()
    {
        QRandomGenerator random(14);
        const QString notYet = QStringLiteral("has not been read");
        for (int i = 0; i < 500; ++i) {
            Observations all = healthyWorld(noon);
            int fact = 0;
            const int missing = int(random.bounded(30));
            eachFact(all, [&](auto &each) {
                if (fact++ == missing || random.bounded(40) == 0)
                    each = {};
            });
            const Snapshot snapshot = evaluate({all, acmeProject(), noon});
            const QString said = everyReason(snapshot).filter(notYet).join(QStringLiteral("; "));
            QVERIFY2(said.isEmpty() || !snapshot.neverRead.isEmpty(), qPrintable(said));
        }
    }
    void whatIsNotThereWasReadAllTheSame()
    {
        Observations all = healthyWorld(noon);
        const QStringList before = evaluate({all, acmeProject(), noon}).neverRead;
        all.productionWorkflow = failing<WorkflowFile>(ErrorKind::NotFound, QStringLiteral("there is none"), noon);
        QVERIFY(evaluate({all, acmeProject(), noon}).neverRead.size() <= before.size());
        all.productionWorkflow = failing<WorkflowFile>(ErrorKind::Server, QStringLiteral("it is down"), noon);
        QVERIFY(evaluate({all, acmeProject(), noon}).neverRead.join(QLatin1Char(' ')).contains(QStringLiteral("down")));
    }
    void theListsOfWhatIsUnderWayAreAwaited()
    {
        const auto without = [](const auto &forget) {
            Observations all = answeredAt(later);
            forget(all);
            return all;
        };
        QVERIFY(!allAnsweredSince(without([](Observations &all) { all.productionRuns = {}; }), asked));
        QVERIFY(!allAnsweredSince(without([](Observations &all) { all.deployments.production = {}; }), asked));
        QVERIFY(!allAnsweredSince(without([](Observations &all) { all.unsettled.production = {}; }), asked));
        QVERIFY(!allAnsweredSince(without([](Observations &all) { all.testedCi.apply(RunsAtCommit{}, earlier, {}); }),
                                  asked));
        QVERIFY(!allAnsweredSince(
            without([](Observations &all) { all.projectFile.apply(ProjectFileAtTip{}, earlier, {}); }), asked));
    }
    void theListsOfAServiceThatCannotBeReadAreNot()
    {
        Observations all = answeredAt(later);
        all.deployments.production = {};
        all.unsettled.production = {};
        all.services.production.apply(Error{.kind = ErrorKind::Server, .detail = QStringLiteral("503")}, later, {});
        QVERIFY(allAnsweredSince(all, asked));
        QCOMPARE(notReadSince(all, asked), QStringList{QStringLiteral("Railway's production service: 503")});
    }
};

SLIPWAY_TEST(RereadTest)
#include "reread_test.moc"

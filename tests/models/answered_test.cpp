// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/answered.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;

namespace {

constexpr Moment asked{.wallMs = 1'000'000, .steadyMs = 50'000};
const Moment later = asked + Milliseconds(200);
const Moment earlier = asked + Milliseconds(-200);

Observations answeredAt(Moment when)
{
    Observations all;
    all.tip.apply(Commit{}, when, {});
    all.runs.apply(QList<WorkflowRun>{}, when, {});
    for (const Environment environment : environments) {
        all.services[environment].apply(ServiceInstance{}, when, {});
        all.health[environment].apply(Health{}, when, {});
    }
    return all;
}

} // namespace

class AnsweredTest : public QObject {
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
        QCOMPARE(notReadSince(answeredAt(earlier), asked).size(), 6);
    }
    void aFailureIsAnAnswerButNotARead()
    {
        Observations all = answeredAt(later);
        all.tip.apply(Error{.kind = ErrorKind::Timeout, .detail = QStringLiteral("timed out")}, later, {});
        QVERIFY(allAnsweredSince(all, asked));
        QCOMPARE(notReadSince(all, asked), QStringList{QStringLiteral("GitHub's tip of the branch: timed out")});
    }
};

SLIPWAY_TEST(AnsweredTest)
#include "answered_test.moc"

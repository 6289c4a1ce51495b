// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pipeline/announcement.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;

namespace {

EnvironmentView viewOf(Verdict verdict, const char *pending = "")
{
    return {.environment = Environment::Production,
            .verdict = verdict,
            .verdictReason = QStringLiteral("/health answered 502"),
            .pending = QString::fromLatin1(pending)};
}

/// The titles of everything that is said while the views pass by.
QStringList said(const QList<EnvironmentView> &views)
{
    Announced known;
    QStringList titles;
    for (const EnvironmentView &view : views) {
        const Announcing announcing = announce(known, view);
        known = announcing.known;
        if (announcing.announcement)
            titles.append(announcing.announcement->title);
    }
    return titles;
}

const EnvironmentView &healthyView()
{
    static const EnvironmentView view = viewOf(Verdict::Healthy);
    return view;
}

} // namespace

/// When the desktop is told about an environment.
class AnnouncementTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theFirstVerdictIsNoNews()
    {
        QCOMPARE(said({healthyView()}), QStringList());
        QCOMPARE(said({viewOf(Verdict::Down)}), QStringList());
    }
    void eachChangeIsSaidOnce()
    {
        QCOMPARE(said({healthyView(), viewOf(Verdict::Down), viewOf(Verdict::Down), healthyView(), healthyView()}),
                 QStringList({QStringLiteral("Production is down"), QStringLiteral("Production is healthy again")}));
    }
    void aFailureThatIsNotSettledIsNotSaid()
    {
        QCOMPARE(
            said({healthyView(), viewOf(Verdict::Degraded, "1/3"), viewOf(Verdict::Degraded, "2/3"), healthyView()}),
            QStringList());
    }
    void whatIsNotKnownIsNoNews()
    {
        QCOMPARE(said({healthyView(), viewOf(Verdict::Unknown), healthyView()}), QStringList());
    }
    void whatWasBadAfterAGapIsSaid()
    {
        QCOMPARE(said({healthyView(), viewOf(Verdict::Unknown), viewOf(Verdict::Degraded)}),
                 QStringList({QStringLiteral("Production is degraded")}));
    }
    void anOutageIsNewsAlthoughRailwaysAnswerIsOld()
    {
        EnvironmentView down = viewOf(Verdict::Down);
        down.stale = true;
        QCOMPARE(said({healthyView(), down}), QStringList{QStringLiteral("Production is down")});
    }
    void staleAndOfflineAreNoNews()
    {
        EnvironmentView stale = healthyView();
        stale.stale = true;
        EnvironmentView offline = viewOf(Verdict::Down);
        offline.offline = true;
        QCOMPARE(said({healthyView(), stale, offline, healthyView()}), QStringList());
    }
    void flappingIsSaidOnce()
    {
        EnvironmentView flapping = viewOf(Verdict::Degraded, "1/3");
        flapping.flapping = true;
        EnvironmentView up = viewOf(Verdict::Degraded);
        up.flapping = true;
        EnvironmentView down = viewOf(Verdict::Down);
        down.flapping = true;
        QCOMPARE(said({healthyView(), flapping, up, down, up, flapping, healthyView()}),
                 QStringList(
                     {QStringLiteral("Production goes up and down"), QStringLiteral("Production is healthy again")}));
    }
    void theReasonIsTold()
    {
        const Announcing announcing = announce({.verdict = Verdict::Healthy}, viewOf(Verdict::Down));
        QCOMPARE(announcing.announcement->text, QStringLiteral("/health answered 502"));
        QVERIFY(announcing.announcement->urgent);
    }
    void stagingIsNotUrgent()
    {
        EnvironmentView staging = viewOf(Verdict::Down);
        staging.environment = Environment::Staging;
        QVERIFY(!announce({.verdict = Verdict::Healthy}, staging).announcement->urgent);
    }
};

SLIPWAY_TEST(AnnouncementTest)
#include "announcement_test.moc"

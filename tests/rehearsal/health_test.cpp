// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/probe/healthcharts.h"
#include "story.h"
#include "support/testmain.h"
#include "ui/controls/marks.h"

#include <QAbstractButton>
#include <QDialog>
#include <QSignalSpy>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

const EnvironmentView &production(const Story &story)
{
    return story.snapshot().environments.production;
}

/// The titles that the desktop was told.
class Told {
public:
    explicit Told(Story &story)
        : m_spy(&story.application().notifier(), &Notifier::announced)
    {
    }
    QStringList titles() const
    {
        QStringList titles;
        for (const QList<QVariant> &each : m_spy)
            titles.append(each.constFirst().value<Announcement>().title);
        return titles;
    }

private:
    QSignalSpy m_spy;
};

QString verdictPill(Story &story)
{
    return named<StatusMark>(named<QWidget>(&story.window(), "productionPanel"), "verdict")->text();
}

} // namespace

/// What a developer and the person on call see of health, in whole stories.
class HealthStoriesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void flappingIsSaidOnceAndGreenOnlyWhenItIsOver()
    {
        Story story("flapping");
        story.open();
        const Told told(story);
        QVERIFY(story.passUntil([&] { return production(story).flapping; }, 400));
        QVERIFY(production(story).verdict != Verdict::Healthy);
        const qsizetype saidByThen = told.titles().size();
        QCOMPARE(told.titles().constLast(), QStringLiteral("Production goes up and down"));
        QVERIFY(story.passUntil([&] { return !production(story).flapping; }, 2'400));
        const bool healthy = story.passUntil([&] { return production(story).verdict == Verdict::Healthy; }, 300);
        QVERIFY2(healthy, qPrintable(production(story).verdictReason));
        QCOMPARE(told.titles().count(QStringLiteral("Production goes up and down")), 1);
        QVERIFY(told.titles().size() <= saidByThen + 2);
    }
    void beingOfflineIsGreyAndNotRed()
    {
        Story story("offline");
        story.open();
        const Told told(story);
        QVERIFY(story.passUntil([&] { return production(story).offline; }, 120));
        QCOMPARE(production(story).verdict, Verdict::Unknown);
        bool everRed = false;
        story.passUntil(
            [&] {
                everRed = everRed || production(story).verdict == Verdict::Down;
                return !production(story).offline;
            },
            300);
        QVERIFY(!everRed);
        QVERIFY(story.passUntil([&] { return production(story).verdict == Verdict::Healthy; }, 120));
        QCOMPARE(told.titles(), QStringList()); // nothing happened to the applications
    }
    void aCertificateThatEndsSoonIsAmber()
    {
        Story story("certificate");
        // The certificate is made for the days from now on, whatever the story's time.
        story.clock().advance(Milliseconds(QDateTime::currentMSecsSinceEpoch() - story.clock().now().wallMs));
        story.open();
        QVERIFY(story.passUntil([&] { return production(story).certificateDays.has_value(); }, 60));
        QVERIFY(*production(story).certificateDays >= 9 && *production(story).certificateDays <= 10);
        QCOMPARE(production(story).verdict, Verdict::Degraded);
        QVERIFY(production(story).verdictReason.contains(QLatin1String("certificate ends in")));
        QCOMPARE(story.snapshot().environments.staging.verdict, Verdict::Healthy);
    }
    void oneFailureIsAmberAndNoNews()
    {
        Story story("normal");
        story.open();
        story.pass(20);
        const Told told(story);
        story.spoil({{QStringLiteral("provider"), QStringLiteral("production")},
                     {QStringLiteral("kind"), QStringLiteral("status")},
                     {QStringLiteral("status"), 502},
                     {QStringLiteral("path"), QStringLiteral("/health")},
                     {QStringLiteral("count"), 1}});
        QVERIFY(story.passUntil([&] { return production(story).pending == QLatin1String("1/3"); }, 30));
        QVERIFY2(verdictPill(story).contains(QLatin1String("1/3")), qPrintable(verdictPill(story)));
        QVERIFY(story.passUntil([&] { return production(story).verdict == Verdict::Healthy; }, 30));
        QCOMPARE(told.titles(), QStringList());
    }
    void aFallIsSaidOnceWithItsReason()
    {
        Story story("normal");
        story.open();
        story.pass(20);
        const Told told(story);
        QVERIFY(story.world().happen(QStringLiteral("production-crashes")));
        QVERIFY(story.passUntil([&] { return production(story).verdict == Verdict::Down; }, 60));
        story.pass(30);
        QCOMPARE(told.titles(), QStringList{QStringLiteral("Production is down")});
    }
    void thePastIsThereAfterARestart()
    {
        Story story("normal");
        story.open();
        story.pass(120, 5);
        const HealthChart before = story.application().console().charts()->chart(Environment::Production);
        QVERIFY2(before.columns.size() >= 8, qPrintable(QString::number(before.columns.size())));
        story.restart();
        const HealthChart after = story.application().console().charts()->chart(Environment::Production);
        QVERIFY(after.columns.size() >= before.columns.size());
        QCOMPARE(after.columns.constFirst(), before.columns.constFirst());
    }
    void slownessShowsInTheChart()
    {
        Story story("slow-burn");
        story.open();
        story.pass(60, 5);
        const auto chart = [&] { return story.application().console().charts()->chart(Environment::Production); };
        QVERIFY(chart().p50);
        QCOMPARE(production(story).verdict, Verdict::Healthy); // nothing in the answer says so
    }
    void aPromotionIsCheckedOnceMore()
    {
        Story story("normal");
        story.open();
        story.tickEverything();
        story.promote();
        QVERIFY(story.passUntil([&] { return story.isSettled(); }, 900));
        QCOMPARE(story.command().state, CommandState::Succeeded);
        const QList<CommandStep> steps = story.command().steps;
        const bool checked = std::any_of(steps.cbegin(), steps.cend(), [](const CommandStep &step) {
            return step.title == QLatin1String("Check models") && step.state == CommandStep::State::Passed;
        });
        QVERIFY(checked);
    }
    void aCheckOnRequestIsAskedByAClick()
    {
        Story story("normal");
        story.open();
        story.pass(5);
        QCOMPARE(story.served("staging", "POST", QStringLiteral("/v1/chat/completions")), 0);
        clickOn(named<QAbstractButton>(named<QWidget>(&story.window(), "stagingPanel"), "allChecks"));
        auto *dialog = story.window().findChild<QDialog *>(QStringLiteral("checksDialog"));
        QVERIFY(dialog);
        clickOn(named<QAbstractButton>(dialog, "ask-chat completion"));
        story.settle();
        QVERIFY(story.passUntil(
            [&] { return story.served("staging", "POST", QStringLiteral("/v1/chat/completions")) == 1; }, 5));
        dialog->close();
    }
};

SLIPWAY_TEST(HealthStoriesTest)
#include "health_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/environment/environmentpanel.h"

#include "support/builders.h"
#include "support/testmain.h"
#include "support/windowkit.h"
#include "ui/controls/plainlabel.h"
#include "ui/environment/figurewords.h"

#include <QSignalSpy>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

EnvironmentView viewOf(const Observations &all, Environment environment = Environment::Staging, Moment now = noon)
{
    return evaluate({all, acmeProject(), now}).environments[environment];
}

Look lookOfMark(QWidget &panel, const char *name)
{
    return named<StatusMark>(&panel, name)->look();
}

FigureTile issuesTile(const EnvironmentView &view)
{
    return figureTiles(view, std::nullopt).at(2);
}

QString rowText(QWidget &panel, const char *name)
{
    return textOf(&panel, name);
}

} // namespace

class EnvironmentPanelTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void itSaysWhatServesAndHowThatIsKnown()
    {
        EnvironmentPanel panel(QStringLiteral("STAGING"));
        panel.display(viewOf(healthyWorld(noon)));
        panel.setNow(noon);
        QVERIFY(rowText(panel, "servingText").contains(QStringLiteral("3f9c2ab")));
        QVERIFY(rowText(panel, "servingText").contains(QStringLiteral("2 commits ahead of production")));
        QCOMPARE(rowText(panel, "proofText"), QStringLiteral("verified by Railway"));
        QVERIFY(rowText(panel, "deployedText").contains(QStringLiteral("47 min ago by mira")));
        QVERIFY(rowText(panel, "healthText").startsWith(QStringLiteral("200")));
        QCOMPARE(lookOfMark(panel, "verdict"), lookOf(Verdict::Healthy));
        QVERIFY(!named<QLabel>(&panel, "staleText")->isVisibleTo(&panel));
    }

    void whatAServiceToldTheTimeOfIsAsOldAsItIsByThatServicesClock()
    {
        EnvironmentPanel panel(QStringLiteral("STAGING"));
        panel.display(viewOf(healthyWorld(noon)));
        panel.setNow(
            noon, {.ahead = {{Provider::Railway, Milliseconds(10 * 60'000)}, {Provider::GitHub, Milliseconds(5'000)}}});
        QVERIFY(rowText(panel, "deployedText").contains(QStringLiteral("57 min ago")));
        QVERIFY(rowText(panel, "healthText").contains(QStringLiteral("just now"))); // of our own asking
    }

    void anUnprovenCommitIsSaidInWords()
    {
        Observations all = healthyWorld(noon);
        const Deployment nameless = aDeployment("d-staging", DeploymentStatus::Success, {}, noon, 100);
        all.services.staging = fresh(serving(nameless), noon);
        EnvironmentPanel panel(QStringLiteral("STAGING"));
        panel.display(viewOf(all));
        QVERIFY(rowText(panel, "servingText").contains(QStringLiteral("cannot be told")));
        QVERIFY(rowText(panel, "proofText").startsWith(QStringLiteral("not proven: ")));
        QCOMPARE(lookOfMark(panel, "proofMark"), lookOf(ShaProof::Unproven));
    }

    void nothingStaleIsGreen()
    {
        const Moment later = noon + Milliseconds(600'000);
        EnvironmentView view = viewOf(healthyWorld(noon), Environment::Staging, later);
        QVERIFY(view.stale);
        view.verdict = Verdict::Healthy; // even if somebody said so
        EnvironmentPanel panel(QStringLiteral("STAGING"));
        panel.display(view);
        panel.setNow(later);
        const QList<StatusMark *> marks = panel.findChildren<StatusMark *>();
        for (const StatusMark *mark : marks) {
            if (mark->isVisibleTo(&panel))
                QVERIFY2(mark->look().tone != Tone::Good, qPrintable(mark->objectName()));
        }
        QCOMPARE(rowText(panel, "staleText"), QStringLiteral("Read 10 min ago: too old to prove anything"));
        QVERIFY(named<QLabel>(&panel, "staleText")->isVisibleTo(&panel));
    }

    void zeroAndNoDataAndNotPermittedAndUnreachableLookDifferent()
    {
        QStringList texts;
        QList<std::optional<Look>> looks;
        const auto note = [&](const Observations &all) {
            const FigureTile tile = issuesTile(viewOf(all));
            texts.append(tile.value);
            looks.append(tile.look);
        };
        Observations all = healthyWorld(noon);
        note(all);
        all.issues.staging = {};
        note(all);
        all.issues.staging = failing<SentryIssues>(ErrorKind::Forbidden, QStringLiteral("no event:read"), noon);
        note(all);
        all.issues.staging = failing<SentryIssues>(ErrorKind::Unreachable, QStringLiteral("refused"), noon);
        note(all);
        all.sentryConfigured = false;
        note(all);
        for (qsizetype i = 0; i < texts.size(); ++i) {
            for (qsizetype j = i + 1; j < texts.size(); ++j) {
                QVERIFY2(texts.at(i) != texts.at(j), qPrintable(texts.at(i)));
                QVERIFY2(looks.at(i) != looks.at(j), qPrintable(texts.at(i)));
            }
        }
        QVERIFY(texts.constFirst().startsWith(QStringLiteral("0 of ")));
    }

    void newIssuesWarn()
    {
        EnvironmentView view = viewOf(healthyWorld(noon));
        view.freshIssues = 2;
        view.unresolvedIssues = 7;
        const FigureTile tile = issuesTile(view);
        QCOMPARE(tile.value, QStringLiteral("2 of 7"));
        QVERIFY(tile.detail.contains(QStringLiteral("2 new since this deployment \u00b7 7 unresolved")));
        QCOMPARE(tile.look->tone, Tone::Warn);
    }

    void unreachableHealthIsNotNoHealth()
    {
        Observations all = healthyWorld(noon);
        all.health.staging = failing<Health>(ErrorKind::Unreachable, QStringLiteral("refused"), noon);
        EnvironmentPanel panel(QStringLiteral("STAGING"));
        panel.display(viewOf(all));
        QCOMPARE(rowText(panel, "healthText"), QStringLiteral("unreachable"));
        all.health.staging = {};
        panel.display(viewOf(all));
        QCOMPARE(rowText(panel, "healthText"), QStringLiteral("no fresh answer"));
    }

    void aDegradedAnswerSaysWhy()
    {
        EnvironmentView view = viewOf(healthyWorld(noon));
        view.verdict = Verdict::Degraded;
        view.health = badSample(Verdict::Degraded, "database = unavailable");
        EnvironmentPanel panel(QStringLiteral("STAGING"));
        panel.display(view);
        QVERIFY(rowText(panel, "healthText").contains(QStringLiteral("database = unavailable")));
        QCOMPARE(lookOfMark(panel, "healthMark").tone, Tone::Warn);
    }

    void nothingServingIsNotTheSameAsNotRead()
    {
        Observations all = healthyWorld(noon);
        all.services.staging = fresh(ServiceInstance{}, noon);
        EnvironmentPanel panel(QStringLiteral("STAGING"));
        panel.display(viewOf(all));
        const Look none = lookOfMark(panel, "servingMark");
        QCOMPARE(rowText(panel, "servingText"), QStringLiteral("No deployment is serving on staging"));
        all.services.staging = {};
        panel.display(viewOf(all));
        QVERIFY(lookOfMark(panel, "servingMark") != none);
        all.services.staging = failing<ServiceInstance>(ErrorKind::Timeout, QStringLiteral("timed out"), noon);
        panel.display(viewOf(all));
        QCOMPARE(lookOfMark(panel, "servingMark"), lookOf(ErrorKind::Timeout));
    }

    void theAgeIsThatOfTheOlderAnswer()
    {
        const Moment later = noon + Milliseconds(600'000);
        Observations all = healthyWorld(noon);
        all.health.staging = fresh(healthy(later), later, Milliseconds(10'000));
        EnvironmentPanel panel(QStringLiteral("STAGING"));
        panel.display(viewOf(all, Environment::Staging, later));
        panel.setNow(later);
        QCOMPARE(rowText(panel, "staleText"), QStringLiteral("Read 10 min ago: too old to prove anything"));
    }

    void aRolloutIsShownOnlyWhileThereIsOne()
    {
        EnvironmentView view = viewOf(healthyWorld(noon));
        EnvironmentPanel panel(QStringLiteral("STAGING"));
        panel.display(view);
        QVERIFY(!named<QLabel>(&panel, "rolloutText")->isVisibleTo(&panel));
        view.rollout = Rollout{.deployment = {QStringLiteral("d-2")},
                               .status = DeploymentStatus::Building,
                               .sha = newerSha,
                               .since = at(noon, 20)};
        panel.display(view);
        panel.setNow(noon);
        QVERIFY(named<QLabel>(&panel, "rolloutText")->isVisibleTo(&panel));
        QCOMPARE(rowText(panel, "rolloutText"), QStringLiteral("c0ffee1 \u00b7 building \u00b7 20 s ago"));
    }

    void aStatusThatIsNotKnownIsQuotedAndNotGood()
    {
        EnvironmentView view = viewOf(healthyWorld(noon));
        view.rollout = Rollout{.deployment = {QStringLiteral("d-2")}, .statusText = QStringLiteral("LEVITATING")};
        EnvironmentPanel panel(QStringLiteral("STAGING"));
        panel.display(view);
        QVERIFY(rowText(panel, "rolloutText").contains(QStringLiteral("LEVITATING")));
        QCOMPARE(lookOfMark(panel, "rolloutMark").tone, Tone::Neutral);
    }

    void hostileTextIsMadeVisible()
    {
        EnvironmentView view = viewOf(healthyWorld(noon));
        view.serving->by = QStringLiteral("\u202Emira<b>");
        EnvironmentPanel panel(QStringLiteral("STAGING"));
        panel.display(view);
        QVERIFY(rowText(panel, "deployedText").contains(QStringLiteral("<U+202E>mira<b>")));
        QCOMPARE(named<QLabel>(&panel, "deployedText")->textFormat(), Qt::PlainText);
    }

    void theAddressIsAskedFor()
    {
        EnvironmentPanel panel(QStringLiteral("STAGING"));
        panel.display(viewOf(healthyWorld(noon)));
        panel.resize(520, 260);
        panel.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        QSignalSpy opened(&panel, &EnvironmentPanel::openRequested);
        clickOn(named<LinkButton>(&panel, "address"));
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.at(0).at(0).toUrl(), QUrl(QStringLiteral("https://staging.example.com")));
        named<LinkButton>(&panel, "address")->setFocus();
        pressKey(&panel, Qt::Key_Return);
        QCOMPARE(opened.size(), 2);
    }

    void beforeAnythingWasReadNothingIsClaimed()
    {
        EnvironmentPanel panel(QStringLiteral("PRODUCTION"));
        panel.display(viewOf({}, Environment::Production));
        panel.setNow(noon);
        QCOMPARE(lookOfMark(panel, "verdict"), lookOf(Verdict::Unknown));
        QVERIFY(!rowText(panel, "servingText").isEmpty());
        QVERIFY(lookOfMark(panel, "servingMark").tone != Tone::Good);
    }
};

SLIPWAY_TEST(EnvironmentPanelTest)
#include "environmentpanel_test.moc"

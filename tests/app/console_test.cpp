// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commandrunner.h"
#include "app/console/console.h"
#include "app/status/statustable.h"
#include "support/builders.h"
#include "support/fakeclock.h"
#include "support/fakenetwork.h"
#include "support/testmain.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

struct ConsoleKit {
    QTemporaryDir folder;
    QString data = folder.filePath(QStringLiteral("data"));
    QString locks = folder.filePath(QStringLiteral("locks"));
    QString journal = data + QStringLiteral("/journal.sqlite");
    FakeClock clock;
    FakeNetwork *network = new FakeNetwork; // owned by the console
    Console console{clock, acmeProject(), Folders{.data = data, .locks = locks},
                    std::unique_ptr<QNetworkAccessManager>(network)};
    QMap<CredentialId, QByteArray> given{{CredentialId::GitHub, "made-up"}};

    bool spoilJournal() const
    {
        QFile file(journal);
        return QDir().mkpath(data) && file.open(QIODevice::WriteOnly) && file.write(QByteArray(4096, 'x')) == 4096;
    }
    QStringList files() const { return QDir(data).entryList(QDir::Files); }
};

} // namespace

/// What stands behind the window, as a whole.
class ConsoleTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void beforeTheStartNothingIsAskedAndNoFileIsMade()
    {
        ConsoleKit kit;
        kit.console.store().reevaluate(kit.clock.now());
        QTest::qWait(0);
        QVERIFY(kit.network->requests().isEmpty());
        QVERIFY(!QDir(kit.data).exists());
        QVERIFY(!QDir(kit.locks).exists());
        QVERIFY(!kit.console.runner());
        QVERIFY(!kit.console.schedule().nextDue());
    }
    /// Whoever may propose a change to the project file may not have the tokens of who reads it.
    void aTokenOfTheEnvironmentDoesNotFollowTheProjectFile()
    {
        qputenv("SLIPWAY_GITHUB_TOKEN", "made-up-token");
        const QTemporaryDir folder;
        const FakeClock clock;
        auto owned = std::make_unique<FakeNetwork>();
        FakeNetwork *network = owned.get();
        Project project = acmeProject();
        project.github.api = QUrl(QStringLiteral("https://collector.example.com"));
        Console console(clock, project, Folders{.data = folder.path(), .locks = folder.path()}, std::move(owned));
        console.startLooking();
        QTRY_VERIFY_WITH_TIMEOUT(console.isQuiet(), 20'000);
        for (const FakeRequest &request : network->requests())
            QVERIFY(!request.headers.contains("authorization"));
        const QString said = statusTable(console.store().snapshot(), project, clock.now());
        QVERIFY2(said.contains(QStringLiteral("SLIPWAY_GITHUB_ORIGIN=https://collector.example.com")),
                 qPrintable(said));
    }
    void aClockThatIsFarOffIsSaidOnce()
    {
        ConsoleKit kit;
        const QSignalSpy troubled(&kit.console, &Console::troubled);
        const Moment now = kit.clock.now();
        const ServiceClocks &clocks = kit.console.store().observations().clocks;
        const auto tells = [&](Provider provider, int secondsAhead) {
            for (int i = 0; i < 9; ++i)
                Q_EMIT kit.console.client().timeTold(provider, now.utc().addSecs(secondsAhead), now, now);
        };
        tells(Provider::GitHub, 1);
        QCOMPARE(troubled.count(), 0);
        QVERIFY(clocks.isKnown(Provider::GitHub));
        QVERIFY(!clocks.isKnown(Provider::Railway));
        tells(Provider::GitHub, 150);
        QCOMPARE(troubled.count(), 1);
        QVERIFY(troubled.constFirst().constFirst().toString().contains(QStringLiteral("2 min behind GitHub's clock")));
        tells(Provider::Railway, 149); // the same again
        QCOMPARE(troubled.count(), 1);
        tells(Provider::Sentry, -3'600);
        QCOMPARE(troubled.count(), 2);
        QVERIFY(clocks.by(Provider::GitHub, now).wallMs >= now.wallMs + 150'000);
        QVERIFY(clocks.by(Provider::Sentry, now).wallMs < now.wallMs - 3'590'000);
        QCOMPARE(clocks.by(Provider::Grafana, now), now);
    }
    void aReturnThatNoRowTellsOfIsShownToWhoOnlyLooks()
    {
        ConsoleKit kit;
        kit.console.startLooking();
        ConsoleStore &store = kit.console.store();
        const Moment now = kit.clock.now();
        Deployment good = aDeployment("d-good", DeploymentStatus::Removed, liveSha, now, 9'000);
        Deployment bad = aDeployment("d-bad", DeploymentStatus::Removed, testedSha, now, 5'000);
        Deployment back = aDeployment("d-back", DeploymentStatus::Success, liveSha, now, 600);
        good.imageDigest = back.imageDigest = QStringLiteral("sha256:good");
        bad.imageDigest = QStringLiteral("sha256:bad");
        store.apply(now, [&](Observations &all) {
            all.services.production = fresh(serving(back), now);
            all.deployments.production = fresh(QList<Deployment>{back, bad, good}, now);
        });
        QVERIFY(!store.snapshot().hold);
        kit.console.showUntoldReturn();
        QVERIFY(store.snapshot().hold);
        QCOMPARE(store.snapshot().hold->sha, liveSha);
        QCOMPARE(gateOf(store.snapshot(), "not-held").state, GateState::Block);
        kit.console.showUntoldReturn();
        QCOMPARE(store.observations().commands.size(), 1);
        auto opened = Journal::open(kit.journal, Journal::WhenUnreadable::LeaveAlone);
        QVERIFY(opened && opened->journal->recent(-1)->isEmpty()); // it only looks
    }
    void whoActsIsNamedByGitHubElseByRailway()
    {
        ConsoleKit kit;
        ConsoleStore &store = kit.console.store();
        store.apply(kit.clock.now(), [](Observations &all) { all.railwayPerson = QStringLiteral("Mona"); });
        QCOMPARE(kit.console.who(), QStringLiteral("Mona"));
        const Moment now = kit.clock.now();
        store.apply(now,
                    [&](Observations &all) { all.account = fresh(Account{.login = QStringLiteral("mira")}, now); });
        QCOMPARE(kit.console.who(), QStringLiteral("mira"));
    }
    void reloadingEndsThePauseAfterFailuresAndSaysWhichServerDoesNotWantToBeAsked()
    {
        ConsoleKit kit;
        kit.console.start(kit.given);
        const auto asked = [network = kit.network] { return network->requests().size(); };
        QTRY_VERIFY(asked() > 0);
        const QSignalSpy troubled(&kit.console, &Console::troubled);
        kit.console.schedule().pause(Provider::GitHub, Milliseconds(60'000), PauseReason::Failures);
        kit.console.schedule().pause(Provider::Sentry, Milliseconds(60'000), PauseReason::ServerAsked);
        const auto before = asked();
        kit.console.refresh();
        QTRY_VERIFY(asked() > before);
        QCOMPARE(troubled.size(), 1);
        QVERIFY(troubled.constFirst().constFirst().toString().startsWith(QStringLiteral("Sentry does not want")));
    }
    void afterTheStartBothAre()
    {
        ConsoleKit kit;
        kit.console.start(kit.given);
        QTRY_VERIFY(kit.network->count("GET", QStringLiteral("/repos/acme/api")) > 0);
        QVERIFY(kit.files().contains(QStringLiteral("journal.sqlite")));
        QVERIFY(kit.files().contains(QStringLiteral("checklists.sqlite")));
        QVERIFY(kit.console.runner());
        QVERIFY(!QDir(kit.locks).exists()); // nothing is promoted
    }
    void theStartSetsAnUnreadableJournalAside()
    {
        ConsoleKit kit;
        QVERIFY(kit.spoilJournal());
        kit.console.start(kit.given);
        QVERIFY(!kit.console.store().observations().journalReadable);
        QVERIFY(kit.files().contains(QStringLiteral("journal.sqlite.unreadable-1")));
    }
    void whoOnlyLooksLeavesAnUnreadableJournalAloneAndCanSendNothing()
    {
        ConsoleKit kit;
        QVERIFY(kit.spoilJournal());
        kit.console.startLooking(kit.given);
        QVERIFY(!kit.console.store().observations().journalReadable);
        QVERIFY(!kit.console.store().observations().journalTrouble.isEmpty());
        QVERIFY(!kit.files().contains(QStringLiteral("journal.sqlite.unreadable-1")));
        QVERIFY(!kit.console.runner());
    }
};

SLIPWAY_TEST(ConsoleTest)
#include "console_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commands/commandrunner.h"
#include "support/builders.h"
#include "support/fakeclock.h"
#include "support/fakenetwork.h"

#include <QTemporaryDir>
#include <QTest>

namespace Slipway::Test {

inline constexpr RunId ourRun{30'000'000'950};

inline QByteArray dispatched()
{
    return R"({"workflow_run_id":30000000950,"run_url":"https://api.github.com/repos/acme/api/actions/runs/950",)"
           R"("html_url":"https://github.com/acme/api/actions/runs/950"})";
}

inline QByteArray unexpectedInputs()
{
    return R"({"message":"Unexpected inputs provided: [\"confirm\"]"})";
}

inline QByteArray notAccessible()
{
    return R"({"message":"Resource not accessible by personal access token"})";
}

inline QByteArray deployed()
{
    return R"({"data":{"serviceInstanceDeployV2":"d-new"}})";
}

inline QByteArray tagCreated()
{
    return R"({"ref":"refs/tags/x","object":{"sha":")" + testedSha.value.toLatin1() + R"(","type":"commit"}})";
}

/// Whose runner it is: another window's project file may be called otherwise, and its HOME is another one.
struct RunnerPlace {
    Project project = acmeProject();
    QString locks;    ///< shared by all on this computer; empty: its own
    QString ownLocks; ///< for when that cannot be used
};

/// A runner in a world in which everything is proven, with a real journal and a network that counts.
struct RunnerKit {
    RunnerPlace place;
    QTemporaryDir folder;
    FakeClock clock;
    FakeNetwork *network = new FakeNetwork; // owned by the client
    HttpClient client{clock, std::unique_ptr<QNetworkAccessManager>(network)};
    ConsoleStore store{place.project};
    std::unique_ptr<Journal> journal;
    QString whyNotOpened;                         ///< empty: it can be opened
    std::function<void(Observations &)> onReread; ///< what the re-read finds different
    std::unique_ptr<CommandRunner> runner;
    FakeReply answer{.status = 200, .body = dispatched()};

    explicit RunnerKit(RunnerPlace thePlace = {})
        : place(std::move(thePlace))
    {
        clock.setNow(noon);
        for (const auto &[id, origin] : {std::pair{CredentialId::GitHub, "https://api.github.com"},
                                         std::pair{CredentialId::Railway, "https://backboard.railway.com"}}) {
            const auto set = client.setCredential(id, {"Authorization", "Bearer made-up", QUrl(QLatin1String(origin))});
            if (!set)
                qFatal("the made-up token was refused");
        }
        network->setHandler([this](const FakeRequest &) { return answer; });
        store.apply(clock.now(), [&](Observations &all) { all = healthyWorld(clock.now()); });
        start();
    }

    QString journalPath() const { return folder.filePath(QStringLiteral("journal.sqlite")); }

    /// (Re)starts the runner on the journal as it is, as a new process would: with no memory of commands.
    void start()
    {
        runner.reset();
        journal.reset();
        auto opened = Journal::open(journalPath());
        if (!opened)
            qFatal("%s", qPrintable(opened.error().detail));
        journal = std::move(opened->journal);
        store.apply(clock.now(), [](Observations &all) { all.commands.clear(); });
        startOn(journal.get(), opened->setAside);
    }

    /// Opens it anew, as the console does; not while it cannot be opened.
    CommandTable::OpenedJournal reopen()
    {
        journal.reset();
        if (!whyNotOpened.isEmpty())
            return {.journal = nullptr, .trouble = whyNotOpened};
        auto opened = Journal::open(journalPath());
        if (!opened)
            return {.journal = nullptr, .trouble = opened.error().detail};
        journal = std::move(opened->journal);
        return {.journal = journal.get(), .trouble = opened->setAside};
    }

    void startOn(Journal *present, const QString &trouble)
    {
        if (!present)
            whyNotOpened = trouble;
        runner = std::make_unique<CommandRunner>(CommandRunner::Setup{
            .client = client,
            .store = store,
            .clock = clock,
            .opened = {.journal = present, .trouble = trouble},
            .reread = [this](QObject *context, const std::function<void()> &done) { reread(context, done); },
            .lockFolder = place.locks.isEmpty() ? folder.path() : place.locks,
            .ownLockFolder = place.ownLocks,
            .openJournal = [this](bool) { return reopen(); }});
        runner->resume();
    }

    void reread(QObject *context, const std::function<void()> &done)
    {
        QTimer::singleShot(0, context, [this, done] {
            observe([](Observations &) {});
            if (onReread)
                store.apply(clock.now(), onReread);
            done();
        });
    }

    /// Everything is read anew, with that change.
    void observe(const std::function<void(Observations &)> &change)
    {
        clock.advance(Milliseconds(1'000));
        const Moment now = clock.now();
        store.apply(now, [&](Observations &all) {
            eachFact(all, [now](auto &fact) {
                if (fact.value)
                    fact.fetchedAt = now;
            });
            change(all);
        });
    }

    OrderId promote(PromotionWay way = PromotionWay::GitHubAtBranch)
    {
        return runner->promote(store.snapshot().offer, way, QStringLiteral("somebody"));
    }
    const CommandRecord &newest() const { return store.observations().commands.constFirst(); }
    const CommandRecord &record(const OrderId &id) const
    {
        for (const CommandRecord &each : store.observations().commands) {
            if (each.order.id == id)
                return each;
        }
        qFatal("there is no such command");
    }
    int dispatches() const { return network->count("POST", QStringLiteral("/dispatches")); }
};

} // namespace Slipway::Test

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/feed/feedcontext.h"
#include "app/feed/schedule.h"
#include "app/net/httpclient.h"
#include "models/store/consolestore.h"
#include "support/fakeclock.h"
#include "support/fakenetwork.h"

#include <QTest>

namespace Slipway::Test {

/// Everything a feed needs, without a socket and without waiting: time moves when the test says so.
class FeedKit {
public:
    explicit FeedKit(Project project)
        : store(std::move(project))
    {
        auto owned = std::make_unique<FakeNetwork>();
        network = owned.get();
        client = std::make_unique<HttpClient>(clock, std::move(owned));
        QObject::connect(client.get(), &HttpClient::unauthorized, &schedule,
                         [this](CredentialId id) { schedule.stop(id); });
        QObject::connect(client.get(), &HttpClient::credentialChanged, &schedule,
                         [this](CredentialId id) { schedule.allow(id); });
        QObject::connect(client.get(), &HttpClient::pauseAsked, &schedule, &Schedule::pause);
        followSchedule(store, schedule);
    }

    void giveToken(CredentialId id, const QUrl &origin)
    {
        const Result<Done> set = client->setCredential(
            id, {.headerName = "Authorization", .headerValue = "Bearer made-up", .origin = origin});
        if (!set)
            qFatal("the made-up token was refused");
    }

    /// Runs what is due now, until every answer has arrived.
    void settle()
    {
        do {
            schedule.runDue();
            if (!QTest::qWaitFor([this] { return !schedule.isBusy(); }, 10'000))
                qFatal("a poll never ended");
        } while (isDue());
    }

    /// Lets that much time pass, running each poll when it is due.
    void pass(Milliseconds duration)
    {
        const Moment end = clock.now() + duration;
        settle();
        for (auto due = schedule.nextDue(); due && due->steadyMs <= end.steadyMs; due = schedule.nextDue()) {
            clock.setNow(*due);
            settle();
        }
        clock.setNow(end);
    }

    FakeClock clock;
    FakeNetwork *network = nullptr;
    std::unique_ptr<HttpClient> client;
    Schedule schedule{clock, 7};
    ConsoleStore store;

private:
    bool isDue() const
    {
        const auto due = schedule.nextDue();
        return due && due->steadyMs <= clock.now().steadyMs;
    }
};

} // namespace Slipway::Test

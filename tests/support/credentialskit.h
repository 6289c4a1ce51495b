// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/httpclient.h"
#include "app/tokens/credentials.h"
#include "support/builders.h"
#include "support/fakeclock.h"
#include "support/fakenetwork.h"

#include <QTest>

namespace Slipway::Test {

/// Credentials with a Railway that says what the test wants; time moves when the test says so.
class CredentialsKit {
public:
    CredentialsKit()
    {
        network->setHandler([this](const FakeRequest &request) { return answer(request); });
        QObject::connect(&client, &HttpClient::pauseAsked, &schedule, &Schedule::pause);
        schedule.add({.name = QStringLiteral("railway.poll"),
                      .provider = Provider::Railway,
                      .host = QStringLiteral("elsewhere"),
                      .credential = CredentialId::Railway,
                      .interval = [] { return Every::running; },
                      .run =
                          [this](const Schedule::PollDone &done) {
                              ++polls;
                              done();
                          }});
    }

    /// Reads the tokens, and waits for what comes of them.
    void load(const QMap<CredentialId, QByteArray> &given = {})
    {
        credentials.load(given);
        settle();
    }
    void settle()
    {
        do {
            schedule.runDue();
            if (!QTest::qWaitFor([this] { return !schedule.isBusy() && !credentials.isLoading(); }, 20'000))
                qFatal("a token was never settled");
        } while (dueBy(clock.now()));
    }
    void pass(Milliseconds duration)
    {
        const Moment end = clock.now() + duration;
        settle();
        while (dueBy(end)) {
            clock.setNow(*schedule.nextDue());
            settle();
        }
        clock.setNow(end);
    }
    std::optional<ErrorKind> errorOf(CredentialId id) const
    {
        const auto state = credentials.stateOf(credentialWord(id));
        return state && !*state ? std::optional(state->error().kind) : std::nullopt;
    }
    bool works(CredentialId id) const
    {
        const auto state = credentials.stateOf(credentialWord(id));
        return state && *state && client.hasCredential(id);
    }
    int checks() const { return int(network->requests().size()); }

    FakeClock clock;
    FakeNetwork *network = new FakeNetwork; // owned by the client
    HttpClient client{clock, std::unique_ptr<QNetworkAccessManager>(network)};
    Schedule schedule{clock, 7};
    ConsoleStore store{acmeProject()};
    Credentials credentials{client, schedule, store, clock};

    std::optional<FakeReply> trouble; ///< what Railway answers instead, to everything
    QByteArray known;                 ///< the one token that Railway knows, an account's
    bool hold = false;                ///< what is asked now is answered when the network is told so
    std::function<void()> whileAsked; ///< runs while Railway is being asked
    int polls = 0;                    ///< of what the token is for

private:
    bool dueBy(Moment moment) const
    {
        const auto due = schedule.nextDue();
        return due && due->steadyMs <= moment.steadyMs;
    }
    FakeReply answer(const FakeRequest &request) const
    {
        if (whileAsked)
            whileAsked();
        FakeReply reply = trouble.value_or(judged(request));
        reply.held = hold;
        return reply;
    }
    FakeReply judged(const FakeRequest &request) const
    {
        const bool isKnown = request.headers.value("authorization") == "Bearer " + known;
        if (request.body.contains("query Me") && isKnown)
            return {.body = R"({"data":{"me":{"id":"1","name":"Mona","email":"m@example.com"}}})"};
        return {.body = R"({"errors":[{"message":"Not Authorized"}],"data":null})"};
    }
};

} // namespace Slipway::Test

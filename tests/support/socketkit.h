// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/socket/graphqlsocket.h"
#include "support/graphqlpeer.h"
#include "support/httpkit.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace Slipway::Test {

inline constexpr const char *madeUpToken = "made-up-token-7f3a";

/// A console's side of a GraphQlSocket, and what its subscribers were told.
struct SocketKit {
    FakeClock clock;
    std::unique_ptr<HttpClient> client = realClient(clock);
    SocketTiming timing{.firstWait = Milliseconds(1)}; // tests wait for what comes, not for time
    std::unique_ptr<GraphQlSocket> socket;
    QJsonArray got;      ///< payloads
    QStringList gotFrom; ///< the operation that each belongs to
    QList<std::optional<Error>> ends;
    int asked = 0; ///< for variables

    void makeSocket(const QUrl &api)
    {
        socket = std::make_unique<GraphQlSocket>(*client, clock, api, CredentialId::Railway, 1, nullptr, timing);
    }
    void giveToken(const QUrl &origin, const QByteArray &token = madeUpToken) const
    {
        if (!client->setCredential(CredentialId::Railway, {"Authorization", "Bearer " + token, origin}))
            qFatal("the made-up token was refused");
    }
    Subscription subscription(const QString &operation)
    {
        return {.document = "subscription " + operation.toUtf8() + " { logs }",
                .operation = operation,
                .variables =
                    [this] {
                        return QJsonObject{{QStringLiteral("asked"), ++asked}};
                    },
                .next = [this, operation](std::string_view payload, qsizetype) { note(operation, payload); },
                .ended = [this](const std::optional<Error> &error) { ends.append(error); }};
    }
    /// Subscribes with a token for that address.
    quint64 tail(const QUrl &api, const QString &operation = QStringLiteral("Tail"))
    {
        if (!client->hasCredential(CredentialId::Railway))
            giveToken(api);
        if (!socket)
            makeSocket(api);
        return socket->subscribe(subscription(operation));
    }
    void note(const QString &operation, std::string_view payload)
    {
        const QByteArray json = QByteArray::fromRawData(payload.data(), qsizetype(payload.size()));
        got.append(QJsonDocument::fromJson("[" + json + "]").array().at(0));
        gotFrom.append(operation);
    }
    /// From the second attempt on it waits longer than a test.
    void tryOnce() { timing.firstWait = timing.longestWait = Milliseconds(3'600'000); }
    void expectWaiting(ErrorKind kind, const QString &words)
    {
        QTRY_VERIFY(waits());
        const std::optional<Error> trouble = socket->trouble();
        QVERIFY(trouble);
        QVERIFY2(trouble->detail.contains(words), qPrintable(trouble->detail));
        QVERIFY(trouble->detail.contains(QStringLiteral("127.0.0.1")));
        QVERIFY2(!trouble->detail.contains(QLatin1String(madeUpToken)), qPrintable(trouble->detail));
        QCOMPARE(int(trouble->kind), int(kind));
    }
    bool isOpen() const { return socket->state() == GraphQlSocket::State::Open; }
    bool waits() const { return socket->state() == GraphQlSocket::State::Waiting; }
    bool isClosed() const { return socket->state() == GraphQlSocket::State::Closed; }
};

} // namespace Slipway::Test

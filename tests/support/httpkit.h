// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/httpclient.h"
#include "support/fakeclock.h"

#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QTest>

namespace Slipway::Test {

/// An HttpClient on real sockets, never through a proxy.
inline std::unique_ptr<HttpClient> realClient(const Clock &clock)
{
    auto network = std::make_unique<QNetworkAccessManager>();
    network->setProxy(QNetworkProxy::NoProxy);
    return std::make_unique<HttpClient>(clock, std::move(network));
}

inline Result<HttpResponse> wholeResponse(const HttpResponse &response)
{
    return response;
}

/// Reads, and waits for the answer.
inline Result<HttpResponse> get(HttpClient &client, const HttpRequest &request)
{
    std::optional<Result<HttpResponse>> answer;
    QObject context;
    client.send<HttpResponse>({.request = request, .decode = wholeResponse}, &context,
                              [&](const Result<HttpResponse> &result) { answer = result; });
    if (!QTest::qWaitFor([&] { return answer.has_value(); }, 20'000))
        return Error{.kind = ErrorKind::Timeout, .detail = QStringLiteral("the client never called back")};
    return *answer;
}

/// What GitHub's or Railway's decoders do with a status, in short.
inline Result<int> statusOf(const HttpResponse &response)
{
    if (response.status < 300)
        return response.status;
    const ErrorKind kind = response.status >= 500 ? ErrorKind::Server : ErrorKind::Refused;
    return Error{.kind = kind, .detail = QStringLiteral("no"), .httpStatus = response.status};
}

/// Sends a command, and waits for what came of it.
inline CommandAnswer<int> command(HttpClient &client, const HttpRequest &request)
{
    std::optional<CommandAnswer<int>> answer;
    QObject context;
    client.sendCommand<int>({.request = request, .decode = statusOf}, &context,
                            [&](const CommandAnswer<int> &result) { answer = result; });
    if (!QTest::qWaitFor([&] { return answer.has_value(); }, 20'000))
        qFatal("the client never called back");
    return *answer;
}

} // namespace Slipway::Test

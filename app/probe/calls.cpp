// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/probe/calls.h"

namespace Slipway::Probe {

namespace {

constexpr qint64 largestReport = qint64(256) << 10;

Result<ProbeAnswer> decodeAnswer(const HttpResponse &response)
{
    return ProbeAnswer{.status = response.status,
                       .latencyMs = response.latencyMs,
                       .headers = response.headers,
                       .body = response.body,
                       .certificateUntil = response.certificateUntil};
}

/// Below the environment's own path, with the query of the check.
QUrl addressOf(const Address &address, const QString &path)
{
    QString base = address.url.toString(QUrl::FullyEncoded | QUrl::RemoveQuery | QUrl::RemoveFragment);
    while (base.endsWith(QLatin1Char('/')))
        base.chop(1);
    return QUrl(base + (path.startsWith(QLatin1Char('/')) ? QString() : QStringLiteral("/")) + path,
                QUrl::TolerantMode);
}

bool names(const Check &check, const QByteArray &header)
{
    const auto isIt = [&header](const auto &each) { return each.first.compare(header, Qt::CaseInsensitive) == 0; };
    return std::any_of(check.headers.cbegin(), check.headers.cend(), isIt);
}

} // namespace

ApiCall<ProbeAnswer> check(const Address &address, const Check &check)
{
    HttpRequest request;
    request.method = check.method;
    request.url = addressOf(address, check.path);
    request.headers = check.headers;
    if (!names(check, "Accept"))
        request.headers.append(
            std::pair<QByteArray, QByteArray>{"Accept", "application/health+json, application/json;q=0.9, */*;q=0.5"});
    if (!names(check, "Cache-Control"))
        request.headers.append(std::pair<QByteArray, QByteArray>{"Cache-Control", "no-cache"});
    if (!check.body.isEmpty() && !names(check, "Content-Type"))
        request.headers.append(std::pair<QByteArray, QByteArray>{"Content-Type", "application/json"});
    request.secretHeaders = check.secretHeaders;
    request.body = check.body;
    request.provider = Provider::Application;
    request.credential = CredentialId::None;
    request.redirects = RedirectRule::SameOrigin;
    request.bodyCap = largestReport;
    request.transferTimeout = check.timeout;
    request.deadline = check.timeout;
    return {request, decodeAnswer};
}

} // namespace Slipway::Probe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/grafana/decoders.h"

#include "app/net/jsonreader.h"
#include "models/project/loopback.h"

#include <QJsonDocument>

namespace Slipway::Grafana {

namespace {

Error errorOf(const HttpResponse &response)
{
    const QString words =
        clipped(QJsonDocument::fromJson(response.body).object().value(QLatin1String("message")).toString());
    const auto error = [&](ErrorKind kind, const QString &detail) {
        return Error{.kind = kind,
                     .detail = words.isEmpty() ? detail : QStringLiteral("%1 It says: \"%2\".").arg(detail, words),
                     .httpStatus = response.status};
    };
    switch (response.status) {
    case 401:
        return error(ErrorKind::Unauthorized,
                     QStringLiteral("Grafana does not accept this token. Enter one of a service account."));
    case 403:
        return error(ErrorKind::Forbidden,
                     QStringLiteral("The Grafana token lacks a permission: its service account has to read alerts "
                                    "(alert.instances:read, part of the role Viewer)."));
    case 404:
        return error(ErrorKind::NotFound,
                     QStringLiteral("There are no alerts of Grafana at that address. Check [grafana] in the project "
                                    "file: the address includes the path that Grafana is served under."));
    case 429:
        return error(ErrorKind::RateLimited, QStringLiteral("Grafana's limit of requests is reached; Slipway asks "
                                                            "again later."));
    default:
        break;
    }
    if (response.status >= 500)
        return error(ErrorKind::Server, QStringLiteral("Grafana is in trouble (HTTP %1).").arg(response.status));
    return error(ErrorKind::Refused, QStringLiteral("Grafana refused the request (HTTP %1).").arg(response.status));
}

Error notAList(const HttpResponse &response)
{
    const bool isPage =
        response.headers.value("content-type").startsWith("text/html") || response.body.trimmed().startsWith('<');
    return {.kind = ErrorKind::Malformed,
            .detail = isPage ? QStringLiteral("A web page answered instead of Grafana's alerts, probably a sign-in "
                                              "page. Check the address of [grafana] in the project file, and that "
                                              "the token is one of a service account.")
                             : QStringLiteral("The answer of Grafana cannot be read: it is no list of alerts."),
            .httpStatus = response.status};
}

/// Opened in the browser on a click: https, or a page of this computer.
QUrl pageOf(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    const bool isSane =
        url.isValid() && !url.host().isEmpty() && url.userInfo().isEmpty() &&
        (url.scheme() == QLatin1String("https") || (isLoopback(url) && url.scheme() == QLatin1String("http")));
    return isSane ? url : QUrl();
}

QMap<QString, QString> textsIn(const QJsonValue &object)
{
    QMap<QString, QString> texts;
    const QJsonObject all = object.toObject();
    for (auto each = all.begin(); each != all.end(); ++each) {
        if (each.value().isString())
            texts.insert(each.key(), each.value().toString());
    }
    return texts;
}

LabelledAlert alertFrom(const QJsonObject &object)
{
    const QMap<QString, QString> labels = textsIn(object.value(QLatin1String("labels")));
    const QMap<QString, QString> notes = textsIn(object.value(QLatin1String("annotations")));
    const QString title = labels.value(QStringLiteral("alertname"));
    const QString summary = notes.value(QStringLiteral("summary"), notes.value(QStringLiteral("description")));
    // Alertmanager writes a time that is not known as the year 1.
    const QDateTime since = timeFromWire(object.value(QLatin1String("startsAt")).toString());
    return {.alert = {.title = title.isEmpty() ? QStringLiteral("An alert without a name") : clipped(title, 200),
                      .summary = clipped(summary, 500),
                      .since = since.isValid() && since.date().year() > 1970 ? since : QDateTime(),
                      .url = pageOf(object.value(QLatin1String("generatorURL")).toString())},
            .labels = labels};
}

/// Silenced and inhibited ones are not asked for; an older server may not know that question.
bool isSuppressed(const QJsonObject &alert)
{
    return alert.value(QLatin1String("status")).toObject().value(QLatin1String("state")) == QLatin1String("suppressed");
}

} // namespace

Result<QList<LabelledAlert>> decodeAlerts(const HttpResponse &response)
{
    if (response.status < 200 || response.status >= 300)
        return errorOf(response);
    const QJsonDocument document = QJsonDocument::fromJson(response.body);
    if (!document.isArray())
        return notAList(response);
    QList<LabelledAlert> alerts;
    const QJsonArray list = document.array();
    for (const auto &each : list) {
        if (!each.isObject())
            return notAList(response);
        if (!isSuppressed(each.toObject()))
            alerts.append(alertFrom(each.toObject()));
    }
    return alerts;
}

} // namespace Slipway::Grafana

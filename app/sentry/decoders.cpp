// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sentry/decoders.h"

#include "app/net/jsonreader.h"
#include "app/sentry/answers.h"

#include <QJsonDocument>
#include <QRegularExpression>

namespace Slipway::Sentry {

namespace {

Result<QJsonArray> listFrom(const HttpResponse &response, QLatin1String scopes)
{
    if (response.status < 200 || response.status >= 300)
        return errorOf(response, scopes);
    const QJsonDocument document = QJsonDocument::fromJson(response.body);
    if (document.isArray())
        return document.array();
    return Error{.kind = ErrorKind::Malformed,
                 .detail = QStringLiteral("The answer of Sentry cannot be read: it is no list."),
                 .httpStatus = response.status};
}

/// `count` is a text on the wire; other servers of that interface send a number.
qint64 countFrom(const QJsonObject &object, std::optional<Error> &trouble)
{
    const QJsonValue value = object.value(QLatin1String("count"));
    bool readable = value.isDouble() || value.isNull() || value.isUndefined();
    const qint64 count = value.isString() ? value.toString().toLongLong(&readable) : value.toInteger();
    if (!readable && !trouble)
        trouble = Error{.kind = ErrorKind::Malformed,
                        .detail = QStringLiteral("An issue in the answer of Sentry cannot be read: its \"count\" is "
                                                 "not a number.")};
    return count;
}

/// Opened in the browser on a click: nothing but a web page will do.
QUrl webPage(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    const bool isWeb = url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http");
    return isWeb && !url.host().isEmpty() ? url : QUrl();
}

Result<SentryIssue> issueFrom(const QJsonObject &object)
{
    JsonReader reader(object, QStringLiteral("An issue in the answer of Sentry"));
    SentryIssue issue;
    issue.id = reader.text(QLatin1String("id"));
    issue.shortId = reader.textIfAny(QLatin1String("shortId"));
    issue.title = reader.textIfAny(QLatin1String("title"));
    issue.level = reader.textIfAny(QLatin1String("level"));
    issue.users = reader.wholeIfAny(QLatin1String("userCount"));
    issue.lastSeen = reader.timeIfAny(QLatin1String("lastSeen"));
    issue.firstSeen = reader.timeIfAny(QLatin1String("firstSeen"));
    issue.url = webPage(reader.textIfAny(QLatin1String("permalink")));
    // The top level counts only what is inside the window that was asked for (app/sentry/README.md, 8).
    JsonReader lifetime(reader.objectIfAny(QLatin1String("lifetime")),
                        QStringLiteral("The lifetime of a Sentry issue"));
    const QDateTime firstEver = lifetime.timeIfAny(QLatin1String("firstSeen"));
    if (firstEver.isValid())
        issue.firstSeen = firstEver;
    std::optional<Error> trouble = reader.trouble() ? reader.trouble() : lifetime.trouble();
    issue.events = countFrom(object, trouble);
    if (trouble)
        return *trouble;
    return issue;
}

} // namespace

Result<QStringList> decodeEnvironmentNames(const HttpResponse &response)
{
    const Result<QJsonArray> list = listFrom(response, QLatin1String("org:read"));
    if (!list)
        return list.error();
    QStringList names;
    for (const auto &value : *list) {
        JsonReader reader(value.toObject(), QStringLiteral("An environment in the answer of Sentry"));
        // An event without an environment has the empty one; it has no use here.
        const QString name = reader.textIfAny(QLatin1String("name"));
        if (reader.trouble())
            return *reader.trouble();
        if (!name.isEmpty())
            names.append(name);
    }
    return names;
}

Result<IssuePage> decodeIssues(const HttpResponse &response)
{
    const Result<QJsonArray> list = listFrom(response, QLatin1String("event:read and org:read"));
    if (!list)
        return list.error();
    IssuePage page{.more = hasNextPage(response.headers.value("link"))};
    for (const auto &value : *list) {
        const Result<SentryIssue> issue = issueFrom(value.toObject());
        if (!issue)
            return issue.error();
        page.issues.append(*issue);
    }
    return page;
}

bool hasNextPage(const QByteArray &linkHeader)
{
    // Both rels are always there; only results="true" means that something follows. An address may hold commas.
    static const QRegularExpression link(QStringLiteral("<[^>]*>([^<]*)"));
    auto links = link.globalMatch(QString::fromLatin1(linkHeader));
    while (links.hasNext()) {
        const QString attributes = links.next().captured(1);
        if (attributes.contains(QLatin1String("rel=\"next\"")) &&
            attributes.contains(QLatin1String("results=\"true\"")))
            return true;
    }
    return false;
}

} // namespace Slipway::Sentry

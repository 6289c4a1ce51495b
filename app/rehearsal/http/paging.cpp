// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/http/paging.h"

#include <algorithm>

namespace Slipway::Rehearsal {

namespace {

constexpr int usualPage = 30;
constexpr int largestPage = 100;
constexpr int usualFirst = 20;

int numberIn(const QUrlQuery &query, const char *name, int otherwise)
{
    bool ok = false;
    const int number = query.queryItemValue(QLatin1String(name)).toInt(&ok);
    return ok && number > 0 ? number : otherwise;
}

QByteArray linkTo(const QString &address, QUrlQuery query, qsizetype page, const char *relation)
{
    query.removeQueryItem(QStringLiteral("page"));
    query.addQueryItem(QStringLiteral("page"), QString::number(page));
    return '<' + (address + QLatin1Char('?') + query.toString(QUrl::FullyEncoded)).toUtf8() + ">; rel=\"" + relation +
           '"';
}

} // namespace

Page pageOf(const PeerRequest &request, qsizetype total, const QString &address)
{
    const qsizetype size = std::min(numberIn(request.query, "per_page", usualPage), largestPage);
    const qsizetype number = numberIn(request.query, "page", 1);
    const qsizetype last = std::max<qsizetype>((total + size - 1) / size, 1);
    Page page{.from = std::min((number - 1) * size, total), .to = std::min(number * size, total)};
    QByteArrayList links;
    if (number > 1)
        links << linkTo(address, request.query, std::min(number - 1, last), "prev");
    if (number < last)
        links << linkTo(address, request.query, number + 1, "next") << linkTo(address, request.query, last, "last");
    if (number > 1)
        links << linkTo(address, request.query, 1, "first");
    page.link = links.join(", ");
    return page;
}

QJsonArray partOf(const QJsonArray &whole, const Page &page)
{
    QJsonArray part;
    for (qsizetype i = page.from; i < page.to; ++i)
        part.append(whole.at(i));
    return part;
}

Result<QJsonObject> connectionOf(const QJsonArray &nodes, const QJsonObject &arguments)
{
    const auto cursorAt = [&](qsizetype i) { return nodes.at(i).toObject().value(QLatin1String("id")); };
    qsizetype from = 0;
    if (const QJsonValue after = arguments.value(QLatin1String("after")); after.isString()) {
        while (from < nodes.size() && cursorAt(from) != after)
            ++from;
        if (from++ == nodes.size())
            return Error{.kind = ErrorKind::Refused, .detail = QStringLiteral("Problem processing request")};
    }
    const int first = std::max(arguments.value(QLatin1String("first")).toInt(usualFirst), 0);
    const qsizetype to = std::min(from + first, nodes.size());
    QJsonArray edges;
    for (qsizetype i = from; i < to; ++i)
        edges.append(QJsonObject{{QStringLiteral("cursor"), cursorAt(i)}, {QStringLiteral("node"), nodes.at(i)}});
    const QJsonValue none;
    const QJsonObject info{{QStringLiteral("hasNextPage"), to < nodes.size()},
                           {QStringLiteral("hasPreviousPage"), from > 0},
                           {QStringLiteral("startCursor"), from < to ? cursorAt(from) : none},
                           {QStringLiteral("endCursor"), from < to ? cursorAt(to - 1) : none}};
    return QJsonObject{{QStringLiteral("edges"), edges}, {QStringLiteral("pageInfo"), info}};
}

} // namespace Slipway::Rehearsal

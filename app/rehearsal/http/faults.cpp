// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/http/faults.h"

#include <QJsonDocument>

#include <algorithm>

namespace Slipway::Rehearsal {

namespace {

struct NamedKind {
    const char *name;
    PeerFault::Kind kind;
};
constexpr NamedKind kinds[] = {{"none", PeerFault::Kind::None},
                               {"delay", PeerFault::Kind::Delay},
                               {"dropBefore", PeerFault::Kind::DropBefore},
                               {"dropAfterReceiving", PeerFault::Kind::DropAfterReceiving},
                               {"status", PeerFault::Kind::Status},
                               {"garbage", PeerFault::Kind::Garbage},
                               {"hang", PeerFault::Kind::Hang},
                               {"cutBody", PeerFault::Kind::CutBody},
                               {"cutChunked", PeerFault::Kind::CutChunked},
                               {"echo", PeerFault::Kind::Echo},
                               {"closeSocket", PeerFault::Kind::None}};

QString operationOf(const PeerRequest &request)
{
    return QJsonDocument::fromJson(request.body).object().value(QLatin1String("operationName")).toString();
}

} // namespace

Result<Done> Faults::add(const QJsonObject &told, const QDateTime &present)
{
    const QString kind = told.value(QLatin1String("kind")).toString();
    const auto known = std::find_if(std::begin(kinds), std::end(kinds),
                                    [&](const NamedKind &each) { return kind == QLatin1String(each.name); });
    if (known == std::end(kinds))
        return Error{.kind = ErrorKind::Refused, .detail = QStringLiteral("unknown kind of fault: %1").arg(kind)};
    const auto after = [&](double seconds) { return present.addMSecs(qint64(seconds * 1000)); };
    Entry entry{.provider = told.value(QLatin1String("provider")).toString(),
                .method = told.value(QLatin1String("method")).toString().toLatin1(),
                .path = told.value(QLatin1String("path")).toString(),
                .operation = told.value(QLatin1String("operation")).toString(),
                .fault = {.kind = known->kind,
                          .status = told.value(QLatin1String("status")).toInt(503),
                          .delayMs = told.value(QLatin1String("delayMs")).toInt(),
                          .retryAfter = told.value(QLatin1String("retryAfter")).toInt(),
                          .body = told.value(QLatin1String("body")).toString().toUtf8()},
                .left = told.value(QLatin1String("count")).toInt(-1),
                .from = after(told.value(QLatin1String("after")).toDouble())};
    if (kind == QLatin1String("closeSocket")) {
        entry.closeCode = entry.fault.status;
    } else if (known->kind == PeerFault::Kind::None) {
        m_entries.removeIf([&](const Entry &each) { return entry.isFor(each.provider); });
        return Done{};
    }
    if (const double seconds = told.value(QLatin1String("seconds")).toDouble(); seconds > 0)
        entry.until = after(told.value(QLatin1String("after")).toDouble() + seconds);
    m_entries.append(entry);
    return Done{};
}

bool Faults::Entry::isDue(const QDateTime &now) const
{
    return left != 0 && now >= from && (!until.isValid() || now < until);
}

bool Faults::cuts(const QString &provider, const QDateTime &now) const
{
    return std::any_of(m_entries.cbegin(), m_entries.cend(), [&](const Entry &entry) {
        return entry.isFor(provider) && entry.fault.kind == PeerFault::Kind::DropBefore && entry.left < 0 &&
               entry.method.isEmpty() && entry.path.isEmpty() && entry.operation.isEmpty() && entry.isDue(now);
    });
}

PeerFault Faults::take(const QString &provider, const PeerRequest &request, const QDateTime &now)
{
    for (Entry &entry : m_entries) {
        const bool meant = entry.isFor(provider) && request.path.startsWith(entry.path) &&
                           (entry.method.isEmpty() || entry.method == request.method) &&
                           (entry.operation.isEmpty() || entry.operation == operationOf(request));
        if (!entry.isDue(now) || !meant || entry.closeCode != 0)
            continue;
        if (entry.left > 0)
            --entry.left;
        return entry.fault;
    }
    return {};
}

int Faults::takeCloseCode(const QString &provider, const QDateTime &now)
{
    for (Entry &entry : m_entries) {
        if (entry.closeCode == 0 || entry.provider != provider || !entry.isDue(now))
            continue;
        if (entry.left > 0)
            --entry.left;
        return entry.closeCode;
    }
    return 0;
}

void Faults::advance(int seconds, const QDateTime &now)
{
    for (Entry &entry : m_entries) {
        for (QDateTime *time : {&entry.from, &entry.until}) {
            if (time->isValid() && *time > now)
                *time = std::max(now, time->addSecs(-seconds));
        }
    }
}

} // namespace Slipway::Rehearsal

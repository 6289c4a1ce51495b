// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rehearsal/http/httppeer.h"
#include "models/values/result.h"

#include <QDateTime>
#include <QJsonObject>

namespace Slipway::Rehearsal {

/// What is switched on to go wrong, for whom and for how long. A fault is told as
/// {provider?, method?, path?, operation?, kind, status?, retryAfter?, body?, delayMs?, count?, after?, seconds?};
/// without a provider it is for everybody's requests;
/// `kind` is delay, dropBefore, dropAfterReceiving, status, garbage, hang, cutBody, cutChunked, echo (of the token that
/// was sent), closeSocket (with the code `status`, as soon as it greets) or none, which switches the provider's faults
/// off. The method "UPGRADE" is for requests of WebSockets only.
class Faults {
public:
    /// `present`: when its `after` begins to count.
    Result<Done> add(const QJsonObject &told, const QDateTime &present);
    /// What happens to this request, counted off.
    PeerFault take(const QString &provider, const PeerRequest &request, const QDateTime &now);
    /// With which code a WebSocket is closed that greets, counted off; 0: with none.
    int takeCloseCode(const QString &provider, const QDateTime &now);
    /// Whether each of its connections is dropped: those that are open as well.
    bool cuts(const QString &provider, const QDateTime &now) const;
    /// What would have begun or ended within that time does so now.
    void advance(int seconds, const QDateTime &now);

private:
    struct Entry {
        QString provider; ///< empty: any
        QByteArray method;
        QString path;      ///< the beginning of the request's
        QString operation; ///< GraphQL's name of it
        PeerFault fault;
        int closeCode = 0; ///< of closeSocket
        int left = -1;     ///< -1: without end
        QDateTime from;
        QDateTime until; ///< invalid: without end
        bool isDue(const QDateTime &now) const;
        bool isFor(const QString &asked) const { return provider.isEmpty() || provider == asked; }
    };
    QList<Entry> m_entries;
};

} // namespace Slipway::Rehearsal

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/apicall.h"
#include "app/net/clock.h"

#include <QObject>

#include <functional>

class QNetworkReply;

namespace Slipway {

/// What came of one request on the wire.
struct ExchangeEnd {
    Result<HttpResponse> response = Error{}; ///< a complete answer of any status, or why there is none
    QUrl location;                           ///< where a 3xx wants us to go, resolved; empty otherwise
    bool neverConnected = false;             ///< nothing can have been sent
};

/// Waits for one reply, bounded in time and in bytes, and tells its end exactly once. A child of the reply: when that
/// goes, so does the answer. A secret body is wiped when `done` returns.
class Exchange : public QObject {
    Q_OBJECT
public:
    using Done = std::function<void(const ExchangeEnd &)>;
    Exchange(QNetworkReply *reply, const HttpRequest &request, const Clock &clock, Done done);

private:
    enum class GaveUp { No, Deadline, TooLarge };
    void gather();
    void giveUp(GaveUp why);
    void finish();
    ExchangeEnd end() const;
    Error transportError(int status) const;

    QNetworkReply *m_reply;
    HttpRequest m_request;
    const Clock &m_clock;
    Done m_done;
    Moment m_sentAt;
    QByteArray m_body;
    QString m_tlsTrouble;
    GaveUp m_gaveUp = GaveUp::No;
};

} // namespace Slipway

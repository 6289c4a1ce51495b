// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/result.h"

#include <QAbstractSocket>
#include <QUrl>

namespace Slipway {

/// What is known of the end of a WebSocket. QWebSocket tells it by signals, codes and texts that have to be taken
/// together (app/net/README.md, 2 and 3).
struct SocketEnd {
    QUrl url;              ///< as asked for
    bool reached = false;  ///< there was a TCP connection when the error came
    bool upgraded = false; ///< the server had accepted the upgrade
    std::optional<QAbstractSocket::SocketError> error;
    QString errorText;     ///< of that error; may hold the HTTP status of a refused upgrade
    int plainStatus = 0;   ///< what a plain request to the same address was answered with; 0 without one
    QString tlsTrouble;    ///< the first complaint about the certificate
    int closeCode = 1'000; ///< also 1000 when no close frame came
    QString closeReason;   ///< from outside
};

/// The upgrade was refused, and QWebSocket's text does not say with which status: a plain request may tell.
bool lacksStatus(const SocketEnd &end);

/// Why it ended, in words. Unauthorized or Forbidden: it was refused, which says nothing of the token for queries;
/// RateLimited: too many connections.
Error errorOf(const SocketEnd &end);

} // namespace Slipway

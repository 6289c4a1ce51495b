// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUrl>

namespace Slipway {

/// Scheme, host and port: what a secret is bound to.
QUrl originOf(const QUrl &url);
bool sameOrigin(const QUrl &left, const QUrl &right);
/// The address without user, query and fragment, for messages.
QString shownUrl(const QUrl &url);
/// "api.github.com", with the port where it is not the usual one, for messages.
QString hostText(const QUrl &url);

} // namespace Slipway

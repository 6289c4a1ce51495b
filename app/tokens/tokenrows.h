// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/project/tokenrow.h"

#include <QList>

namespace Slipway {

class Credentials;

/// What the tokens dialog shows of the project's tokens and its checks' secrets: where each is sent, what it has to be
/// allowed, and what came of reading it.
QList<TokenRow> tokenRows(const Credentials &credentials);

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/window/tokenrow.h"

#include <QList>

namespace Slipway {

class CheckSecrets;
class Credentials;

/// What the tokens dialog shows of the project's tokens: where each is sent, what it has to be allowed, and what came
/// of reading it.
QList<TokenRow> tokenRows(const Credentials &credentials, const CheckSecrets &secrets);

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

namespace Slipway {

/// How a secret may stand in a text: as it is, within base64 (for each of the three places where it can begin, in both
/// alphabets, without the characters that depend on what is beside it), percent-encoded, and within a JSON string.
/// Without repetitions; nothing of a secret that is shorter than eight bytes.
QList<QByteArray> secretForms(const QByteArray &secret);

} // namespace Slipway

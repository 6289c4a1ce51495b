// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayList>

namespace Slipway::Test {

/// A JSON body gone wrong in every simple way: cut at every seventh byte, each key dropped, each value replaced by one
/// of another type. A decoder must give a Result for each, and never crash.
QByteArrayList mutatedBodies(const QByteArray &json);

} // namespace Slipway::Test

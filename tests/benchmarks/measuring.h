// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QList>

namespace Slipway::Bench {

double elapsedMs(const QElapsedTimer &timer);
/// Not of an empty list.
double middle(QList<double> values);
/// Memory of this program, without what only waits to be given back, kB.
qint64 residentKb();

} // namespace Slipway::Bench

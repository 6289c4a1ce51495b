// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QList>

namespace Slipway::Bench {

double elapsedMs(const QElapsedTimer &timer);
/// The middle of `values`, which has one at least.
double median(QList<double> values);
/// Memory of this program, without what only waits to be given back, kB.
qint64 residentKb();

} // namespace Slipway::Bench

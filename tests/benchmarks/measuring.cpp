// SPDX-License-Identifier: GPL-3.0-or-later
#include "benchmarks/measuring.h"

#include <QFile>

#include <malloc.h>

#include <algorithm>

namespace Slipway::Bench {

double elapsedMs(const QElapsedTimer &timer)
{
    return double(timer.nsecsElapsed()) / 1e6;
}

double median(QList<double> values)
{
    std::sort(values.begin(), values.end());
    const qsizetype middle = values.size() / 2;
    return values.size() % 2 ? values.at(middle) : (values.at(middle - 1) + values.at(middle)) / 2;
}

/// "VmRSS:     28400 kB".
qint64 residentKb()
{
    malloc_trim(0);
    QFile file(QStringLiteral("/proc/self/status"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray status = file.readAll();
    const qsizetype at = status.indexOf("VmRSS:");
    return at < 0 ? 0 : status.mid(at + 6, status.indexOf('k', at) - at - 6).trimmed().toLongLong();
}

} // namespace Slipway::Bench

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/net/oneshotbody.h"

#include <algorithm>
#include <cstring>

namespace Slipway {

OneShotBody::OneShotBody(QByteArray data, QObject *parent)
    : QIODevice(parent)
    , m_data(std::move(data))
{
    open(ReadOnly | Unbuffered);
}

qint64 OneShotBody::readData(char *to, qint64 max)
{
    const qint64 size = std::min<qint64>(max, m_data.size() - m_at);
    if (size <= 0)
        return -1;
    std::memcpy(to, m_data.constData() + m_at, size_t(size));
    m_at += size;
    return size;
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/wipe.h"

#include <cstring>

namespace Slipway {

void wipe(const QByteArray &secret)
{
    // data() would make a copy of what is shared, and wipe that. A memset before the end of a life may be left out.
    if (!secret.isEmpty())
        ::explicit_bzero(const_cast<char *>(secret.constData()), size_t(secret.size()));
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/wipe.h"

#include <string.h> // explicit_bzero: a memset before the end of a life may be left out

namespace Slipway {

void wipe(const QByteArray &secret)
{
    // data() would make a copy of what is shared, and wipe that.
    if (!secret.isEmpty())
        ::explicit_bzero(const_cast<char *>(secret.constData()), size_t(secret.size()));
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/net/wipe.h"

#include <cstdint>
#include <cstring>
#include <sys/mman.h>
#include <unistd.h>

namespace Slipway {

void wipe(const QByteArray &secret)
{
    // data() would make a copy of what is shared, and wipe that. A memset before the end of a life may be left out.
    if (!secret.isEmpty())
        ::explicit_bzero(const_cast<char *>(secret.constData()), size_t(secret.size()));
}

void keepOutOfCores(const QByteArray &secret)
{
    const long page = ::sysconf(_SC_PAGESIZE);
    if (secret.isEmpty() || page <= 0)
        return;
    const auto size = std::uintptr_t(page);
    const auto begin = reinterpret_cast<std::uintptr_t>(secret.constData());
    const std::uintptr_t first = begin / size * size;
    const std::uintptr_t end = (begin + std::uintptr_t(secret.size()) + size - 1) / size * size;
    (void)::madvise(reinterpret_cast<void *>(first), end - first, MADV_DONTDUMP); // NOLINT(performance-no-int-to-ptr)
}

} // namespace Slipway

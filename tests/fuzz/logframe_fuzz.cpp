// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/net/socket/graphqlframe.h"
#include "app/railway/logs/logdecoder.h"
#include "models/logs/logattributes.h"
#include "models/logs/logstore.h"

#include <cstdint>

using namespace Slipway;

namespace {

void require(bool holds)
{
    if (!holds)
        __builtin_trap();
}

void keep(const Result<std::span<const LogLine>> &rows)
{
    if (!rows)
        return require(!rows.error().detail.isEmpty());
    LogStore store;
    for (const LogLine &line : *rows) {
        store.append(line);
        const LogLine kept = store.line(store.end() - 1);
        require(kept.message.size() <= size_t(LogStore::longestMessage));
        require(kept.at == line.at && kept.level == line.level);
        require(line.attributes.empty() || !unpackAttributes(line.attributes).isEmpty());
    }
}

} // namespace

/// A message as it comes over the socket.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static GraphQlFrameReader reader;
    static Railway::LogDecoder decoder;
    const QByteArray input(reinterpret_cast<const char *>(data), qsizetype(size));
    const std::optional<GraphQlFrame> frame = reader.read(QString::fromUtf8(input));
    if (!frame || frame->type != FrameType::Next)
        return 0;
    for (const LogSource source : {LogSource::Deploy, LogSource::Http})
        keep(decoder.decode(frame->payload, frame->capacity, {.source = source}));
    keep(decoder.decodeSlowly(QByteArray(frame->payload.data(), qsizetype(frame->payload.size())), {}));
    return 0;
}

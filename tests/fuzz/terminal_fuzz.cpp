// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/logattributes.h"
#include "models/logs/logstore.h"
#include "models/logs/redaction.h"
#include "models/logs/terminaltext.h"

#include <algorithm>
#include <cstdint>

using namespace Slipway;

namespace {

void require(bool holds)
{
    if (!holds)
        __builtin_trap();
}

void tryStrip(std::string_view text)
{
    std::string plain;
    stripTerminalText(text, plain);
    require(plain.size() <= text.size());
    require(!hasTerminalEscape(plain));
    require(hasTerminalEscape(text) || plain == text);
    std::string again;
    stripTerminalText(plain, again);
    require(again == plain);
}

void tryRedaction(const Redaction &redaction, std::string_view text)
{
    std::string hidden(text);
    const bool any = redaction.hide(hidden);
    require(hidden.size() == text.size());
    require(any || hidden == text);
    require(hidden.find("made-up-token") == std::string::npos);
    for (size_t i = 0; i < text.size(); ++i)
        require(hidden[i] == text[i] || hidden[i] == '*');
}

void tryStore(std::string_view text)
{
    static LogStore store;
    const LineNumber number = store.end();
    store.append({.message = text, .attributes = text, .deployment = text.substr(0, 40)});
    require(store.end() == number + 1);
    const LogLine line = store.line(number);
    require(line.message.size() == text.size() || line.cut);
    require(line.attributes.size() <= text.size());
    require(unpackAttributes(line.attributes).size() == unpackAttributes(text).size());
    const LogChunk chunk = store.chunk(store.chunkOf(number));
    require(LogStore::lineAt(chunk, line.message.data() - chunk.text.data()) == number);
    require(LogStore::lineAt(chunk, qsizetype(chunk.text.size()) - 1) == number);
}

} // namespace

/// A message, and packed attributes at once.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const Redaction redaction({"made-up-token"});
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    tryStrip(text);
    tryRedaction(redaction, text);
    tryStore(text);
    return 0;
}

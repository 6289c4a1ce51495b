// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <memory>
#include <optional>
#include <string_view>

namespace Slipway {

/// What a message of `graphql-transport-ws` is; Other when the protocol does not know it.
enum class FrameType { Acknowledged, Next, Error, Complete, Ping, Pong, Other };

/// One message. The views are valid until the reader reads the next one.
struct GraphQlFrame {
    FrameType type = FrameType::Other;
    std::string_view id;      ///< empty when there is none
    std::string_view payload; ///< as JSON; empty when there is none
    qsizetype capacity = 0;   ///< bytes that may be read from the payload's beginning on, at least 64 more than it has
};

/// Reads messages with simdjson, and with QJsonDocument what simdjson refuses, as a raw control character: it must not
/// lose a frame (app/net/README.md, 4). For the same reason lone surrogates become U+FFFD. The payload itself is only
/// passed over.
class GraphQlFrameReader {
public:
    GraphQlFrameReader();
    ~GraphQlFrameReader();
    GraphQlFrameReader(const GraphQlFrameReader &) = delete;
    GraphQlFrameReader &operator=(const GraphQlFrameReader &) = delete;

    /// None when it is no JSON object with a type, or is cut off.
    std::optional<GraphQlFrame> read(const QString &message);

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace Slipway

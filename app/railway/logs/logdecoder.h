// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/logs/logline.h"
#include "models/values/result.h"

#include <QByteArray>

#include <memory>
#include <span>

namespace Slipway::Railway {

/// Which rows an answer holds, and whose they are.
struct LogRows {
    LogSource source = LogSource::Deploy;
    Environment environment = Environment::Staging;
};

/// Reads Railway's log rows ({timestamp message severity attributes tags}, or those of httpLogs;
/// app/railway/README.md, 29) out of an answer `{"data":{"environmentLogs":[...]}}`: with simdjson, and once more with
/// QJsonDocument what that does not take (lone surrogates, raw control characters). Terminal escapes are gone from the
/// messages. A row without a readable time is placed at the time of the row before it.
class LogDecoder {
public:
    LogDecoder();
    ~LogDecoder();

    /// The rows in their order, all or none; valid until the next call, and the answer as long. `capacity` bytes may be
    /// read from the beginning of the answer on: with 64 behind its end nothing has to be copied. Errors of the answer
    /// as other calls' (errorOf).
    Result<std::span<const LogLine>> decode(std::string_view answer, qsizetype capacity, const LogRows &rows);
    Result<std::span<const LogLine>> decode(const QByteArray &answer, const LogRows &rows);
    /// Only with QJsonDocument: what the other is tested against.
    Result<std::span<const LogLine>> decodeSlowly(const QByteArray &answer, const LogRows &rows);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace Slipway::Railway

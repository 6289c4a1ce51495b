// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/logs/logline.h"

#include <deque>
#include <string>
#include <vector>

namespace Slipway::Railway {

/// The texts of one row as an answer has them, each empty where it is null or missing.
struct LogRowTexts {
    std::string_view timestamp;
    std::string_view message;
    std::string_view severity;
    std::string_view levelAttribute; ///< may be JSON-quoted
    std::string_view deployment;
    std::string_view replica;
    std::string_view method; ///< this and the next ones: of httpLogs only
    std::string_view path;
    qint64 status = 0;
    qint64 milliseconds = 0;
};

/// Lines that are made of rows, with the texts that they need beyond those of the answer.
class LogLines {
public:
    void clear();
    /// Begins a row; attributes are added to it before it is finished.
    void begin() { m_packed.clear(); }
    void addAttribute(std::string_view name, std::string_view value);
    /// A field of the row; what is not known is left out.
    void takeText(LogRowTexts &row, std::string_view name, std::string_view text);
    void takeNumber(LogRowTexts &row, std::string_view name, qint64 number);
    void finish(const LogRowTexts &row, LogSource source, Environment environment);
    const std::vector<LogLine> &lines() const { return m_lines; }
    /// A copy that lives as long as the lines.
    std::string_view keep(std::string text);

private:
    std::vector<LogLine> m_lines;
    std::deque<std::string> m_texts;
    std::string m_packed; ///< attributes of the row that was begun
    std::string m_plain;
    qint64 m_lastTime = 0;
};

/// "error", "ERR", "\"info\"" and the like; None for a word that is none of them.
LogLevel logLevelOf(std::string_view word);

/// Railway's own line about lines that it dropped (app/railway/README.md, 35).
bool tellsOfDroppedMessages(std::string_view message);

} // namespace Slipway::Railway

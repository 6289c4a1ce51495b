// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/railway/logs/logrow.h"

#include "models/logs/logattributes.h"
#include "models/logs/logtime.h"
#include "models/logs/terminaltext.h"

#include <algorithm>
#include <array>

namespace Slipway::Railway {

namespace {

struct LevelWord {
    std::string_view word;
    LogLevel level;
};

// Railway knows debug, info, warn and error, and "err" (app/railway/README.md, 29); the others are usual elsewhere.
constexpr std::array levelWords{
    LevelWord{"info", LogLevel::Info},   LevelWord{"error", LogLevel::Error},    LevelWord{"warn", LogLevel::Warn},
    LevelWord{"debug", LogLevel::Debug}, LevelWord{"warning", LogLevel::Warn},   LevelWord{"err", LogLevel::Error},
    LevelWord{"fatal", LogLevel::Error}, LevelWord{"critical", LogLevel::Error}, LevelWord{"panic", LogLevel::Error},
    LevelWord{"notice", LogLevel::Info}, LevelWord{"trace", LogLevel::Debug},    LevelWord{"stderr", LogLevel::Error},
    LevelWord{"stdout", LogLevel::Info},
};

// Of httpLogs, beside what the line itself says.
constexpr std::array<std::string_view, 7> accessTexts{"requestId", "host",     "upstreamErrors", "responseDetails",
                                                      "srcIp",     "clientUa", "edgeRegion"};
constexpr std::array<std::string_view, 3> accessNumbers{"upstreamRqDuration", "txBytes", "rxBytes"};

bool sameWord(std::string_view text, std::string_view lowerCase)
{
    if (text.size() != lowerCase.size())
        return false;
    for (size_t i = 0; i < text.size(); ++i) {
        if ((text[i] | 0x20) != lowerCase[i])
            return false;
    }
    return true;
}

/// As an access log has it; who answers with 500 and more has failed.
LogLevel levelOfStatus(qint64 status)
{
    if (status >= 500)
        return LogLevel::Error;
    return status >= 400 ? LogLevel::Warn : LogLevel::Info;
}

std::string accessLine(const LogRowTexts &row)
{
    std::string line(row.method);
    line.append(" ").append(row.path).append(" ").append(std::to_string(row.status));
    line.append(" ").append(std::to_string(row.milliseconds)).append(" ms");
    return line;
}

} // namespace

LogLevel logLevelOf(std::string_view word)
{
    while (word.size() >= 2 && word.front() == '"' && word.back() == '"')
        word = word.substr(1, word.size() - 2);
    for (const LevelWord &each : levelWords) {
        if (sameWord(word, each.word))
            return each.level;
    }
    return LogLevel::None;
}

bool tellsOfDroppedMessages(std::string_view message)
{
    return message.find("Messages dropped:") != std::string_view::npos &&
           message.find("rate limit") != std::string_view::npos;
}

void LogLines::clear()
{
    m_lines.clear();
    m_texts.clear();
    m_packed.clear();
    m_lastTime = 0;
}

std::string_view LogLines::keep(std::string text)
{
    return m_texts.emplace_back(std::move(text));
}

void LogLines::addAttribute(std::string_view name, std::string_view value)
{
    packAttribute(m_packed, name, value);
}

void LogLines::takeText(LogRowTexts &row, std::string_view name, std::string_view text)
{
    if (name == "timestamp")
        row.timestamp = text;
    else if (name == "message")
        row.message = text;
    else if (name == "severity")
        row.severity = text;
    else if (name == "deploymentId")
        row.deployment = text;
    else if (name == "deploymentInstanceId")
        row.replica = text;
    else if (name == "method")
        row.method = text;
    else if (name == "path")
        row.path = text;
    else if (!text.empty() && std::find(accessTexts.begin(), accessTexts.end(), name) != accessTexts.end())
        addAttribute(name, text);
}

void LogLines::takeNumber(LogRowTexts &row, std::string_view name, qint64 number)
{
    if (name == "httpStatus")
        row.status = number;
    else if (name == "totalDuration")
        row.milliseconds = number;
    else if (std::find(accessNumbers.begin(), accessNumbers.end(), name) != accessNumbers.end())
        addAttribute(name, std::to_string(number));
}

void LogLines::finish(const LogRowTexts &row, LogSource source, Environment environment)
{
    LogLine line{.source = source, .environment = environment, .deployment = row.deployment, .replica = row.replica};
    m_lastTime = logTime(row.timestamp).value_or(m_lastTime);
    line.at = m_lastTime;
    if (source != LogSource::Http) {
        line.message = row.message;
        line.level = logLevelOf(row.severity);
        if (line.level == LogLevel::None)
            line.level = logLevelOf(row.levelAttribute);
        line.important = tellsOfDroppedMessages(row.message);
    } else {
        line.message = keep(accessLine(row));
        line.level = levelOfStatus(row.status);
    }
    if (hasTerminalEscape(line.message)) {
        m_plain.clear();
        stripTerminalText(line.message, m_plain);
        line.message = keep(m_plain);
    }
    if (!m_packed.empty())
        line.attributes = keep(m_packed);
    m_lines.push_back(line);
}

} // namespace Slipway::Railway

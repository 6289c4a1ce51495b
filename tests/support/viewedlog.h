// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/logs/search/logview.h"

#include <QStringList>

#include <algorithm>
#include <initializer_list>
#include <string>

namespace Slipway::Test {

inline constexpr qint64 secondOfLog = 1'000'000'000;

struct LoggedLine {
    qint64 second = 0;
    std::string message;
    LogLevel level = LogLevel::Info;
    LogSource source = LogSource::Deploy;
    Environment environment = Environment::Staging;
    bool isNew = false;
};

inline void logTo(LogStore &store, const LoggedLine &line)
{
    store.append({.at = line.second * secondOfLog,
                  .level = line.level,
                  .source = line.source,
                  .environment = line.environment,
                  .isNew = line.isNew,
                  .message = line.message});
}

inline void logAllTo(LogStore &store, std::initializer_list<LoggedLine> lines)
{
    for (const LoggedLine &line : lines)
        logTo(store, line);
}

/// A store of the least capacity then keeps nothing of before.
inline void logMuchTo(LogStore &store, qint64 second)
{
    for (int i = 0; i < 60; ++i)
        logTo(store, {second, "much " + std::string(60'000, 'x')});
}

inline LogFilter lookingFor(const char *text, int context = 0)
{
    return {.include = {.text = QString::fromUtf8(text)}, .context = context};
}

inline LogFilter expressionFilter(const char *text)
{
    return {.include = {.text = QString::fromUtf8(text), .regularExpression = true}};
}

inline void searchAll(LogView &view)
{
    while (view.isSearching())
        view.step(3);
}

/// The rows' messages, with "*" behind those of matches.
inline QString rowsText(const LogView &view, const LogStore &store)
{
    QStringList rows;
    for (LogView::Row row = 0; row < view.rowCount(); ++row) {
        const std::string_view message = store.line(view.lineAt(row)).message;
        rows.append(QString::fromUtf8(message.data(), qsizetype(std::min<size_t>(message.size(), 20))) +
                    QLatin1String(view.hasPattern() && view.isMatch(row) ? "*" : ""));
    }
    return rows.join(QLatin1Char(' '));
}

inline QString filteredText(const LogStore &store, const LogFilter &filter)
{
    LogView view(store);
    if (const Result<Done> set = view.setFilter(filter); !set)
        return set.error().detail;
    searchAll(view);
    return rowsText(view, store);
}

inline void logLettersTo(LogStore &store, const char *letters)
{
    for (qint64 second = 1; *letters != '\0'; ++letters, ++second)
        logTo(store, {second, std::string(1, *letters)});
}

} // namespace Slipway::Test

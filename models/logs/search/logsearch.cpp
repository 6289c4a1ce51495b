// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/search/logsearch.h"

#include <algorithm>

namespace Slipway {

namespace {

/// So few that looking on from each of their places stays below what a pattern may do without asking for the time.
constexpr size_t bytesAtOnce = 2000;

struct LineRange {
    LineNumber begin = 0;
    LineNumber end = 0;
};

const LogRecord &recordIn(const LogChunk &chunk, LineNumber line)
{
    return chunk.records[line - chunk.first];
}

std::string_view messageIn(const LogChunk &chunk, LineNumber line)
{
    const LogRecord &record = recordIn(chunk, line);
    return chunk.text.substr(record.offset, record.length);
}

/// Where its line end is in the chunk's text.
size_t endIn(const LogChunk &chunk, LineNumber line)
{
    return size_t(recordIn(chunk, line).offset) + size_t(recordIn(chunk, line).length);
}

/// Takes the line if it matches; false where a limit was met.
bool takeIfMatches(const Pattern &pattern, const LogChunk &chunk, LineNumber line, std::vector<LineNumber> &lines)
{
    const Pattern::Found found = pattern.matches(messageIn(chunk, line));
    if (found == Pattern::Found::Yes)
        lines.push_back(line);
    return found != Pattern::Found::GaveUp;
}

/// Calls `visit` with each line in which it matches, until that answers false. One search through the text of them all
/// with the line end behind each, so only for what matches across none. The line at which a limit was met, or noLine.
template <typename Visit>
LineNumber eachLineWith(const Pattern &pattern, const LogChunk &chunk, LineRange range, Visit visit)
{
    const size_t begin = recordIn(chunk, range.begin).offset;
    const std::string_view text = chunk.text.substr(begin, endIn(chunk, range.end - 1) + 1 - begin);
    size_t from = 0;
    Pattern::Hit hit;
    while (from < text.size()) {
        const Pattern::Found found = pattern.find(text, qsizetype(from), hit);
        if (found == Pattern::Found::GaveUp)
            return LogStore::lineAt(chunk, qsizetype(begin) + qsizetype(from));
        if (found == Pattern::Found::No || size_t(hit.offset) == text.size())
            break;
        const LineNumber line = LogStore::lineAt(chunk, qsizetype(begin) + hit.offset);
        if (!visit(line))
            break;
        from = endIn(chunk, line) + 1 - begin;
    }
    return noLine;
}

/// What is more than words is tried only where its words are. The line at which a limit was met, or noLine.
LineNumber linesWithWords(const Pattern &pattern, const LogChunk &chunk, LineRange range, const QDeadlineTimer &until,
                          std::vector<LineNumber> &lines)
{
    LineNumber tooCostly = noLine;
    const auto visit = [&](LineNumber line) {
        if (pattern.isWords()) {
            lines.push_back(line);
            return true;
        }
        if (until.hasExpired())
            return false;
        if (!takeIfMatches(pattern, chunk, line, lines))
            tooCostly = line;
        return tooCostly == noLine;
    };
    return std::min(eachLineWith(*pattern.words(), chunk, range, visit), tooCostly);
}

LineNumber linesOneByOne(const Pattern &pattern, const LogChunk &chunk, LineRange range, const QDeadlineTimer &until,
                         std::vector<LineNumber> &lines)
{
    for (LineNumber line = range.begin; line < range.end && !until.hasExpired(); ++line) {
        if (!takeIfMatches(pattern, chunk, line, lines))
            return line;
    }
    return noLine;
}

bool endsInLineEnd(std::string_view message)
{
    return message.ends_with('\n') || message.ends_with('\r');
}

/// Where a few lines end that are searched at once. One that ends in a line end of its own is alone: with another one
/// behind it, it would seem to hold an empty line more.
LineNumber fewLines(const LogChunk &chunk, LineRange range)
{
    const size_t begin = recordIn(chunk, range.begin).offset;
    LineNumber line = range.begin;
    while (line < range.end && endIn(chunk, line) - begin <= bytesAtOnce && !endsInLineEnd(messageIn(chunk, line)))
        ++line;
    return std::max(line, range.begin + 1);
}

LineNumber linesInGroups(const Pattern &pattern, const LogChunk &chunk, LineRange range, const QDeadlineTimer &until,
                         std::vector<LineNumber> &lines)
{
    LineNumber tooCostly = noLine;
    while (range.begin < range.end && tooCostly == noLine && !until.hasExpired()) {
        const LineRange group{range.begin, fewLines(chunk, range)};
        const size_t before = lines.size();
        const auto take = [&](LineNumber line) {
            lines.push_back(line);
            return true;
        };
        const bool alone = group.end - group.begin == 1;
        if (alone || eachLineWith(pattern, chunk, group, take) != noLine) {
            lines.resize(before);
            tooCostly = linesOneByOne(pattern, chunk, group, until, lines);
        }
        range.begin = group.end;
    }
    return tooCostly;
}

LineNumber linesThatMatch(const Pattern &pattern, const LogChunk &chunk, LineRange range, const QDeadlineTimer &until,
                          std::vector<LineNumber> &lines)
{
    const auto find = pattern.words() ? linesWithWords : pattern.staysInLine() ? linesInGroups : linesOneByOne;
    return find(pattern, chunk, range, until, lines);
}

/// Leaves those that do not match.
LineNumber removeMatching(const Pattern &pattern, const LogChunk &chunk, size_t from, const QDeadlineTimer &until,
                          std::vector<LineNumber> &lines)
{
    LineNumber tooCostly = noLine;
    const auto goes = [&](LineNumber line) {
        if (until.hasExpired())
            return true;
        const bool stopped = tooCostly != noLine;
        const Pattern::Found found = stopped ? Pattern::Found::GaveUp : pattern.matches(messageIn(chunk, line));
        if (found == Pattern::Found::GaveUp && !stopped)
            tooCostly = line;
        return found != Pattern::Found::No;
    };
    lines.erase(std::remove_if(lines.begin() + qsizetype(from), lines.end(), goes), lines.end());
    return tooCostly;
}

void addInTime(const LogChunk &chunk, LineNumber line, std::vector<LineTime> &lines)
{
    lines.push_back({recordIn(chunk, line).at, line});
}

void orderByTime(std::vector<LineTime> &lines)
{
    if (!std::is_sorted(lines.begin(), lines.end()))
        std::sort(lines.begin(), lines.end());
}

Result<std::optional<Pattern>> compiledIfAny(const PatternText &text)
{
    if (text.text.isEmpty())
        return std::optional<Pattern>();
    Result<Pattern> pattern = Pattern::compile(text);
    if (!pattern)
        return pattern.error();
    return std::optional<Pattern>(*std::move(pattern));
}

} // namespace

LogSearch::LogSearch(LogFilter filter)
    : m_filter(std::move(filter))
{
}

Result<LogSearch> LogSearch::prepare(const LogFilter &filter)
{
    LogSearch search(filter);
    for (const auto &[text, pattern] :
         {std::pair(&filter.include, &search.m_include), std::pair(&filter.exclude, &search.m_exclude)}) {
        Result<std::optional<Pattern>> compiled = compiledIfAny(*text);
        if (!compiled)
            return compiled.error();
        *pattern = *std::move(compiled);
    }
    return search;
}

bool LogSearch::selects() const
{
    return m_include || m_exclude || m_filter.least != LogLevel::None || m_filter.onlyNew;
}

bool LogSearch::isCostly() const
{
    return (m_include && !m_include->isWords()) || (m_exclude && !m_exclude->isWords());
}

bool LogSearch::isChosen(const LogRecord &record) const
{
    const auto source = LogSource(record.source);
    return m_filter.environments[record.production ? Environment::Production : Environment::Staging] &&
           (source == LogSource::Note || m_filter.sources[size_t(source)]);
}

bool LogSearch::mayMatch(const LogRecord &record) const
{
    return !m_stopped && isChosen(record) && LogSource(record.source) != LogSource::Note &&
           LogLevel(record.level) >= m_filter.least && (!m_filter.onlyNew || record.isNew);
}

LineNumber LogSearch::searchRun(const LogChunk &chunk, LineNumber begin, LineNumber end, const QDeadlineTimer &until,
                                std::vector<LineNumber> &matches) const
{
    const size_t before = matches.size();
    if (m_include) {
        const LineNumber tooCostly = linesThatMatch(*m_include, chunk, {begin, end}, until, matches);
        return m_exclude ? std::min(tooCostly, removeMatching(*m_exclude, chunk, before, until, matches)) : tooCostly;
    }
    std::vector<LineNumber> excluded;
    const LineNumber tooCostly = m_exclude ? linesThatMatch(*m_exclude, chunk, {begin, end}, until, excluded) : noLine;
    auto next = excluded.begin();
    for (LineNumber line = begin; line < std::min(end, tooCostly); ++line) {
        if (next != excluded.end() && *next == line)
            ++next;
        else
            matches.push_back(line);
    }
    return tooCostly;
}

LogSearch::Found LogSearch::search(const LogChunk &chunk, LineNumber begin, LineNumber end, QDeadlineTimer until) const
{
    if (end - begin <= 1 || !isCostly())
        until = QDeadlineTimer(QDeadlineTimer::Forever);
    Found found;
    std::vector<LineNumber> matches;
    LineNumber run = begin;
    for (LineNumber line = begin; selects() && line <= end && found.tooCostly == noLine; ++line) {
        if (line < end && mayMatch(recordIn(chunk, line)))
            continue;
        if (run < line)
            found.tooCostly = searchRun(chunk, run, line, until, matches);
        run = line + 1;
    }
    found.outOfTime = until.hasExpired();
    if (found.outOfTime)
        return found;
    const bool every = !selects() || m_filter.context != 0;
    auto match = matches.begin();
    for (LineNumber line = begin; line < end; ++line) {
        const bool isMatch = match != matches.end() && *match == line;
        if (isMatch) {
            addInTime(chunk, line, found.matches);
            ++match;
        }
        const LogRecord &record = recordIn(chunk, line);
        if (isMatch || ((every || LogSource(record.source) == LogSource::Note) && isChosen(record)))
            addInTime(chunk, line, found.shown);
    }
    orderByTime(found.shown);
    orderByTime(found.matches);
    return found;
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/health/latencyhistory.h"

#include "models/health/healthchart.h"

#include <algorithm>

namespace Slipway {

namespace {

/// One more than a chart has: the oldest is only partly within it.
constexpr qsizetype mostColumns = chartColumns + 1;
/// Of one column; more would be several samples a second for the longest one.
constexpr qsizetype mostOpenLatencies = 2'048;
constexpr int samplesForAPercentile = 20;
constexpr int middle = 50;

/// Nearest rank.
qsizetype rankOf(int percent, qsizetype count)
{
    return std::max<qsizetype>(1, (count * percent + 99) / 100) - 1;
}

void noteLatencies(LatencyColumn &column, const QList<int> &sorted)
{
    if (sorted.isEmpty())
        return;
    column.lowest = std::min(column.lowest.value_or(sorted.constFirst()), sorted.constFirst());
    column.highest = std::max(column.highest.value_or(sorted.constLast()), sorted.constLast());
    column.p50 = sorted.at(rankOf(middle, sorted.size()));
    column.p95 = sorted.size() < samplesForAPercentile ? *column.highest : sorted.at(rankOf(95, sorted.size()));
}

} // namespace

void LatencyHistory::append(const Beat &beat, Milliseconds gapAfter)
{
    if (!m_beats.isEmpty() && beat.atMs < m_beats.constLast().atMs)
        drop(beat.atMs);
    attribute(beat.atMs, gapAfter);
    for (const ChartWindow window : chartWindows)
        add(m_rows[size_t(window)], beat, columnWidthOf(window));
    m_beats.append(beat);
    if (m_beats.size() > mostBeats)
        m_beats.removeFirst();
}

void LatencyHistory::drop(qint64 afterMs)
{
    m_beats.removeIf([=](const Beat &beat) { return beat.atMs > afterMs; });
    for (Row &row : m_rows) {
        const qsizetype before = row.columns.size();
        row.columns.removeIf([=](const LatencyColumn &column) { return column.atMs > afterMs; });
        if (row.columns.size() != before)
            row.open.clear();
    }
}

void LatencyHistory::attribute(qint64 untilMs, Milliseconds gapAfter)
{
    if (m_beats.isEmpty())
        return;
    const Beat &last = m_beats.constLast();
    const qint64 stood = untilMs - last.atMs;
    if (stood <= 0 || stood > gapAfter.count())
        return;
    for (Row &row : m_rows) {
        if (row.columns.isEmpty())
            continue;
        LatencyColumn &column = row.columns.last();
        (last.verdict == Verdict::Down ? column.downMs : column.upMs) += stood;
    }
}

void LatencyHistory::add(Row &row, const Beat &beat, Milliseconds width)
{
    const qint64 begin = beat.atMs / width.count() * width.count();
    if (row.columns.isEmpty() || row.columns.constLast().atMs != begin) {
        row.columns.append(LatencyColumn{.atMs = begin});
        row.open.clear();
        if (row.columns.size() > mostColumns)
            row.columns.removeFirst();
    }
    LatencyColumn &column = row.columns.last();
    ++column.samples;
    column.failures += beat.verdict == Verdict::Down ? 1 : 0;
    if (!beat.latencyMs)
        return;
    if (row.open.size() < mostOpenLatencies)
        row.open.insert(std::upper_bound(row.open.cbegin(), row.open.cend(), *beat.latencyMs), *beat.latencyMs);
    column.lowest = std::min(column.lowest.value_or(*beat.latencyMs), *beat.latencyMs);
    column.highest = std::max(column.highest.value_or(*beat.latencyMs), *beat.latencyMs);
    noteLatencies(column, row.open);
}

void LatencyHistory::load(ChartWindow window, const QList<LatencyColumn> &past)
{
    Row &row = m_rows[size_t(window)];
    QList<LatencyColumn> all = past + row.columns;
    std::stable_sort(all.begin(), all.end(),
                     [](const LatencyColumn &left, const LatencyColumn &right) { return left.atMs < right.atMs; });
    QList<LatencyColumn> merged;
    for (const LatencyColumn &column : std::as_const(all)) {
        if (merged.isEmpty() || merged.constLast().atMs != column.atMs)
            merged.append(column);
        else if (column.samples >= merged.constLast().samples)
            merged.last() = column;
    }
    row.columns = merged.mid(std::max<qsizetype>(0, merged.size() - mostColumns));
}

QList<LatencyColumn> LatencyHistory::columns(ChartWindow window, qint64 untilMs) const
{
    const qint64 from = untilMs - spanOf(window).count();
    QList<LatencyColumn> within;
    for (const LatencyColumn &column : m_rows[size_t(window)].columns) {
        if (column.atMs > from && column.atMs <= untilMs)
            within.append(column);
    }
    return within;
}

std::optional<int> LatencyHistory::percentile(ChartWindow window, int percent, qint64 untilMs) const
{
    QList<std::pair<int, int>> values; ///< with how many samples stand for each
    qsizetype samples = 0;
    int highest = 0;
    const QList<LatencyColumn> within = columns(window, untilMs);
    for (const LatencyColumn &column : within) {
        const std::optional<int> value = percent > middle ? column.p95 : column.p50;
        if (!value)
            continue;
        values.append({*value, column.samples});
        samples += column.samples;
        highest = std::max(highest, *column.highest);
    }
    if (values.isEmpty())
        return std::nullopt;
    if (percent > middle && samples < samplesForAPercentile)
        return highest;
    std::sort(values.begin(), values.end());
    qsizetype left = rankOf(percent, samples);
    for (const auto &[value, count] : std::as_const(values)) {
        if (left < count)
            return value;
        left -= count;
    }
    return values.constLast().first;
}

/// From the finest columns that reach that far.
Uptime LatencyHistory::uptime(Milliseconds span, qint64 untilMs) const
{
    const auto fits = [span](ChartWindow window) { return spanOf(window) >= span; };
    const auto *window = std::find_if(chartWindows.begin(), chartWindows.end(), fits);
    Uptime uptime;
    const ChartWindow finest = window == chartWindows.end() ? ChartWindow::Week : *window;
    const QList<LatencyColumn> within = columns(finest, untilMs);
    for (const LatencyColumn &column : within) {
        if (column.atMs <= untilMs - span.count())
            continue;
        uptime.up += Milliseconds(column.upMs);
        uptime.down += Milliseconds(column.downMs);
    }
    return uptime;
}

} // namespace Slipway

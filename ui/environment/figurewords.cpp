// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/environment/figurewords.h"

#include "models/health/certificate.h"
#include "models/values/age.h"
#include "models/values/text.h"
#include "ui/charts/healthchart.h"

#include <algorithm>

namespace Slipway {

namespace {

constexpr double megabytesOfAGigabyte = 1'000;
constexpr Milliseconds wholeDay{86'400'000};
/// What is missing of a day's measurement is worth a word from here on.
constexpr Milliseconds nearlyADay{85'800'000};
constexpr double longestLatency = 86'400'000; ///< ms

QString percentText(double percent)
{
    // Rounded down: 99.996 % is not 100.00 %.
    return percent >= 100 ? say("100 %") : say("%1 %").arg(std::floor(percent * 100) / 100, 0, 'f', 2);
}

QString measuredText(const Uptime &uptime, const QString &span)
{
    const auto percent = uptime.percent();
    return percent ? say("%1: %2 of %3 measured").arg(span, percentText(*percent), spanText(uptime.up + uptime.down))
                   : say("%1: nothing measured").arg(span);
}

/// The word for a number that cannot be had; the whole sentence is in the tool tip.
QString shortWhy(const Figure &figure)
{
    if (figure.error)
        return lookOf(*figure.error).word.toLower();
    return figure.why.isEmpty() ? say("no data yet") : figure.why;
}

FigureTile latencyTile(const std::optional<HealthChart> &chart)
{
    FigureTile tile{.id = QStringLiteral("latency"), .title = say("p50 / p95, ms")};
    if (!chart || !chart->p50 || !chart->p95) {
        tile.known = false;
        tile.value = say("no data yet");
        tile.detail = say("Nothing answered within the time that the chart shows.");
        return tile;
    }
    tile.value = QStringLiteral("%1 / %2").arg(*chart->p50).arg(*chart->p95);
    tile.detail = say("Latency of the health address over the last %1: half of the answers took at most %2, 95 % at "
                      "most %3")
                      .arg(windowText(chart->window), latencyText(*chart->p50), latencyText(*chart->p95));
    return tile;
}

FigureTile uptimeTile(const std::optional<HealthChart> &chart)
{
    FigureTile tile{.id = QStringLiteral("uptime"), .title = say("uptime 24 h")};
    const auto percent = chart ? chart->day.percent() : std::nullopt;
    if (!percent) {
        tile.known = false;
        tile.value = say("no data yet");
        tile.detail = say("Nothing was measured in the last 24 h.");
        return tile;
    }
    const Milliseconds measured = chart->day.up + chart->day.down;
    tile.value = percentText(*percent);
    if (measured < nearlyADay)
        tile.title = say("uptime, %1").arg(spanText(std::min(measured, wholeDay)));
    tile.detail = dotted({measuredText(chart->hour, say("1 h")), measuredText(chart->day, say("24 h"))});
    return tile;
}

FigureTile issuesTile(const EnvironmentView &view)
{
    FigureTile tile{.id = QStringLiteral("issues"), .title = say("new issues"), .opens = true};
    const FactWords words = issuesWords(view);
    tile.detail = say("%1. Opens the list.").arg(words.text);
    if (!view.unresolvedIssues || !view.freshIssues) {
        tile.known = false;
        tile.look = view.issuesError ? lookOf(*view.issuesError) : lookOf(SourceState::Pending);
        tile.value = view.issuesError ? tile.look->word.toLower() : say("not known");
        return tile;
    }
    tile.value = say("%1 of %2").arg(*view.freshIssues).arg(*view.unresolvedIssues);
    if (*view.freshIssues > 0)
        tile.look = lookOf(GateState::Warn);
    return tile;
}

FigureTile errorsTile(const EnvironmentView &view)
{
    const Figure &figure = view.figures.errorsPerMinute;
    FigureTile tile{.id = QStringLiteral("errors"), .title = say("errors / min")};
    tile.known = figure.value.has_value();
    if (!tile.known && figure.error)
        tile.look = lookOf(*figure.error);
    tile.value = figure.value ? QString::number(*figure.value, 'f', *figure.value < 10 ? 1 : 0) : shortWhy(figure);
    tile.detail = figure.value ? say("Errors per minute that Sentry counted in the last complete minutes")
                               : say("Sentry's errors per minute: %1").arg(figure.why);
    if (!view.figures.releaseText.isEmpty())
        tile.detail += QStringLiteral(". ") + view.figures.releaseText;
    return tile;
}

QString memoryText(double gigabytes)
{
    return gigabytes < 1 ? say("%1 MB").arg(gigabytes * megabytesOfAGigabyte, 0, 'f', 0)
                         : say("%1 GB").arg(gigabytes, 0, 'f', 1);
}

/// One of several figures in a row.
struct NamedFigure {
    Figure figure;
    QString name; ///< for the sentence that says why there is none
    QString text; ///< the number with its unit
};

QList<NamedFigure> railwayFigures(const Figures &figures)
{
    QString memory = memoryText(figures.memoryGb.value.value_or(0));
    if (figures.memoryLimitGb)
        memory = say("%1 of %2").arg(memory, memoryText(*figures.memoryLimitGb));
    // From outside: nobody promises that it is a number that fits.
    const int p95 = int(std::clamp(figures.p95Ms.value.value_or(0), 0.0, longestLatency));
    return {
        {.figure = figures.cpu,
         .name = say("CPU"),
         .text = say("%1 vCPU").arg(figures.cpu.value.value_or(0), 0, 'f', 2)},
        {.figure = figures.memoryGb, .name = say("memory"), .text = memory},
        {.figure = figures.errorPercent,
         .name = say("5xx"),
         .text = say("5xx %1 %").arg(figures.errorPercent.value.value_or(0), 0, 'f', 1)},
        {.figure = figures.p95Ms, .name = say("p95"), .text = say("p95 %1").arg(latencyText(p95))},
    };
}

/// Each reason once, with what it concerns; what concerns all needs no names.
QStringList missingTexts(const QList<NamedFigure> &figures)
{
    QStringList reasons;
    QList<QStringList> names;
    for (const NamedFigure &each : figures) {
        const QString &why = each.figure.why;
        if (each.figure.value || why.isEmpty())
            continue;
        if (!reasons.contains(why)) {
            reasons.append(why);
            names.append(QStringList());
        }
        names[reasons.indexOf(why)].append(each.name);
    }
    QStringList texts;
    for (qsizetype i = 0; i < reasons.size(); ++i)
        texts.append(names.at(i).size() == figures.size()
                         ? reasons.at(i)
                         : say("%1: %2").arg(names.at(i).join(QStringLiteral(", ")), reasons.at(i)));
    return texts;
}

} // namespace

QList<FigureTile> figureTiles(const EnvironmentView &view, const std::optional<HealthChart> &chart)
{
    return {latencyTile(chart), uptimeTile(chart), issuesTile(view), errorsTile(view)};
}

FactWords railwayWords(const EnvironmentView &view)
{
    const QList<NamedFigure> figures = railwayFigures(view.figures);
    QStringList parts;
    std::optional<Look> look;
    for (const NamedFigure &each : figures) {
        if (each.figure.value)
            parts.append(each.text);
        else if (each.figure.error && !look)
            look = lookOf(*each.figure.error);
    }
    if (view.serving && view.serving->replicas > 0)
        parts.append(say("%1 of %2 replicas").arg(view.serving->replicasRunning).arg(view.serving->replicas));
    parts += missingTexts(figures);
    return {.look = look, .text = dotted(parts)};
}

FactWords checksWords(const EnvironmentView &view)
{
    qsizetype asked = 0;
    qsizetype passing = 0;
    QStringList failing;
    Verdict worst = Verdict::Healthy;
    for (const CheckView &check : view.checks) {
        if (check.onRequest)
            continue;
        ++asked;
        passing += check.verdict == Verdict::Healthy ? 1 : 0;
        if (check.verdict == Verdict::Healthy)
            continue;
        worst = check.verdict == Verdict::Unknown ? worst : std::max(worst, check.verdict);
        const QString why = check.sample ? check.sample->reasons.join(QStringLiteral("; ")) : check.why;
        failing.append(why.isEmpty() ? check.name : QStringLiteral("%1: %2").arg(check.name, why));
    }
    if (asked == 0)
        return {};
    const bool unknown = worst == Verdict::Healthy && passing < asked;
    const Look look = view.stale || unknown ? lookOf(Verdict::Unknown) : lookOf(worst);
    return {.look = look,
            .text = dotted({say("%1 of %2 pass").arg(passing).arg(asked), failing.join(QStringLiteral("; "))})};
}

FactWords certificateWords(const EnvironmentView &view)
{
    if (!view.certificateDays)
        return {};
    const int days = *view.certificateDays;
    const Look look = view.stale                    ? lookOf(SourceState::Stale)
                      : days < certificateAlarmDays ? lookOf(Verdict::Down)
                      : days < certificateWarnDays  ? lookOf(Verdict::Degraded)
                                                    : lookOf(Verdict::Healthy);
    return {.look = look, .text = say("ends in %1").arg(counted(days, "day", "days"))};
}

FactWords alertsWords(const EnvironmentView &view)
{
    if (!view.figures.alertsText.isEmpty())
        return {.look = lookOf(SourceState::Pending), .text = view.figures.alertsText};
    if (view.figures.alerts.isEmpty())
        return {};
    QStringList titles;
    for (const Alert &alert : view.figures.alerts)
        titles.append(alert.summary.isEmpty() ? alert.title : QStringLiteral("%1: %2").arg(alert.title, alert.summary));
    return {.look = lookOf(Verdict::Degraded), .text = dotted(titles)};
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/health/healthchart.h"
#include "support/builders.h"

namespace Slipway::Test {

inline Figure aFigure(double value)
{
    return {.value = value};
}

inline Figure noFigure(const char *why, std::optional<ErrorKind> error = {})
{
    return {.why = QString::fromLatin1(why), .error = error};
}

inline CheckView aCheck(const char *name, Verdict verdict, const char *reason = "")
{
    HealthSample sample{
        .at = at(noon, 4), .verdict = verdict, .httpStatus = 200, .latencyMs = 84, .reasons = {}, .facts = {}};
    if (*reason)
        sample.reasons = {QString::fromLatin1(reason)};
    return {.name = QString::fromLatin1(name), .verdict = verdict, .sample = sample};
}

/// Costs something, so a person asks for it.
inline CheckView aPaidCheck()
{
    return {.name = QStringLiteral("chat completion"),
            .why = QStringLiteral("asked only on request"),
            .counts = false,
            .onRequest = true};
}

inline SentryIssue anIssue(const char *title, const char *level = "error")
{
    return {.id = QStringLiteral("71"),
            .shortId = QStringLiteral("API-4F"),
            .title = QString::fromLatin1(title),
            .level = QString::fromLatin1(level),
            .events = 120,
            .users = 1,
            .firstSeen = at(noon, 7'200),
            .lastSeen = at(noon, 60),
            .url = QUrl(QStringLiteral("https://sentry.example.com/issues/71"))};
}

/// Everything is known and well.
inline EnvironmentView aKnownEnvironment(Environment environment = Environment::Staging)
{
    EnvironmentView view = evaluate({healthyWorld(noon), acmeProject(), noon}).environments[environment];
    view.checks = {aCheck("health", Verdict::Healthy), aCheck("/v1/models", Verdict::Healthy)};
    if (environment == Environment::Staging)
        view.checks.append(aPaidCheck());
    view.certificateDays = 61;
    view.unresolvedIssues = 7;
    view.freshIssues = 0;
    view.figures = {.errorsPerMinute = aFigure(0.2),
                    .cpu = aFigure(0.21),
                    .memoryGb = aFigure(0.412),
                    .memoryLimitGb = 8,
                    .errorPercent = aFigure(0.4),
                    .p95Ms = aFigure(310)};
    view.links = {{.title = QStringLiteral("Latency"), .url = QUrl(QStringLiteral("https://grafana.example.com/d/a"))},
                  {.title = QStringLiteral("Logs"), .url = QUrl(QStringLiteral("https://grafana.example.com/d/b"))}};
    return view;
}

struct HealthState {
    const char *name;
    EnvironmentView view;
};

/// Every verdict a panel can show, and what goes with it.
inline QList<HealthState> healthStates(Environment environment = Environment::Staging)
{
    const EnvironmentView known = aKnownEnvironment(environment);
    const auto with = [&](Verdict verdict, const char *reason) {
        EnvironmentView view = known;
        view.verdict = verdict;
        view.verdictReason = QString::fromLatin1(reason);
        if (verdict == Verdict::Degraded || verdict == Verdict::Down)
            view.checks[0] = aCheck("health", verdict, "body.database (unavailable) == \"connected\"");
        return view;
    };
    EnvironmentView unknown = evaluate({Observations(), acmeProject(), noon}).environments[environment];
    EnvironmentView pending = with(Verdict::Degraded, "1 of 3 failures in a row: connection refused");
    pending.pending = QStringLiteral("1/3");
    EnvironmentView flapping = with(Verdict::Down, "It goes up and down again and again: connection refused");
    flapping.flapping = true;
    EnvironmentView offline =
        with(Verdict::Unknown, "Nothing answers, neither the applications nor the services: this computer is offline");
    offline.offline = true;
    offline.stale = true;
    offline.asOf = noon + Milliseconds(-120'000);
    EnvironmentView stale = known;
    stale.stale = true;
    stale.asOf = noon + Milliseconds(-600'000);
    EnvironmentView alarming = with(Verdict::Degraded, "database = unavailable");
    alarming.freshIssues = 3;
    alarming.certificateDays = 12;
    alarming.figures.alerts = {{.title = QStringLiteral("Error budget"),
                                .summary = QStringLiteral("burns 14 times too fast"),
                                .since = at(noon, 300),
                                .url = QUrl(QStringLiteral("https://grafana.example.com/alerting/1"))}};
    EnvironmentView missing = with(Verdict::Down, "connection refused");
    missing.certificateDays = 3;
    missing.figures = {.errorsPerMinute = noFigure("the Sentry token lacks event:read", ErrorKind::Forbidden),
                       .cpu = noFigure("the Railway token may not read metrics", ErrorKind::Forbidden),
                       .memoryGb = noFigure("the Railway token may not read metrics", ErrorKind::Forbidden),
                       .errorPercent = noFigure("the Railway token may not read metrics", ErrorKind::Forbidden),
                       .p95Ms = noFigure("no data yet")};
    return {{"unknown", unknown}, {"healthy", known},     {"pending", pending}, {"degraded", alarming},
            {"down", missing},    {"flapping", flapping}, {"offline", offline}, {"stale", stale}};
}

/// Thirty minutes with a gap, a failure, an extreme and two deployments.
inline HealthChart aLivelyChart(Environment environment = Environment::Staging)
{
    HealthChart chart{.environment = environment, .untilMs = noon.wallMs, .p50 = 84, .p95 = 132};
    const qint64 width = columnWidthOf(chart.window).count();
    const qint64 from = (noon.wallMs - spanOf(chart.window).count()) / width * width;
    for (int i = 0; i < chartColumns; ++i) {
        if (i >= 140 && i < 200)
            continue;
        LatencyColumn column{.atMs = from + i * width, .samples = 2, .upMs = width};
        if (i % 90 == 60) {
            column.failures = 1;
        } else {
            column.lowest = 70 + i % 7;
            column.p50 = 80 + i % 13;
            column.p95 = 110 + i % 31;
            column.highest = i == 300 ? 410 : *column.p95 + 9;
        }
        chart.columns.append(column);
    }
    chart.deployments = {{.atMs = noon.wallMs - 1'500'000, .text = QStringLiteral("deployed 81d02f7")},
                         {.atMs = noon.wallMs - 300'000, .text = QStringLiteral("deployed 3f9c2ab")}};
    for (int i = 0; i < mostBeats - 6; ++i) {
        const Verdict verdict = i % 17 == 9 ? Verdict::Down : i % 11 == 5 ? Verdict::Degraded : Verdict::Healthy;
        Beat beat{.atMs = noon.wallMs - qint64(mostBeats - i) * 10'000, .verdict = verdict};
        if (verdict != Verdict::Down) {
            beat.httpStatus = 200;
            beat.latencyMs = 84 + i;
        }
        if (verdict != Verdict::Healthy)
            beat.reason = verdict == Verdict::Down ? QStringLiteral("connection refused")
                                                   : QStringLiteral("database = unavailable");
        chart.beats.append(beat);
    }
    chart.hour = {.up = Milliseconds(2'520'000)};
    chart.day = {.up = Milliseconds(86'340'000), .down = Milliseconds(60'000)};
    return chart;
}

} // namespace Slipway::Test

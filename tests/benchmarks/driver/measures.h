// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "benchmarks/driver/program.h"
#include "benchmarks/driver/report.h"

namespace Slipway::Bench {

/// The console and an empty widget, started in turn: time to the first paint, memory after it, and what was touched
/// before it.
Result<QList<Row>> measureStarts(const Surroundings &surroundings);
/// How often the console wakes up while nothing happens in the rehearsal, all its threads together.
Result<QList<Row>> measureWakeups(const Surroundings &surroundings);
/// What an idle hour on a simulated clock asks of the services.
Result<QList<Row>> countRequests(const Surroundings &surroundings);

/// Deciding everything anew from many facts, to deciding it from a few.
Result<QList<Row>> measureEvaluations(const Surroundings &surroundings);
/// Drawing the deployments panel with many rows, to drawing it with few.
Result<QList<Row>> measureDeployments(const Surroundings &surroundings);
/// One sample more in both charts, to Qt Charts with every sample, to charts that hold more, and what a day needs.
Result<QList<Row>> measureChart(const Surroundings &surroundings);

/// Reading, keeping and searching log lines, to QJsonDocument, ripgrep and QString.
Result<QList<Row>> measureLog(const Surroundings &surroundings);
/// Showing log lines, to QListView and QPlainTextEdit.
Result<QList<Row>> measureLogList(const Surroundings &surroundings);
/// 10,000 log lines a second over a real socket: none lost, and how long the drawing thread is held, to QPlainTextEdit.
Result<QList<Row>> measureLogStream(const Surroundings &surroundings);
/// Millions of lines over a connection that breaks again and again: none is missing without a word, none comes twice.
Result<QList<Row>> measureSoak(const Surroundings &surroundings);

} // namespace Slipway::Bench

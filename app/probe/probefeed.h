// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/httpclient.h"
#include "net/schedule.h"
#include "pipeline/consolestore.h"

#include <QObject>

namespace Slipway {

/// Probes the application's own health address in both environments.
///
/// A probe without an answer is a fact about the application and a failure of the source. So it is written as both:
/// the observation's value gets a Down sample (and is fresh), and its error says why there was no answer.
class ProbeFeed : public QObject {
    Q_OBJECT
public:
    /// `retryAfterFailure`: how soon the first failed probes are repeated, until three in a row say "down".
    ProbeFeed(HttpClient &client, Schedule &schedule, ConsoleStore &store, const Clock &clock,
              Milliseconds retryAfterFailure = Milliseconds(5'000), QObject *parent = nullptr);

private:
    Milliseconds pace(Environment environment) const;
    void probe(Environment environment, const QString &poll, const Schedule::PollDone &done);
    void arrived(Environment environment, const QString &poll, Moment sent, const Result<HealthSample> &result);

    HttpClient &m_client;
    Schedule &m_schedule;
    ConsoleStore &m_store;
    const Clock &m_clock;
    Milliseconds m_retry;
};

} // namespace Slipway

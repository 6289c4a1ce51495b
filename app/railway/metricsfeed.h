// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/feed/schedule.h"
#include "app/net/httpclient.h"
#include "app/railway/calls.h"
#include "models/store/consolestore.h"

#include <QObject>

namespace Slipway {

/// Asks Railway what it measures of the service in both environments: every five minutes with a token for both, every
/// ten with one for each, so that an idle hour costs at most 12 requests.
class MetricsFeed : public QObject {
    Q_OBJECT
public:
    MetricsFeed(HttpClient &client, Schedule &schedule, ConsoleStore &store, const Clock &clock,
                QObject *parent = nullptr);

private:
    using Next = std::function<void()>;

    void addPolls();
    void askBoth(const QString &poll, const Next &next);
    void askOne(Environment environment, CredentialId credential, const QString &poll, const Next &next);
    void write(Environment environment, const QString &poll, Moment asked, const Result<Railway::MetricSeries> &result,
               const Span &span);
    /// The last 15 minutes, by Railway's clock.
    Span window() const;

    const RailwayProject &project() const { return m_store.project().railway; }

    HttpClient &m_client;
    Schedule &m_schedule;
    ConsoleStore &m_store;
    const Clock &m_clock;
    std::optional<Moment> m_apartSince; ///< one environment's error took the other's answer with it
};

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/feed/feedcontext.h"
#include "app/railway/calls.h"

#include <QObject>

namespace Slipway {

/// Asks Railway what it measures of the service in both environments: every five minutes with a token for both, every
/// ten with one for each, so that an idle hour costs at most 12 requests.
class MetricsFeed : public QObject {
    Q_OBJECT
public:
    MetricsFeed(const FeedContext &feed, QObject *parent = nullptr);

private:
    using Next = FeedContext::Next;

    void askBoth(const QString &poll, const Next &entangled, const Next &next);
    void askOne(Environment environment, CredentialId credential, const QString &poll, const Next &next);
    void write(Environment environment, const QString &poll, Moment asked, const Result<Railway::MetricSeries> &result,
               const Span &span);
    /// The last 15 minutes, by Railway's clock.
    Span window() const;

    const RailwayProject &project() const { return m_feed.project().railway; }

    FeedContext m_feed;
};

} // namespace Slipway

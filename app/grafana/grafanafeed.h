// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/feed/feedcontext.h"
#include "app/grafana/calls.h"

#include <QObject>

namespace Slipway {

/// Asks Grafana every minute which alerts fire, when the project names Grafana at all. One answer serves both
/// environments; each takes those that carry its labels.
class GrafanaFeed : public QObject {
    Q_OBJECT
public:
    GrafanaFeed(const FeedContext &feed, QObject *parent = nullptr);

private:
    void ask(const Schedule::PollDone &done);
    void write(const Result<QList<Grafana::LabelledAlert>> &result, Moment asked);

    const GrafanaProject &project() const { return *m_feed.project().grafana; }

    FeedContext m_feed;
};

} // namespace Slipway

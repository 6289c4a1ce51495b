// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/feed/schedule.h"
#include "app/grafana/calls.h"
#include "app/net/httpclient.h"
#include "models/store/consolestore.h"

#include <QObject>

namespace Slipway {

/// Asks Grafana every minute which alerts fire, when the project names Grafana at all. One answer serves both
/// environments; each takes those that carry its labels.
class GrafanaFeed : public QObject {
    Q_OBJECT
public:
    GrafanaFeed(HttpClient &client, Schedule &schedule, ConsoleStore &store, const Clock &clock,
                QObject *parent = nullptr);

private:
    void ask(const Schedule::PollDone &done);
    void write(const Result<QList<Grafana::LabelledAlert>> &result, Moment asked);

    const GrafanaProject &project() const { return *m_store.project().grafana; }

    HttpClient &m_client;
    Schedule &m_schedule;
    ConsoleStore &m_store;
    const Clock &m_clock;
};

} // namespace Slipway

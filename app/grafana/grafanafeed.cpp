// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/grafana/grafanafeed.h"

namespace Slipway {

namespace {

constexpr Milliseconds alertsEvery{60'000};

QString alertsPoll()
{
    return QStringLiteral("grafana.alerts");
}

} // namespace

GrafanaFeed::GrafanaFeed(const FeedContext &feed, QObject *parent)
    : QObject(parent)
    , m_feed(feed)
{
    if (!m_feed.project().grafana)
        return;
    m_feed.schedule.add({.name = alertsPoll(),
                         .provider = Provider::Grafana,
                         .host = project().api.authority(),
                         .credential = CredentialId::Grafana,
                         .interval = [] { return alertsEvery; },
                         .run = [this](const Schedule::PollDone &done) { ask(done); }});
}

void GrafanaFeed::ask(const Schedule::PollDone &done)
{
    m_feed.client.send<QList<Grafana::LabelledAlert>>(
        Grafana::alerts(project()), this,
        [this, done, asked = m_feed.now()](const Result<QList<Grafana::LabelledAlert>> &result) {
            write(result, asked);
            done();
        });
}

void GrafanaFeed::write(const Result<QList<Grafana::LabelledAlert>> &result, Moment asked)
{
    m_feed.write(alertsPoll(), asked, [&](Observations &all, const Reading &reading) {
        for (const Environment environment : environments) {
            const Result<QList<Alert>> alerts =
                result ? Result<QList<Alert>>(Grafana::alertsWith(*result, project().labels[environment]))
                       : result.error();
            all.alerts[environment].apply(alerts, reading);
        }
    });
}

} // namespace Slipway

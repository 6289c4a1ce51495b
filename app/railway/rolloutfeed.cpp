// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/railway/rolloutfeed.h"

#include "app/railway/graphql.h"
#include "app/railway/railwayfeed.h"

#include <QJsonDocument>

namespace Slipway {

namespace {

/// The newest attempt while it is on its way.
DeploymentId rolloutOf(const Observations &known, Environment environment)
{
    const ServiceInstance *service = known.services[environment].last();
    if (!service || !service->latest || !isInProgress(service->latest->status))
        return {};
    return service->latest->id;
}

/// What the push says of a deployment that is known; the rest of it stays. A push that comes after something newer was
/// read says nothing.
void takeStatus(Deployment &deployment, const QJsonObject &told)
{
    const QDateTime at =
        QDateTime::fromString(told.value(QLatin1String("statusUpdatedAt")).toString(), Qt::ISODateWithMs);
    if (at.isValid() && deployment.statusUpdatedAt.isValid() && at < deployment.statusUpdatedAt)
        return;
    deployment.rawStatus = told.value(QLatin1String("status")).toString();
    deployment.status = deploymentStatusFromWire(deployment.rawStatus);
    if (at.isValid())
        deployment.statusUpdatedAt = at;
    deployment.stopped = told.value(QLatin1String("deploymentStopped")).toBool();
}

} // namespace

RolloutFeed::RolloutFeed(const FeedContext &feed, RailwaySockets &sockets, QObject *parent)
    : QObject(parent)
    , m_feed(feed)
    , m_sockets(sockets)
{
    connect(&m_feed.store, &ConsoleStore::observed, this, &RolloutFeed::reconsider);
    connect(&m_feed.client, &HttpClient::credentialChanged, this, &RolloutFeed::reconsider);
}

RolloutFeed::~RolloutFeed()
{
    for (const Environment environment : environments) {
        const Followed &followed = m_followed[environment];
        if (followed.socket)
            followed.socket->disconnect(this);
        if (followed.socket && followed.subscription)
            followed.socket->unsubscribe(*followed.subscription);
    }
}

bool RolloutFeed::isTold(Environment environment) const
{
    return m_followed[environment].told;
}

void RolloutFeed::reconsider()
{
    for (const Environment environment : environments) {
        const DeploymentId deployment = rolloutOf(m_feed.seen(), environment);
        Followed &followed = m_followed[environment];
        if (followed.deployment == deployment && (deployment.isEmpty() || followed.socket == m_sockets.of(environment)))
            continue;
        unfollow(environment);
        if (!deployment.isEmpty())
            follow(environment, deployment);
    }
}

void RolloutFeed::follow(Environment environment, const DeploymentId &deployment)
{
    Followed &followed = m_followed[environment];
    followed.deployment = deployment;
    followed.socket = m_sockets.of(environment);
    connect(followed.socket, &GraphQlSocket::stateChanged, this, &RolloutFeed::updateTold, Qt::UniqueConnection);
    const QString name = QStringLiteral("DeploymentStatusStream");
    followed.subscription = followed.socket->subscribe(
        {.document = Railway::document(name),
         .operation = name,
         .variables =
             [deployment] {
                 return QJsonObject{{QStringLiteral("id"), deployment.value}};
             },
         .next = [this, environment](std::string_view payload, qsizetype) { take(environment, payload); },
         .ended =
             [this, environment](const std::optional<Error> &) {
                 m_followed[environment].subscription.reset();
                 updateTold();
             }});
    updateTold();
}

void RolloutFeed::unfollow(Environment environment)
{
    Followed &followed = m_followed[environment];
    if (followed.socket && followed.subscription)
        followed.socket->unsubscribe(*followed.subscription);
    followed.deployment = {};
    followed.subscription.reset();
    updateTold();
}

/// Only changes are told, so what it is now is read once the socket is open (app/railway/README.md, 37).
void RolloutFeed::updateTold()
{
    bool any = false;
    bool opened = false;
    for (const Environment environment : environments) {
        Followed &followed = m_followed[environment];
        const bool told =
            followed.subscription && followed.socket && followed.socket->state() == GraphQlSocket::State::Open;
        if (std::exchange(followed.told, told) == told)
            continue;
        any = true;
        opened = opened || told;
    }
    if (opened)
        readAgain();
    if (any)
        Q_EMIT toldChanged();
}

void RolloutFeed::readAgain()
{
    for (const QString &poll : RailwayFeed::servicePolls())
        m_feed.schedule.pokeNow(poll);
}

void RolloutFeed::take(Environment environment, std::string_view payload)
{
    QByteArray bytes(payload.data(), qsizetype(payload.size()));
    m_feed.client.secrets().hide(bytes);
    const Result<QJsonObject> data = Railway::readData({.status = 200, .body = bytes});
    if (!data)
        return; // it is asked for as well
    const QJsonObject told = data->value(QLatin1String("deployment")).toObject();
    const DeploymentId id{told.value(QLatin1String("id")).toString()};
    if (id.isEmpty() || id != m_followed[environment].deployment || !told.value(QLatin1String("status")).isString())
        return;
    m_feed.store.apply(m_feed.now(), [&](Observations &all) {
        if (auto &service = all.services[environment].value; service && service->latest && service->latest->id == id)
            takeStatus(*service->latest, told);
        if (auto &list = all.deployments[environment].value) {
            for (Deployment &deployment : *list) {
                if (deployment.id == id)
                    takeStatus(deployment, told);
            }
        }
    });
    readAgain(); // what serves now, and what it replaced
}

} // namespace Slipway

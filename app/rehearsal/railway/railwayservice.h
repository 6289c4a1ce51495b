// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rehearsal/http/httppeer.h"
#include "app/rehearsal/railway/graphqldocument.h"
#include "app/rehearsal/railway/railwaylogs.h"
#include "app/rehearsal/world/world.h"

namespace Slipway::Rehearsal {

/// Railway's GraphQL interface over the world (app/railway/README.md): an account's token sees both environments, a
/// project token one of them.
class RailwayService {
public:
    /// `domains`: the host of each environment's address.
    RailwayService(World &world, PerEnvironment<QString> domains);

    PeerReply answer(const PeerRequest &request);
    /// What stands in the way of a WebSocket.
    std::optional<PeerReply> refuseSocket(const PeerRequest &request) const;
    /// A field of Query that is not about logs, with what was selected of it.
    Result<QJsonValue> read(const GraphQlField &field, const RailwayCaller &caller);
    /// A field about logs (railwaylogs.h).
    Result<LogQuestion> question(const GraphQlField &field, const RailwayCaller &caller) const;
    World &world() { return m_world; }

private:
    using Caller = RailwayCaller;
    static PeerReply refusalOf(const QString &why);
    PeerReply answerTo(const GraphQlOperation &operation, const RailwayCaller &caller);
    /// A root field's value as JSON text.
    Result<QByteArray> textOf(const GraphQlField &field, const RailwayCaller &caller, bool mutation);
    Result<QJsonValue> resolve(const GraphQlField &field, const Caller &caller, bool mutation);
    Result<QJsonValue> mutate(const GraphQlField &field, const Caller &caller);
    static Error notAuthorized();
    /// The deployment whose id is that argument.
    Result<SimDeployment> deploymentIn(const QJsonObject &arguments, const char *name, const Caller &caller) const;
    Result<QJsonValue> deployCommit(const GraphQlField &field, const Caller &caller);
    Result<QJsonValue> redeploy(const GraphQlField &field, const Caller &caller);
    Result<QJsonValue> command(const GraphQlField &field, const Caller &caller);
    Result<Environment> environmentIn(const QJsonObject &arguments, const Caller &caller) const;
    /// None when that field is no measurement.
    std::optional<Result<QJsonValue>> measure(const GraphQlField &field, Environment environment) const;
    QJsonArray usageJson(const QJsonArray &measurements, Environment environment, const QDateTime &from,
                         const QDateTime &to, qint64 step) const;
    QJsonObject instanceJson(Environment environment) const;
    QJsonObject deploymentJson(const SimDeployment &deployment) const;
    QJsonValue snapshotJson(const SimDeployment &deployment) const;
    QJsonValue creatorJson(const QString &login) const;
    QJsonArray listJson(Environment environment, const QJsonObject &wanted) const;
    QJsonObject tokenJson(Environment environment) const;
    void addBudget(PeerReply &reply);

    World &m_world;
    PerEnvironment<QString> m_domains;
    QDateTime m_windowEnds;
    int m_used = 0;
};

} // namespace Slipway::Rehearsal

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rehearsal/http/httppeer.h"
#include "app/rehearsal/world/world.h"

#include <QJsonObject>

namespace Slipway::Rehearsal {

/// Sentry's REST interface over the world, for one organization and one project (app/sentry/README.md).
class SentryService {
public:
    SentryService(World &world, QString web);

    PeerReply answer(const PeerRequest &request);

private:
    PeerReply route(const PeerRequest &request) const;
    static PeerReply refusal(int status, const QString &detail);
    PeerReply issues(const PeerRequest &request, Environment environment) const;
    PeerReply timeSeries(const PeerRequest &request, Environment environment) const;
    PeerReply events(const PeerRequest &request, Environment environment) const;
    QJsonObject issueJson(const SimIssue &issue) const;

    World &m_world;
    QString m_web;
    int m_used = 0;
};

} // namespace Slipway::Rehearsal

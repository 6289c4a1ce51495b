// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rehearsal/http/httppeer.h"
#include "app/rehearsal/world/world.h"

#include <QJsonObject>

namespace Slipway::Rehearsal {

/// The alerts of the team's Grafana, for one service account (app/grafana/README.md).
class GrafanaService {
public:
    GrafanaService(const World &world, QString web);

    PeerReply answer(const PeerRequest &request) const;

private:
    QJsonArray alerts() const;
    QJsonObject alertJson(Environment environment, const QString &name, const QString &summary,
                          const QDateTime &since) const;

    const World &m_world;
    QString m_web;
};

} // namespace Slipway::Rehearsal

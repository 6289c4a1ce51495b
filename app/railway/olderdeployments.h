// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/httpclient.h"
#include "models/store/consolestore.h"

#include <QObject>

namespace Slipway {

/// Reads an environment's deployments beyond the polled list, a page at a time, because somebody looks for one.
class OlderDeploymentsFeed : public QObject {
    Q_OBJECT
public:
    OlderDeploymentsFeed(HttpClient &client, ConsoleStore &store, const Clock &clock, QObject *parent = nullptr);

    /// The first page, unless it was read just now: somebody begins to look.
    void readFirst(Environment environment);
    /// The page after the last one; does nothing while one is on its way, or when there are no more.
    void readMore(Environment environment);

private:
    void read(Environment environment, const QString &after);

    HttpClient &m_client;
    ConsoleStore &m_store;
    const Clock &m_clock;
    PerEnvironment<std::optional<Moment>> m_firstRead; ///< when the first page was asked for
};

} // namespace Slipway

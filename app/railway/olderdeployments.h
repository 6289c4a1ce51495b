// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/httpclient.h"
#include "pipeline/consolestore.h"

#include <QObject>

namespace Slipway {

/// Reads an environment's deployments beyond the polled list, a page at a time, because somebody looks for one.
class OlderDeploymentsFeed : public QObject {
    Q_OBJECT
public:
    OlderDeploymentsFeed(HttpClient &client, ConsoleStore &store, const Clock &clock, QObject *parent = nullptr);

    /// The first page, unless one was read already.
    void readFirst(Environment environment);
    /// The page after the last one; does nothing while one is on its way, or when there are no more.
    void readMore(Environment environment);

private:
    void read(Environment environment);

    HttpClient &m_client;
    ConsoleStore &m_store;
    const Clock &m_clock;
};

} // namespace Slipway

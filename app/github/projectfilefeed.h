// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/feed/schedule.h"
#include "app/net/httpclient.h"
#include "models/store/consolestore.h"

#include <QObject>

namespace Slipway {

/// Reads the project file as it stands at the tip of the branch, again when the tip has moved and before a command:
/// what it says about promotions counts, and not what is checked out here.
class ProjectFileFeed : public QObject {
    Q_OBJECT
public:
    ProjectFileFeed(HttpClient &client, Schedule &schedule, ConsoleStore &store, const Clock &clock,
                    QObject *parent = nullptr);

private:
    void observed();
    void ask(const Schedule::PollDone &done);

    HttpClient &m_client;
    Schedule &m_schedule;
    ConsoleStore &m_store;
    const Clock &m_clock;
    CommitSha m_tip; ///< at which it was asked for
};

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/feed/feedcontext.h"
#include <QObject>

namespace Slipway {

/// Reads the project file as it stands at the tip of the branch, again when the tip has moved and before a command:
/// what it says about promotions counts, and not what is checked out here.
class ProjectFileFeed : public QObject {
    Q_OBJECT
public:
    ProjectFileFeed(const FeedContext &feed, QObject *parent = nullptr);

private:
    void observed();
    void ask(const Schedule::PollDone &done);

    FeedContext m_feed;
    CommitSha m_tip; ///< at which it was asked for
};

} // namespace Slipway

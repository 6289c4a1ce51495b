// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/feed/feedcontext.h"
#include "models/values/environment.h"

#include <QObject>

namespace Slipway {

/// A question about both environments: in one request where one token reads both, each by its own where every
/// environment has one; and for a while apart with the one token where the error of one environment took the other's
/// answer with it (serviceInstance is non-null in Railway's schema).
class BothOrEach : public QObject {
    Q_OBJECT
public:
    using Next = FeedContext::Next;
    struct Question {
        QString both;                 ///< name of the poll that asks about both
        PerEnvironment<QString> each; ///< and of those that ask about one
        std::function<Milliseconds(bool apart)> pace;
        /// Calls `entangled` instead of `next` when one's error took the other's answer with it.
        std::function<void(const QString &poll, const Next &entangled, const Next &next)> askBoth;
        std::function<void(Environment, CredentialId, const QString &poll, const Next &next)> askOne;
        bool neededToGoBack = false;
    };
    BothOrEach(const FeedContext &feed, Question question, QObject *parent);

private:
    void ask(const Next &next);
    void askApart(const Next &next);

    FeedContext m_feed;
    Question m_question;
    std::optional<Moment> m_apartSince; ///< one environment's error took the other's answer with it
};

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/feed/feedcontext.h"
#include "app/railway/logs/logstream.h"
#include "app/railway/railwaysockets.h"
#include "models/logs/lognovelty.h"
#include "models/logs/logstore.h"

#include <QSet>
#include <QTimer>

namespace Slipway {

/// Follows both environments' logs into the store while somebody watches, and a minute longer: what the service writes,
/// and where they are chosen the build of the deployment that is on its way and the requests to the one that serves.
/// Marks lines that say something new, and puts in when a deployment took over.
class LogFeed : public QObject {
    Q_OBJECT
public:
    LogFeed(const FeedContext &feed, RailwaySockets &sockets, LogStore &lines, QObject *parent = nullptr);
    ~LogFeed() override;

    void setWatched(bool watched);
    void stopWatchingNow(); ///< without the minute
    void retryNow();        ///< a person wants it: what was refused is tried again
    /// Builds and requests are followed only while they are chosen.
    void setSources(const std::array<bool, logSources> &sources);
    LogStreamView view(Environment environment) const;

Q_SIGNALS:
    void linesArrived();
    void streamChanged(Slipway::Environment environment, const Slipway::LogStreamView &view);

private:
    struct Log {
        std::unique_ptr<LogStream> deploy;
        std::unique_ptr<LogStream> build;
        std::unique_ptr<LogStream> http;
        LogNovelty novelty;
        DeploymentId baseline;     ///< what was said before that one has been asked for
        bool baselineRead = false; ///< ... of the first one, and answered
        QHash<DeploymentId, qint64> liveAt;
        QSet<DeploymentId> marked;    ///< they are told of in the log
        std::optional<qint64> oldest; ///< time of the oldest line of it
        LogStreamView told;
    };
    void addPolls();
    void reconsider();
    void reconsider(Environment environment);
    void followDeployment(Environment environment, std::unique_ptr<LogStream> &stream, LogSource source,
                          const DeploymentId &deployment);
    std::unique_ptr<LogStream> makeStream(const Railway::LogTarget &target);
    void take(Environment environment, std::span<const LogLine> lines);
    void learnBefore(Environment environment);
    bool learn(Environment environment, const QByteArray &page);
    void learnAgainLater(Environment environment);
    void markDeployments(Environment environment);
    void tellView(Environment environment);
    void hideSecrets();
    QList<LogStream *> streamsOf(Environment environment) const;

    FeedContext m_feed;
    RailwaySockets &m_sockets;
    LogStore &m_lines;
    PerEnvironment<Log> m_logs;
    std::array<bool, logSources> m_sources{true, false, false, true};
    bool m_following = false;
    QTimer m_unwatched;
};

} // namespace Slipway

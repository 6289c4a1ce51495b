// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/feed/feedcontext.h"
#include "app/storage/journal.h"
#include "app/tokens/credentials.h"
#include "models/values/clockskew.h"

#include <QTimer>

class QNetworkAccessManager;

namespace Slipway {

class ChecklistStore;
class CommandRunner;
class ForecastFeed;
class GitHubFeed;
class ProjectFileFeed;
class GrafanaFeed;
class HealthCharts;
class LogFeed;
class LogStore;
class MetricsFeed;
class OlderDeploymentsFeed;
class ProbeFeed;
class RailwayFeed;
class RailwaySockets;
class RolloutFeed;
class RunsFeed;
class SentryFeed;

/// Where things are kept on this computer.
struct Folders {
    QString data;       ///< journal, checklists and history of what is commanded
    QStringList former; ///< where earlier versions kept them
    QString locks;      ///< shared by all users of this computer
};

/// Everything behind the window: client, schedule, feeds, store, storage and the command runner, connected. It does
/// nothing before start(): no request, no keychain, no database. The window is painted before it.
class Console : public QObject {
    Q_OBJECT
public:
    Console(const Clock &clock, Project project, Folders folders, std::unique_ptr<QNetworkAccessManager> network,
            QObject *parent = nullptr);
    ~Console() override;

    /// Opens the storage, reads the tokens and begins to poll; takes up what an earlier start left unsettled. `given`
    /// tokens are used instead of stored ones.
    void start(const GivenTokens &given = {});
    /// The same for --status, which only looks: no command can be sent, and a probe that fails is repeated after a
    /// second.
    void startLooking(const GivenTokens &given = {});
    /// For --status, once everything has answered: shows a return that no row of the journal tells of, with its hold.
    void showUntoldReturn();

    ConsoleStore &store() { return *m_store; }
    Schedule &schedule() { return *m_schedule; }
    HttpClient &client() { return *m_client; }
    Credentials &credentials() { return *m_credentials; }
    CommandRunner *runner() { return m_runner.get(); }                 ///< null before start()
    ForecastFeed *forecast() { return m_forecast.get(); }              ///< null before start()
    OlderDeploymentsFeed *olderDeployments() { return m_older.get(); } ///< null before start()
    HealthCharts *charts() { return m_charts.get(); }                  ///< null before start()
    ProbeFeed *probes() { return m_probe.get(); }                      ///< null before start()
    LogStore &logLines() { return *m_logLines; }
    LogFeed *logs() { return m_logs.get(); } ///< null before start()
    const Project &project() const { return m_store->project(); }

    /// A person wants to know now: asks every source again, and tries again what is missing for it. Says which one does
    /// not want to be asked yet.
    void refresh();
    /// The same before a command; `done` runs when each has answered since, or after the deadline, unless `context` is
    /// gone.
    void reread(QObject *context, const std::function<void()> &done);
    /// A person decides about a command now: what it concerns is read at the fastest pace, and for going back also from
    /// what is kept of Railway's budget.
    void setDeciding(bool deciding, bool aboutGoingBack);
    /// Everything that was asked has answered, and nothing more follows from the answers.
    bool isQuiet() const;
    void setTicked(ChecklistItem item, bool ticked);
    /// GitHub's login where it is known, else Railway's name of the person, else the computer's.
    QString who() const;

Q_SIGNALS:
    /// Something on this computer went wrong, in words.
    void troubled(const QString &sentence);

private:
    void openJournal(Journal::WhenUnreadable whenUnreadable);
    void openRunner();
    void openJournalAgain(bool forReturn);
    void openJournalFile(Journal::WhenUnreadable whenUnreadable);
    void trustRehearsal();
    FeedContext feed();
    void poll(const GivenTokens &given, Milliseconds probeRetry);
    void openCharts();
    void openSockets();
    void takeTime(Provider provider, const QDateTime &time, Moment asked, Moment answered);
    void takeBudget(Provider provider, const RateBudget &budget);
    void sayWhatIsKept();
    void updateGoingBack();
    void keepChecklist(const PipelineView &pipeline);
    void loadChecklist(const DeploymentId &deployment);
    void reevaluate();
    void watchStaleness();

    const Clock &m_clock;
    Folders m_folders;
    std::unique_ptr<ConsoleStore> m_store;
    std::unique_ptr<HttpClient> m_client;
    std::unique_ptr<Schedule> m_schedule;
    std::unique_ptr<Credentials> m_credentials;
    std::unique_ptr<GitHubFeed> m_github;
    std::unique_ptr<RunsFeed> m_runs;
    std::unique_ptr<ProjectFileFeed> m_projectFile;
    std::unique_ptr<RailwayFeed> m_railway;
    std::unique_ptr<MetricsFeed> m_metrics;
    std::unique_ptr<SentryFeed> m_sentry;
    std::unique_ptr<GrafanaFeed> m_grafana;
    std::unique_ptr<ProbeFeed> m_probe;
    std::unique_ptr<HealthCharts> m_charts; ///< null for --status, which draws nothing; like the next ones
    std::unique_ptr<RailwaySockets> m_sockets;
    std::unique_ptr<RolloutFeed> m_rollouts;
    std::unique_ptr<LogStore> m_logLines;
    std::unique_ptr<LogFeed> m_logs;
    std::unique_ptr<OlderDeploymentsFeed> m_older;
    std::unique_ptr<ForecastFeed> m_forecast;
    std::unique_ptr<Journal> m_journal;
    QString m_journalTrouble;
    std::unique_ptr<ChecklistStore> m_checklists;
    std::unique_ptr<CommandRunner> m_runner;
    QTimer m_staleness;
    QMap<Provider, ClockSkew> m_skews;
    bool m_decidingToGoBack = false;
    bool m_keptSaid = false; ///< that Railway is not polled before its budget is full again
};

} // namespace Slipway

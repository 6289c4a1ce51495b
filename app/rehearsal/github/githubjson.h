// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rehearsal/world/world.h"

#include <QJsonObject>
#include <QUrl>

/// GitHub's objects with every field that its published description requires.
namespace Slipway::Rehearsal {

/// Addresses that objects name: the API's, and that of the pages a browser opens.
struct GitHubAddresses {
    QString api; ///< without a slash at the end
    QString web;
    QString repository; ///< owner/name
    QString inApi(const QString &path = {}) const { return api + QStringLiteral("/repos/") + repository + path; }
    /// As links between pages name it (app/github/README.md, 9).
    QString inApiById(const QString &path = {}) const;
    QString onWeb(const QString &path = {}) const { return web + QLatin1Char('/') + repository + path; }
};

/// GitHub's times have whole seconds.
QString gitHubTime(const QDateTime &time);

QJsonObject userJson(const GitHubAddresses &at, const QString &login);
QJsonObject accountJson(const GitHubAddresses &at, const QString &login); ///< of GET /user
struct RepositoryState {
    bool archived = false;
    bool mayPush = true;
};
QJsonObject repositoryJson(const GitHubAddresses &at, const QDateTime &pushedAt, const RepositoryState &state = {});
QJsonObject commitJson(const GitHubAddresses &at, const SimCommit &commit, const SimCommit *parent);
QJsonObject comparisonJson(const GitHubAddresses &at, const QList<SimCommit> &commits, qsizetype base, qsizetype head);
QJsonObject pullRequestJson(const GitHubAddresses &at, const SimCommit &commit);
QJsonObject workflowJson(const GitHubAddresses &at, const QString &file, const QString &name);
QJsonObject runJson(const GitHubAddresses &at, const SimRun &run, const SimCommit *commit, const QDateTime &now);
QJsonArray jobsJson(const GitHubAddresses &at, const SimRun &run, const QDateTime &now);
QJsonObject issueJson(const GitHubAddresses &at, int number, const QString &title, const QStringList &labels,
                      const QDateTime &openedAt);
QJsonObject refJson(const GitHubAddresses &at, const QString &ref, const QString &sha);

/// Whether a job waits for its review now.
bool isWaiting(const SimRun &run, const SimJob &job, const QDateTime &now);
qint64 workflowId(const QString &file);
qint64 numberOf(const QString &text); ///< an id that is always the same for it
QString nodeId(const QString &text);

} // namespace Slipway::Rehearsal

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rehearsal/github/githubjson.h"
#include "app/rehearsal/http/httppeer.h"

namespace Slipway::Rehearsal {

/// GitHub's REST interface over the world, for one token and one repository (app/github/README.md).
class GitHubService {
public:
    /// Job logs are at another origin, which refuses our token (app/github/README.md, 13).
    GitHubService(World &world, GitHubAddresses addresses, QString logOrigin);

    PeerReply answer(const PeerRequest &request);
    /// What slipway.toml says in the repository.
    void setProjectFile(std::function<QByteArray()> text) { m_projectFile = std::move(text); }
    /// What the other origin answers.
    PeerReply answerLog(const PeerRequest &request) const;

private:
    PeerReply route(const PeerRequest &request);
    /// The rest of a path behind our repository's name or number; none where it is another's.
    std::optional<QString> insideRepository(const QString &path) const;
    std::optional<PeerReply> movedTo(const PeerRequest &request) const;
    PeerReply read(const QString &path, const PeerRequest &request) const;
    PeerReply readRun(const QString &path, const PeerRequest &request) const;
    PeerReply readList(const QString &path, const PeerRequest &request) const;
    PeerReply command(const QString &path, const PeerRequest &request);
    PeerReply dispatch(const QString &file, const PeerRequest &request);
    PeerReply createRef(const PeerRequest &request);
    PeerReply commandRun(const QString &path, const PeerRequest &request);
    PeerReply review(const SimRun &run, const PeerRequest &request);
    PeerReply contents(const QString &path, const PeerRequest &request) const;
    QString reviewer() const;
    PeerReply compare(const QString &range) const;
    PeerReply incidents(const PeerRequest &request) const;
    /// One page of a list: the array itself, or an object that has it by that name beside its length.
    PeerReply listed(const QJsonArray &whole, const PeerRequest &request, const char *name = nullptr) const;
    void addBudget(PeerReply &reply);

    World &m_world;
    GitHubAddresses m_at;
    QString m_logOrigin;
    std::function<QByteArray()> m_projectFile;
    QDateTime m_windowEnds;
    int m_used = 0;
};

} // namespace Slipway::Rehearsal

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/github/projectfilefeed.h"

#include "app/github/calls.h"
#include "app/project/projectfile.h"

namespace Slipway {

namespace {

constexpr QLatin1String projectFilePoll("github.project-file");

Result<ProjectFileAtTip> fileAtTip(const Result<QString> &text, const Project &project)
{
    if (!text && text.error().kind == ErrorKind::NotFound)
        return ProjectFileAtTip{};
    if (!text)
        return text.error();
    const auto loaded = parseProject(text->toUtf8(), project.pathInRepository);
    if (!loaded)
        return loaded.error();
    return ProjectFileAtTip{.isThere = true, .rules = releaseRules(loaded->project)};
}

} // namespace

ProjectFileFeed::ProjectFileFeed(const FeedContext &feed, QObject *parent)
    : QObject(parent)
    , m_feed(feed)
{
    m_feed.schedule.add({.name = projectFilePoll,
                         .provider = Provider::GitHub,
                         .host = m_feed.project().github.api.authority(),
                         .credential = CredentialId::GitHub,
                         .interval = [] { return Every::rarest; },
                         .run = [this](const Schedule::PollDone &done) { ask(done); }});
    connect(&m_feed.store, &ConsoleStore::observed, this, &ProjectFileFeed::observed);
}

void ProjectFileFeed::observed()
{
    const Commit *tip = m_feed.seen().tip.last();
    if (!tip || tip->sha == m_tip)
        return;
    const bool moved = !m_tip.isEmpty();
    m_tip = tip->sha;
    if (moved)
        m_feed.schedule.pokeNow(projectFilePoll);
}

void ProjectFileFeed::ask(const Schedule::PollDone &done)
{
    const Project &project = m_feed.project();
    m_feed.client.send<QString>(
        GitHub::fileText(project.github, project.pathInRepository, project.github.branch), this,
        [this, done, asked = m_feed.now()](const Result<QString> &text) {
            const auto file = fileAtTip(text, m_feed.project());
            m_feed.write(projectFilePoll, asked,
                         [&](Observations &all, const Reading &reading) { all.projectFile.apply(file, reading); });
            done();
        });
}

} // namespace Slipway

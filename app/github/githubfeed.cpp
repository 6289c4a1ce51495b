// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/github/githubfeed.h"

#include "app/feed/afterall.h"
#include "models/observed/branchtip.h"
#include "models/observed/moving.h"

#include <algorithm>

namespace Slipway {

namespace {

constexpr QLatin1String tipPoll("github.tip");
constexpr QLatin1String comparePoll("github.compare");
constexpr QLatin1String rarePoll("github.rare");
constexpr QLatin1String textsPoll("github.workflow-texts");
constexpr QLatin1String incidentsPoll("github.incidents");
constexpr int mostWorkflows = 2'000;

} // namespace

GitHubFeed::GitHubFeed(const FeedContext &feed, QObject *parent)
    : QObject(parent)
    , m_feed(feed)
{
    add(
        tipPoll, [] { return Every::tip; }, &GitHubFeed::askTip);
    add(
        rarePoll, [] { return Every::rarest; }, &GitHubFeed::askRare);
    add(
        textsPoll, [this] { return textsPace(); }, &GitHubFeed::askOtherWorkflows);
    add(
        incidentsPoll, [] { return Every::rare; }, &GitHubFeed::askIncidents);
    add(
        comparePoll,
        [this] {
            if (!comparisonsAreDue())
                return Milliseconds(0);
            return m_comparisonFailed ? Every::tip : Every::running;
        },
        &GitHubFeed::askComparisons);
    connect(&m_feed.store, &ConsoleStore::observed, this, &GitHubFeed::observed);
}

void GitHubFeed::add(const QString &name, const std::function<Milliseconds()> &interval,
                     void (GitHubFeed::*poll)(const Next &))
{
    m_feed.schedule.add({.name = name,
                         .provider = Provider::GitHub,
                         .host = project().api.authority(),
                         .credential = CredentialId::GitHub,
                         .interval = interval,
                         .run = [this, poll](const Schedule::PollDone &done) { (this->*poll)(done); }});
}

/// The store changed: what is wanted may have changed with it.
void GitHubFeed::observed()
{
    const bool due = comparisonsAreDue();
    const Commit *tip = m_feed.seen().tip.last();
    const bool rereadTexts = tip && !m_askedWorkflows.isEmpty() && tip->sha != m_askedWorkflows && tip->sha != m_tip;
    m_tip = tip ? tip->sha : CommitSha();
    const Moment tipRead = m_feed.seen().tip.fetchedAt;
    if (m_outrunTip != tipRead && runBeyondTip(m_feed.seen(), project())) {
        m_outrunTip = tipRead;
        m_feed.schedule.pokeNow(tipPoll);
    }
    if (rereadTexts) { // a commit may have changed the workflows
        m_feed.schedule.pokeNow(rarePoll);
        m_feed.schedule.pokeNow(textsPoll);
    }
    const bool textsDue = textsPace().count() > 0;
    if (std::exchange(m_textsDue, textsDue) != textsDue)
        m_feed.schedule.reconsider();
    if (due == m_due)
        return;
    if (due)
        m_comparisonFailed = false;
    m_due = due;
    m_feed.schedule.reconsider();
}

void GitHubFeed::askTip(const Next &next)
{
    m_feed.ask(this, GitHub::tip(project()), tipPoll, &Observations::tip, [this, next] { askPulls(next); });
}

void GitHubFeed::askPulls(const Next &next)
{
    const Commit *tip = m_feed.seen().tip.last();
    if (!tip || tip->sha == m_askedPulls)
        return next();
    m_askedPulls = tip->sha;
    const auto keep = [this](Observations &all, const Result<QList<PullRequest>> &pulls, const Reading &reading) {
        if (!pulls) {
            m_askedPulls = {};
            all.tipPulls.value.reset(); // those of another commit
        }
        all.tipPulls.apply(pulls, reading);
    };
    m_feed.ask(this, GitHub::pullRequests(project(), tip->sha), tipPoll, keep, next);
}

GitHubFeed::Pair GitHubFeed::aheadPair() const
{
    return {m_feed.store.told().offer.live, m_feed.store.told().offer.target};
}

GitHubFeed::Pair GitHubFeed::untestedPair() const
{
    const Commit *tip = m_feed.seen().tip.last();
    return {m_feed.store.told().offer.target, tip ? tip->sha : CommitSha()};
}

bool GitHubFeed::comparisonsAreDue() const
{
    return (aheadPair().isAsked() && aheadPair() != m_askedAhead) ||
           (untestedPair().isAsked() && untestedPair() != m_askedUntested);
}

void GitHubFeed::askComparisons(const Next &next)
{
    const auto failed = std::make_shared<bool>(false);
    const auto compare = [this, failed](const Pair &pair, Pair &asked, Observed<Comparison> Observations::*into,
                                        const Next &then) {
        if (!pair.isAsked() || pair == asked)
            return then();
        const auto keep = [failed, pair, &asked, into](Observations &all, const Result<Comparison> &comparison,
                                                       const Reading &reading) {
            *failed = *failed || !comparison;
            if (comparison)
                asked = pair;
            (all.*into).apply(comparison, reading);
        };
        m_feed.ask(this, GitHub::compare(project(), pair.base, pair.head), comparePoll, keep, then);
    };
    const auto end = [this, failed, next] {
        m_comparisonFailed = *failed;
        next();
    };
    const Next both = afterAll(2, end);
    compare(aheadPair(), m_askedAhead, &Observations::ahead, both);
    compare(untestedPair(), m_askedUntested, &Observations::untested, both);
}

void GitHubFeed::askRare(const Next &next)
{
    const Next end = afterAll(4, next);
    m_feed.ask(this, GitHub::user(project()), rarePoll, &Observations::account, end);
    m_feed.ask(this, GitHub::repository(project()), rarePoll, &Observations::repository, end);
    askWorkflows({}, {}, m_feed.now(), end);
    m_feed.ask(this, GitHub::workflowFile(project(), project().productionWorkflow, project().branch), rarePoll,
               &Observations::productionWorkflow, [this, end] { askTagPolicy(end); });
}

/// Page after page; they are as old as the first one.
void GitHubFeed::askWorkflows(const QUrl &page, const QList<Workflow> &read, Moment asked, const Next &next)
{
    m_feed.client.send<WorkflowPage>(
        GitHub::workflows(project(), page), this, [this, read, asked, next](const Result<WorkflowPage> &answer) {
            if (answer && !answer->next.isEmpty() && read.size() < mostWorkflows)
                return askWorkflows(answer->next, read + answer->workflows, asked, next);
            const Result<QList<Workflow>> all =
                answer ? Result<QList<Workflow>>(read + answer->workflows) : Result<QList<Workflow>>(answer.error());
            m_feed.write(rarePoll, asked,
                         [&](Observations &known, const Reading &reading) { known.workflows.apply(all, reading); });
            next();
        });
}

void GitHubFeed::askTagPolicy(const Next &next)
{
    const WorkflowFile *file = m_feed.seen().productionWorkflow.last();
    if (!file)
        return next();
    if (file->environments.isEmpty()) {
        const TagPolicy open{.known = true, .tagsAllowed = true};
        m_feed.write(rarePoll, m_feed.now(),
                     [&](Observations &all, const Reading &reading) { all.tagPolicy.apply(open, reading); });
        return next();
    }
    const QString environment = file->environments.constFirst();
    const auto askPatterns = [this, environment, next] {
        const TagPolicy *policy = m_feed.seen().tagPolicy.last();
        if (!policy || policy->known)
            return next();
        m_feed.ask(this, GitHub::tagPatterns(project(), environment), rarePoll, &Observations::tagPolicy, next);
    };
    m_feed.ask(this, GitHub::tagPolicy(project(), environment), rarePoll, &Observations::tagPolicy, askPatterns);
}

/// Which other workflows there are, and where the branch is, has to be known first.
Milliseconds GitHubFeed::textsPace() const
{
    const Observations &known = m_feed.seen();
    return known.tip.value && known.workflows.value ? Every::rarest : Milliseconds(0);
}

/// What a tag would start besides: asked only when the tip has moved, since only a commit can change it.
void GitHubFeed::askOtherWorkflows(const Next &next)
{
    const Observations &known = m_feed.seen();
    const CommitSha tip = known.tip.last()->sha;
    if (tip == m_askedWorkflows && known.otherWorkflows.value) {
        const QList<WorkflowFile> same = *known.otherWorkflows.value;
        m_feed.write(textsPoll, m_feed.now(),
                     [&](Observations &all, const Reading &reading) { all.otherWorkflows.apply(same, reading); });
        return next();
    }
    QStringList files;
    for (const Workflow &workflow : *known.workflows.last()) {
        if (workflow.state == QLatin1String("active") && workflow.file != project().productionWorkflow)
            files.append(workflow.file);
    }
    m_askedWorkflows = tip;
    askWorkflowFiles(files, next);
}

void GitHubFeed::askWorkflowFiles(const QStringList &files, const Next &next)
{
    struct Texts {
        QMap<QString, WorkflowFile> read;
        std::optional<Error> trouble;
    };
    const auto texts = std::make_shared<Texts>();
    const Next end = afterAll(files.size(), [this, texts, next, asked = m_feed.now()] {
        if (texts->trouble)
            m_askedWorkflows = {};
        const auto all = texts->trouble ? Result<QList<WorkflowFile>>(*texts->trouble) : texts->read.values();
        m_feed.write(textsPoll, asked,
                     [&](Observations &known, const Reading &reading) { known.otherWorkflows.apply(all, reading); });
        next();
    });
    for (const QString &file : files) {
        m_feed.client.send<WorkflowFile>(GitHub::workflowFile(project(), file, project().branch), this,
                                         [this, file, texts, end](const Result<WorkflowFile> &text) {
                                             m_feed.schedule.noteAnswer(textsPoll, text);
                                             if (text)
                                                 texts->read.insert(file, *text);
                                             else if (text.error().kind !=
                                                      ErrorKind::NotFound) // GitHub's own have no file
                                                 texts->trouble = text.error();
                                             end();
                                         });
    }
}

void GitHubFeed::askIncidents(const Next &next)
{
    m_feed.ask(this, GitHub::incidents(project()), incidentsPoll, &Observations::incidents, next);
}

} // namespace Slipway

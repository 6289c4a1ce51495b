// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/github/githubfeed.h"

#include "app/feed/afterall.h"
#include "app/feed/observe.h"
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

GitHubFeed::GitHubFeed(HttpClient &client, Schedule &schedule, ConsoleStore &store, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_schedule(schedule)
    , m_store(store)
    , m_clock(clock)
{
    add(
        tipPoll, [] { return Every::tip; }, &GitHubFeed::askTip);
    add(
        runsPoll, [this] { return isBusy() ? Every::running : Every::overview; }, &GitHubFeed::askRuns);
    add(
        productionPoll, [this] { return m_productionIsLong ? Every::sentry : Every::overview; },
        &GitHubFeed::askProductionRuns);
    add(
        testedCiPoll,
        [this] {
            if (targetWithoutCi().isEmpty())
                return Milliseconds(0);
            return m_store.observations().testedCi.error ? Every::tip : Every::rare;
        },
        &GitHubFeed::askTestedCi);
    add(
        rarePoll, [] { return Every::rarest; }, &GitHubFeed::askRare);
    add(
        textsPoll, [this] { return textsPace(); }, &GitHubFeed::askOtherWorkflows);
    add(
        incidentsPoll, [] { return Every::rare; }, &GitHubFeed::askIncidents);
    add(
        olderPoll, [this] { return filesWithoutRun().isEmpty() ? Milliseconds(0) : Every::rare; },
        &GitHubFeed::askOlderRuns);
    add(
        attemptsPoll, [this] { return endedAttemptsToRead().isEmpty() ? Milliseconds(0) : Every::tip; },
        &GitHubFeed::askEndedAttempts);
    add(
        comparePoll,
        [this] {
            if (!comparisonsAreDue())
                return Milliseconds(0);
            return m_comparisonFailed ? Every::tip : Every::running;
        },
        &GitHubFeed::askComparisons);
    connect(&m_store, &ConsoleStore::observed, this, &GitHubFeed::observed);
}

void GitHubFeed::add(const QString &name, const std::function<Milliseconds()> &interval,
                     void (GitHubFeed::*poll)(const Next &))
{
    m_schedule.add({.name = name,
                    .provider = Provider::GitHub,
                    .host = project().api.authority(),
                    .credential = CredentialId::GitHub,
                    .interval = interval,
                    .run = [this, poll](const Schedule::PollDone &done) { (this->*poll)(done); }});
}

/// A run of the three workflows or a command is on its way.
bool GitHubFeed::isBusy() const
{
    const Observations &known = m_store.observations();
    const Moment now = m_clock.now();
    const bool commanded = std::any_of(known.commands.cbegin(), known.commands.cend(),
                                       [now](const CommandRecord &each) { return isMoving(each, now); });
    const QList<WorkflowRun> *runs = known.runs.last();
    return commanded || (runs && std::any_of(runs->cbegin(), runs->cend(), [&](const WorkflowRun &run) {
                             return isMoving(run, known.clocks, now) && isOurs(run);
                         }));
}

/// Of the three workflows.
bool GitHubFeed::isOurs(const WorkflowRun &run) const
{
    return run.workflowFile == project().ciWorkflow || run.workflowFile == project().stagingWorkflow ||
           run.workflowFile == project().productionWorkflow;
}

/// The store changed: what is wanted may have changed with it.
void GitHubFeed::observed()
{
    const bool busy = isBusy();
    const bool due = comparisonsAreDue();
    const Commit *tip = m_store.observations().tip.last();
    const bool rereadTexts = tip && !m_askedWorkflows.isEmpty() && tip->sha != m_askedWorkflows && tip->sha != m_tip;
    m_tip = tip ? tip->sha : CommitSha();
    const Moment tipRead = m_store.observations().tip.fetchedAt;
    if (m_outrunTip != tipRead && runBeyondTip(m_store.observations(), project())) {
        m_outrunTip = tipRead;
        m_schedule.pokeNow(tipPoll);
    }
    if (rereadTexts) { // a commit may have changed the workflows
        m_schedule.pokeNow(rarePoll);
        m_schedule.pokeNow(textsPoll);
    }
    const bool textsDue = textsPace().count() > 0;
    if (std::exchange(m_textsDue, textsDue) != textsDue)
        m_schedule.reconsider();
    const CommitSha lacking = targetWithoutCi();
    if (!lacking.isEmpty() && lacking != m_lacking)
        m_schedule.pokeNow(testedCiPoll);
    m_lacking = lacking;
    const QList<RunAttempt> unread = endedAttemptsToRead();
    if (!unread.isEmpty() && unread != m_unreadAttempts)
        m_schedule.pokeNow(attemptsPoll);
    m_unreadAttempts = unread;
    if (busy == m_busy && due == m_due)
        return;
    if (due && !m_due)
        m_comparisonFailed = false;
    m_busy = busy;
    m_due = due;
    m_schedule.reconsider();
}

void GitHubFeed::askTip(const Next &next)
{
    ask<Commit>(
        GitHub::tip(project()), tipPoll, [this, next] { askPulls(next); },
        [](Observations &all, const Result<Commit> &tip, const Reading &reading) { all.tip.apply(tip, reading); });
}

void GitHubFeed::write(const QString &poll, Moment asked,
                       const std::function<void(Observations &, const Reading &)> &keep)
{
    observe(m_store, m_schedule, poll, asked, m_clock.now(), keep);
}

void GitHubFeed::askPulls(const Next &next)
{
    const Commit *tip = m_store.observations().tip.last();
    if (!tip || tip->sha == m_askedPulls)
        return next();
    m_askedPulls = tip->sha;
    ask<QList<PullRequest>>(GitHub::pullRequests(project(), tip->sha), tipPoll, next,
                            [this](Observations &all, const Result<QList<PullRequest>> &pulls, const Reading &reading) {
                                if (!pulls) {
                                    m_askedPulls = {};
                                    all.tipPulls.value.reset(); // those of another commit
                                }
                                all.tipPulls.apply(pulls, reading);
                            });
}

GitHubFeed::Pair GitHubFeed::aheadPair() const
{
    return {m_store.snapshot().offer.live, m_store.snapshot().offer.target};
}

GitHubFeed::Pair GitHubFeed::untestedPair() const
{
    const Commit *tip = m_store.observations().tip.last();
    return {m_store.snapshot().offer.target, tip ? tip->sha : CommitSha()};
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
        ask<Comparison>(GitHub::compare(project(), pair.base, pair.head), comparePoll, then,
                        [failed, pair, &asked, into](Observations &all, const Result<Comparison> &comparison,
                                                     const Reading &reading) {
                            *failed = *failed || !comparison;
                            if (comparison)
                                asked = pair;
                            (all.*into).apply(comparison, reading);
                        });
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
    ask<Account>(GitHub::user(project()), rarePoll, end,
                 [](Observations &all, const Result<Account> &account, const Reading &reading) {
                     all.account.apply(account, reading);
                 });
    ask<Repository>(GitHub::repository(project()), rarePoll, end,
                    [](Observations &all, const Result<Repository> &repository, const Reading &reading) {
                        all.repository.apply(repository, reading);
                    });
    askWorkflows({}, {}, m_clock.now(), end);
    ask<WorkflowFile>(
        GitHub::workflowFile(project(), project().productionWorkflow, project().branch), rarePoll,
        [this, end] { askTagPolicy(end); },
        [](Observations &all, const Result<WorkflowFile> &file, const Reading &reading) {
            all.productionWorkflow.apply(file, reading);
        });
}

/// Page after page; they are as old as the first one.
void GitHubFeed::askWorkflows(const QUrl &page, const QList<Workflow> &read, Moment asked, const Next &next)
{
    m_client.send<WorkflowPage>(
        GitHub::workflows(project(), page), this, [this, read, asked, next](const Result<WorkflowPage> &answer) {
            if (answer && !answer->next.isEmpty() && read.size() < mostWorkflows)
                return askWorkflows(answer->next, read + answer->workflows, asked, next);
            const Result<QList<Workflow>> all =
                answer ? Result<QList<Workflow>>(read + answer->workflows) : Result<QList<Workflow>>(answer.error());
            write(rarePoll, asked,
                  [&](Observations &known, const Reading &reading) { known.workflows.apply(all, reading); });
            next();
        });
}

void GitHubFeed::askTagPolicy(const Next &next)
{
    const WorkflowFile *file = m_store.observations().productionWorkflow.last();
    const auto keep = [](Observations &all, const Result<TagPolicy> &policy, const Reading &reading) {
        all.tagPolicy.apply(policy, reading);
    };
    if (!file)
        return next();
    if (file->environments.isEmpty()) {
        const TagPolicy open{.known = true, .tagsAllowed = true};
        write(rarePoll, m_clock.now(), [&](Observations &all, const Reading &reading) { keep(all, open, reading); });
        return next();
    }
    const QString environment = file->environments.constFirst();
    const auto askPatterns = [this, environment, keep, next] {
        const TagPolicy *policy = m_store.observations().tagPolicy.last();
        if (!policy || policy->known)
            return next();
        ask<TagPolicy>(GitHub::tagPatterns(project(), environment), rarePoll, next, keep);
    };
    ask<TagPolicy>(GitHub::tagPolicy(project(), environment), rarePoll, askPatterns, keep);
}

/// Which other workflows there are, and where the branch is, has to be known first.
Milliseconds GitHubFeed::textsPace() const
{
    const Observations &known = m_store.observations();
    return known.tip.value && known.workflows.value ? Every::rarest : Milliseconds(0);
}

/// What a tag would start besides: asked only when the tip has moved, since only a commit can change it.
void GitHubFeed::askOtherWorkflows(const Next &next)
{
    const Observations &known = m_store.observations();
    const CommitSha tip = known.tip.last()->sha;
    if (tip == m_askedWorkflows && known.otherWorkflows.value) {
        const QList<WorkflowFile> same = *known.otherWorkflows.value;
        write(textsPoll, m_clock.now(),
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
    const Next end = afterAll(files.size(), [this, texts, next, asked = m_clock.now()] {
        if (texts->trouble)
            m_askedWorkflows = {};
        const auto all = texts->trouble ? Result<QList<WorkflowFile>>(*texts->trouble) : texts->read.values();
        write(textsPoll, asked,
              [&](Observations &known, const Reading &reading) { known.otherWorkflows.apply(all, reading); });
        next();
    });
    for (const QString &file : files) {
        m_client.send<WorkflowFile>(GitHub::workflowFile(project(), file, project().branch), this,
                                    [this, file, texts, end](const Result<WorkflowFile> &text) {
                                        m_schedule.noteAnswer(textsPoll, text);
                                        if (text)
                                            texts->read.insert(file, *text);
                                        else if (text.error().kind != ErrorKind::NotFound) // GitHub's own have no file
                                            texts->trouble = text.error();
                                        end();
                                    });
    }
}

void GitHubFeed::askIncidents(const Next &next)
{
    ask<QList<Incident>>(GitHub::incidents(project()), incidentsPoll, next,
                         [](Observations &all, const Result<QList<Incident>> &incidents, const Reading &reading) {
                             all.incidents.apply(incidents, reading);
                         });
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/confirm/gobackdialog.h"

#include "models/goback/candidates.h"
#include "models/goback/means.h"
#include "models/items/deploymentwords.h"
#include "models/values/age.h"
#include "models/values/plaintext.h"
#include "ui/commands/commandwords.h"
#include "ui/confirm/acknowledgements.h"
#include "ui/confirm/candidatelist.h"
#include "ui/confirm/forecastview.h"
#include "ui/confirm/meanschoice.h"
#include "ui/controls/actbutton.h"
#include "ui/controls/cards.h"
#include "ui/controls/choicebuttons.h"
#include "ui/controls/marks.h"
#include "ui/controls/outlinedlineedit.h"
#include "ui/controls/plainlabel.h"
#include "ui/environment/environmentwords.h"

#include <QKeyEvent>
#include <QVBoxLayout>

namespace Slipway {

namespace {

constexpr int longestReason = 500;

QString goBackTitle(Environment environment)
{
    return GoBackDialog::tr("Go back in %1").arg(environmentTitle(environment));
}

ConfirmDialog::Phrase phraseFor(Environment environment)
{
    return environment == Environment::Production ? ConfirmDialog::Phrase::Typed : ConfirmDialog::Phrase::None;
}

bool isTroubled(Verdict verdict)
{
    return verdict == Verdict::Degraded || verdict == Verdict::Down;
}

} // namespace

GoBackDialog::GoBackDialog(const DeploymentsView &frozen, const EnvironmentView &environment,
                           const QList<CommandRecord> &unresolved, bool variablesMayBeRead,
                           const std::optional<DeploymentId> &chosen, QWidget *parent)
    : ConfirmDialog(goBackTitle(frozen.environment), phraseFor(frozen.environment), parent)
    , m_view(frozen)
    , m_environment(environment)
    , m_variablesMayBeRead(variablesMayBeRead)
{
    setObjectName(QStringLiteral("goBackDialog"));
    setWantedSize({1080, 752});
    hint()->setObjectName(QStringLiteral("goBackHint"));
    button()->setObjectName(QStringLiteral("goBackConfirm"));
    button()->setProminence(ActButton::Prominence::Danger);
    buildHead();
    setFacts(buildFacts(), tr("What to go back to, what that undoes and how"));
    m_otherWindow = new PlainLabel(this, 2);
    m_otherWindow->setObjectName(QStringLiteral("otherWindow"));
    m_otherWindow->setTone(Tone::Warn);
    m_otherWindow->setVisible(false);
    beforePhrase()->addWidget(m_otherWindow);
    m_acknowledgements = new Acknowledgements(unresolved, this);
    beforePhrase()->addWidget(m_acknowledgements);
    connectFacts();
    if (isTroubled(environment.verdict))
        setReason(environment.verdictReason);
    fillHead();
    m_candidates->display(m_view);
    chooseFirst(chosen);
    fillTarget();
    focusPhrase();
}

void GoBackDialog::buildHead()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    m_serving = new PlainLabel(this);
    m_serving->setObjectName(QStringLiteral("goBackServing"));
    m_serving->setDim(true);
    row->addWidget(m_serving);
    m_verdict = new StatusMark(StatusMark::Style::Bare, this);
    m_verdict->setObjectName(QStringLiteral("goBackVerdict"));
    row->addWidget(m_verdict);
    m_verdictReason = new PlainLabel(this);
    m_verdictReason->setObjectName(QStringLiteral("goBackVerdictReason"));
    m_verdictReason->setDim(true);
    row->addWidget(m_verdictReason, 1);
    head()->addLayout(row);
}

QWidget *GoBackDialog::buildFacts()
{
    auto *facts = new QWidget(this);
    auto *column = new QVBoxLayout(facts);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    auto *card = new Card(facts);
    auto *inside = new QVBoxLayout(card);
    inside->setContentsMargins(8, 6, 8, 8);
    m_candidates = new CandidateList(card);
    inside->addWidget(m_candidates);
    column->addWidget(card);
    auto *row = new QHBoxLayout;
    row->setSpacing(10);
    m_forecast = new ForecastView(facts);
    addCard(row, {}, &m_undoesTitle)->addWidget(m_forecast);
    m_undoesTitle->setObjectName(QStringLiteral("undoesTitle"));
    m_means = new MeansChoice(facts);
    QVBoxLayout *how = addCard(row, tr("How"));
    how->addWidget(m_means);
    how->addWidget(buildReason());
    how->addStretch(1);
    row->setStretch(0, 5);
    row->setStretch(1, 4);
    column->addLayout(row, 1);
    return facts;
}

QWidget *GoBackDialog::buildReason()
{
    auto *holder = new QWidget(this);
    auto *column = new QVBoxLayout(holder);
    column->setContentsMargins(0, 4, 0, 0);
    column->setSpacing(4);
    if (m_view.environment == Environment::Production) {
        m_hold = new ChoiceBox(tr("Hold production afterwards, because:"), holder);
        m_hold->setObjectName(QStringLiteral("holdBox"));
        m_hold->setChecked(true);
        m_hold->setToolTip(
            plainToolTip(tr("Nothing is promoted until somebody lifts the hold; going back stays possible")));
        column->addWidget(m_hold);
    } else {
        auto *why = new PlainLabel(holder);
        why->showText(tr("Why, for the journal:"));
        column->addWidget(why);
    }
    m_reason = new OutlinedLineEdit(holder);
    m_reason->setObjectName(QStringLiteral("reasonField"));
    m_reason->setAccessibleName(tr("Why one goes back"));
    m_reason->setPlaceholderText(tr("It goes into the journal; it may stay empty"));
    m_reason->setMaxLength(longestReason);
    column->addWidget(m_reason);
    return holder;
}

void GoBackDialog::connectFacts()
{
    connect(m_candidates, &CandidateList::chosenChanged, this, &GoBackDialog::takeTarget);
    connect(m_candidates, &CandidateList::pointed, this, &GoBackDialog::focusPhrase);
    connect(m_means, &MeansChoice::chosenChanged, this, [this] {
        fillForecast();
        updateButton();
    });
    connect(m_acknowledgements, &Acknowledgements::changed, this, &GoBackDialog::updateButton);
}

void GoBackDialog::setReason(const QString &reason)
{
    if (m_reason->isModified())
        return;
    m_reason->setText(visibleText(reason.left(longestReason)));
    m_reason->setCursorPosition(0);
}

void GoBackDialog::showUnwritten(const QString &why)
{
    m_acknowledgements->showUnwritten(why);
}

void GoBackDialog::setNow(Moment now)
{
    m_now = now;
    m_candidates->setNow(now);
    fillHead();
}

void GoBackDialog::chooseFirst(const std::optional<DeploymentId> &chosen)
{
    if (m_view.rows.isEmpty())
        return;
    m_shownOnce = true;
    m_candidates->choose(chosen.value_or(m_view.preselected));
}

void GoBackDialog::display(const DeploymentsView &present)
{
    if (isDone() || present.environment != m_view.environment)
        return;
    // What was not known when it opened has not moved when it becomes known.
    const QStringList moved = m_shownOnce ? movedSince(m_view, present, m_target) : QStringList();
    m_view = present;
    m_candidates->display(present);
    if (!m_shownOnce || m_target.isEmpty()) // a candidate may come with an older page
        chooseFirst({});
    fillTarget();
    showMoved(moved);
}

void GoBackDialog::display(const std::optional<ForecastFacts> &forecast)
{
    if (isDone() || !forecast || forecast->environment != m_view.environment || forecast->target != m_target)
        return;
    m_forecastFacts = forecast;
    fillForecast();
    updateButton();
}

void GoBackDialog::showVerdict(const EnvironmentView &environment)
{
    if (environment.environment != m_view.environment)
        return;
    m_environment = environment;
    fillHead();
}

void GoBackDialog::showUnresolved(const QList<CommandRecord> &unresolved)
{
    if (isDone())
        return;
    if (m_acknowledgements->display(unresolved))
        showMoved({tr("Another command is under way")});
}

void GoBackDialog::showOtherWindow(const QString &who)
{
    m_otherWindow->showText(who.isEmpty() ? QString() : tr("Another window is at it, too: %1").arg(who));
    m_otherWindow->setVisible(!who.isEmpty());
}

const PastDeployment *GoBackDialog::target() const
{
    return m_target.isEmpty() ? nullptr : Slipway::find(m_view, m_target);
}

/// What was typed for one target does not confirm another.
void GoBackDialog::takeTarget()
{
    m_target = m_candidates->chosen();
    m_forecastFacts.reset();
    clearPhrase();
    fillTarget();
    if (m_target.isEmpty())
        return;
    // After the constructor, so that there is somebody to hear the first one.
    const auto tell = [this, target = m_target] {
        if (target == m_target)
            Q_EMIT targetChosen(m_view.environment, target);
    };
    QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
}

void GoBackDialog::fillTarget()
{
    const PastDeployment *past = target();
    m_undoesTitle->showText(past ? tr("What going back to %1 undoes").arg(targetName(past->sha, m_target))
                                 : tr("What going back undoes"));
    m_means->display(m_target, past ? meansOf(*past, m_view) : QList<MeansOffer>());
    fillForecast();
    updateButton();
}

void GoBackDialog::fillForecast()
{
    const PastDeployment *past = target();
    const QString kept = past ? imageKeptText(*past) : QString();
    if (!past)
        m_forecast->showNothing();
    else if (!m_forecastFacts)
        m_forecast->showReading(kept);
    const ReturnMeans means = m_means->chosen().value_or(ReturnMeans::RollBack);
    const Forecast forecast =
        past && m_forecastFacts ? forecastOf(*m_forecastFacts, means, m_variablesMayBeRead) : Forecast();
    if (past && m_forecastFacts)
        m_forecast->display(forecast, kept);
    m_acknowledgements->showDoubt(past ? refusalText(past->doubt, past->deployment) : QString(),
                                  past ? targetName(past->sha, m_target) : QString());
    m_acknowledgements->display(forecast, past ? targetName(past->sha, m_target) : QString());
    button()->setText(past ? returnTitle(means, m_view.environment, past->sha, m_target)
                           : goBackTitle(m_view.environment));
}

void GoBackDialog::fillHead()
{
    const std::optional<Serving> &serving = m_environment.serving;
    QString text = m_environment.servingText;
    if (serving) {
        const QString name = serving->sha.isEmpty() ? tr("an unproven commit") : shortSha(serving->sha);
        text = serving->since.isValid() ? tr("now serving %1 since %2").arg(name, timeText(serving->since))
                                        : tr("now serving %1").arg(name);
        if (m_now && serving->since.isValid())
            text += QStringLiteral(" (%1)").arg(agoText(serving->since, *m_now));
    } else if (text.isEmpty()) {
        text = tr("What serves now is not known");
    }
    m_serving->showText(text);
    const FactWords words = verdictWords(m_environment);
    m_verdict->display(words.look.value_or(lookOf(m_environment.verdict)));
    m_verdictReason->showText(m_environment.verdictReason);
}

QString GoBackDialog::trouble() const
{
    const PastDeployment *past = target();
    if (!past && !m_view.rows.isEmpty())
        return m_target.isEmpty() ? tr("Choose what to go back to") : tr("What was chosen is not listed any more");
    if (!past)
        return m_view.trouble.isEmpty() ? tr("Nothing to go back to is known yet") : m_view.trouble;
    if (past->refusal != ReturnRefusal::None)
        return refusalText(past->refusal, past->deployment);
    const QString means = m_means->trouble();
    return means.isEmpty() ? m_acknowledgements->trouble() : means;
}

void GoBackDialog::act()
{
    const PastDeployment *past = target();
    const PastDeployment *serving = Slipway::find(m_view, m_view.serving);
    Q_EMIT confirmed({.environment = m_view.environment,
                      .means = *m_means->chosen(),
                      .target = m_target,
                      .targetSha = past->sha,
                      .imageDigest = past->deployment.imageDigest,
                      .serving = m_view.serving,
                      .servingSha = serving ? serving->sha : CommitSha(),
                      .newest = m_view.newest,
                      .hold = m_hold && m_hold->isChecked(),
                      .mayGoUnwritten = m_acknowledgements->mayGoUnwritten(),
                      .reason = m_reason->text().trimmed(),
                      .acknowledged = m_acknowledgements->acknowledged()});
}

void GoBackDialog::keyPressEvent(QKeyEvent *event)
{
    // The phrase's field has no use for them: another target without leaving it.
    if (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down)
        return m_candidates->moveChoice(event->key() == Qt::Key_Up ? -1 : 1);
    ConfirmDialog::keyPressEvent(event);
}

void GoBackDialog::showEvent(QShowEvent *event)
{
    ConfirmDialog::showEvent(event);
    if (m_view.environment == Environment::Staging)
        m_candidates->setFocus();
}

} // namespace Slipway

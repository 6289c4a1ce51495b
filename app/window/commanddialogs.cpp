// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/commanddialogs.h"

#include "app/commands/commandrunner.h"
#include "app/console/console.h"
#include "app/forecast/forecastfeed.h"
#include "app/railway/olderdeployments.h"
#include "models/values/text.h"
#include "ui/confirm/gobackdialog.h"
#include "ui/confirm/promotedialog.h"
#include "ui/confirm/repairdialog.h"

#include <algorithm>

namespace Slipway {

namespace {

/// The commands for an environment that are out and not settled.
QList<CommandRecord> unresolvedFor(Environment environment, const QList<CommandRecord> &all)
{
    QList<CommandRecord> unresolved;
    std::copy_if(all.cbegin(), all.cend(), std::back_inserter(unresolved), [=](const CommandRecord &each) {
        return changesWhatServes(each.order) && each.order.environment == environment && !isSettled(each.state);
    });
    return unresolved;
}

/// Why one would go back, as far as it is known: a person corrects it. In UTC whatever the window says: it is kept in
/// the journal, and others read it.
QString reasonOf(const EnvironmentView &environment, Moment now)
{
    if (environment.verdict != Verdict::Degraded && environment.verdict != Verdict::Down)
        return {};
    return say("%1 at %2 UTC: %3")
        .arg(verdictWord(environment.verdict), now.utc().toString(QStringLiteral("HH:mm")), environment.verdictReason);
}

} // namespace

CommandDialogs::CommandDialogs(Console &console, const Clock &clock, QWidget *window)
    : m_console(console)
    , m_clock(clock)
    , m_window(window)
{
}

void CommandDialogs::setNow(Moment now)
{
    if (m_goingBack)
        m_goingBack->setNow(m_console.store().observations().clocks.by(Provider::Railway, now));
}

void CommandDialogs::lookAgain()
{
    if (m_goingBack && m_returnsIn == Environment::Production)
        m_goingBack->showOtherWindow(m_console.runner()->lookForOthers());
}

void CommandDialogs::openPromotion()
{
    if (m_promotion || !m_console.runner())
        return;
    m_console.runner()->showHold();
    ConsoleStore &store = m_console.store();
    m_promotion = new PromoteDialog(store.snapshot().offer, m_window);
    m_promotion->setAttribute(Qt::WA_DeleteOnClose);
    m_promotion->setProjectName(m_console.project().name);
    connect(&store, &ConsoleStore::offerChanged, m_promotion, &PromoteDialog::display);
    connect(m_promotion, &PromoteDialog::confirmed, this, [this](const PromotionOffer &offer, PromotionWay way) {
        m_console.runner()->promote(offer, way, m_console.who());
    });
    watchDialog(m_promotion);
}

/// Opens the dialog of a command; while it is open production is watched closely.
void CommandDialogs::watchDialog(QDialog *dialog)
{
    connect(dialog, &QDialog::finished, this, &CommandDialogs::updateDeciding);
    dialog->open();
    updateDeciding();
}

void CommandDialogs::updateDeciding()
{
    const auto isOpen = [](const QDialog *dialog) { return dialog && dialog->isVisible(); };
    const bool goingBack = isOpen(m_goingBack);
    m_console.setDeciding(goingBack || isOpen(m_promotion) || isOpen(m_repair), goingBack);
}

void CommandDialogs::openGoBack(Environment environment, const std::optional<DeploymentId> &target)
{
    if (m_goingBack || !m_console.runner())
        return;
    const QString otherWindow = m_console.runner()->lookForOthers();
    ConsoleStore &store = m_console.store();
    const Snapshot &snapshot = store.snapshot();
    m_returnsIn = environment;
    m_goingBack = new GoBackDialog(snapshot.deployments[environment], snapshot.environments[environment],
                                   unresolvedFor(environment, snapshot.commands),
                                   m_console.project().railway.readVariables, target, m_window);
    m_goingBack->setAttribute(Qt::WA_DeleteOnClose);
    setNow(m_clock.now());
    if (environment == Environment::Production)
        m_goingBack->showUnwritten(m_console.runner()->whyNoRow());
    m_goingBack->setReason(reasonOf(snapshot.environments[environment], m_clock.now()));
    connect(&store, &ConsoleStore::deploymentsChanged, m_goingBack, [this, environment](const DeploymentsView &view) {
        if (view.environment == environment)
            m_goingBack->display(view);
    });
    connect(&store, &ConsoleStore::environmentChanged, m_goingBack, [this, environment](const EnvironmentView &view) {
        if (view.environment == environment)
            m_goingBack->showVerdict(view);
    });
    connect(&store, &ConsoleStore::forecastChanged, m_goingBack,
            qOverload<const std::optional<ForecastFacts> &>(&GoBackDialog::display));
    connect(m_goingBack, &GoBackDialog::targetChosen, m_console.forecast(), &ForecastFeed::look);
    connect(m_goingBack, &QDialog::finished, m_console.forecast(), &ForecastFeed::stop);
    connect(m_goingBack, &GoBackDialog::confirmed, this,
            [this](const ReturnRequest &request) { m_console.runner()->goBack(request, m_console.who()); });
    connect(&store, &ConsoleStore::commandsChanged, m_goingBack, [this, environment](const QList<CommandRecord> &all) {
        m_goingBack->showUnresolved(unresolvedFor(environment, all));
    });
    if (environment == Environment::Production)
        m_goingBack->showOtherWindow(otherWindow);
    watchDialog(m_goingBack);
    m_console.olderDeployments()->readFirst(environment);
}

void CommandDialogs::openRepair(const Repair &repair)
{
    if (m_repair || !m_console.runner())
        return;
    m_repair = new RepairDialog(repair, m_window); // before the hold changes the snapshot that it may stand in
    m_console.runner()->showHold();
    m_repair->setAttribute(Qt::WA_DeleteOnClose);
    connect(&m_console.store(), &ConsoleStore::repairsChanged, m_repair, &RepairDialog::display);
    connect(m_repair, &RepairDialog::openRequested, this, &CommandDialogs::openRequested);
    connect(m_repair, &RepairDialog::confirmed, this, [this](const Repair &confirmed, const QString &comment) {
        m_console.runner()->repair(confirmed, comment, m_console.who());
    });
    m_repair->display(m_console.store().snapshot().repairs);
    watchDialog(m_repair);
}

void CommandDialogs::openReview(const OrderId &order, bool approve)
{
    const Snapshot &snapshot = m_console.store().snapshot();
    const auto record = std::find_if(snapshot.commands.cbegin(), snapshot.commands.cend(),
                                     [&](const CommandRecord &each) { return each.order.id == order; });
    if (record == snapshot.commands.cend())
        return;
    const OrderKind kind = approve ? OrderKind::ApproveReview : OrderKind::RejectReview;
    const auto repair = std::find_if(snapshot.repairs.cbegin(), snapshot.repairs.cend(),
                                     [&](const Repair &each) { return each.kind == kind && each.run == record->run; });
    if (repair == snapshot.repairs.cend())
        return Q_EMIT troubled(tr("The run does not wait for a review any more."));
    openRepair(*repair);
}

} // namespace Slipway

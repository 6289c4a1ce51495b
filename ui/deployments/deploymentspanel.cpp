// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/deployments/deploymentspanel.h"

#include "models/goback/candidates.h"
#include "models/goback/means.h"
#include "models/items/deploymentsfilter.h"
#include "models/values/text.h"
#include "ui/controls/actbutton.h"
#include "ui/controls/choicebuttons.h"
#include "ui/controls/marks.h"
#include "ui/controls/outlinedlineedit.h"
#include "ui/controls/plainlabel.h"

#include <QAction>
#include <QButtonGroup>
#include <QClipboard>
#include <QGuiApplication>
#include <QScrollBar>
#include <QShowEvent>
#include <QToolButton>
#include <QVBoxLayout>

namespace Slipway {

namespace {

constexpr int longestSearch = 200;

const QList<TableColumn> &panelColumns()
{
    static const QList<TableColumn> columns{{DeploymentsModel::Commit, 0},       {DeploymentsModel::Author, 15, 1},
                                            {DeploymentsModel::Deployed, 14, 4}, {DeploymentsModel::Route, 11, 2},
                                            {DeploymentsModel::Served, 20, 3},   {DeploymentsModel::Status, 16, 5},
                                            {DeploymentsModel::GoBack, 30}};
    return columns;
}

/// How many there are and whether that is all, or why that cannot be said.
QString countText(const DeploymentsView &view, int matching)
{
    const qsizetype all = view.rows.size();
    if (all == 0 && view.complete)
        return say("There are no deployments");
    if (all == 0)
        return view.trouble.isEmpty() ? say("Deployments are being read") : say("Nothing was read");
    const QString count = counted(all, "deployment", "deployments");
    const QString found = matching == all ? count : say("%1 of %2").arg(matching).arg(count);
    if (view.complete)
        return say("%1, all there are").arg(found);
    return view.loading ? say("%1; older ones are being read").arg(found) : say("%1; there are older ones").arg(found);
}

} // namespace

DeploymentsPanel::DeploymentsPanel(QWidget *parent)
    : QWidget(parent)
    , m_model(new DeploymentsModel(this))
    , m_filter(new DeploymentsFilter(this))
    , m_table(new DeploymentsTable(DeploymentsTable::Purpose::Browse, panelColumns(), this))
{
    setObjectName(QStringLiteral("deploymentsPanel"));
    m_views.production.environment = Environment::Production;
    m_filter->setSourceModel(m_model);
    m_table->setObjectName(QStringLiteral("deployments"));
    m_table->setModel(m_filter);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 10, 12, 10);
    column->setSpacing(8);
    column->addWidget(buildFilter());
    auto *card = new Card(this);
    auto *inside = new QVBoxLayout(card);
    inside->setContentsMargins(4, 4, 4, 4);
    inside->addWidget(m_table);
    column->addWidget(card, 1);
    buildActions();
    column->addWidget(buildFoot());
    connectTable();
    setFocusProxy(m_table);
    fill();
}

QWidget *DeploymentsPanel::buildFilter()
{
    auto *bar = new QWidget(this);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_switch = new QButtonGroup(this);
    for (const Environment environment : environments) {
        const bool staging = environment == Environment::Staging;
        auto *button = new ActButton(bar);
        button->setText(staging ? tr("Staging") : tr("Production"));
        button->setObjectName(staging ? QStringLiteral("showStaging") : QStringLiteral("showProduction"));
        button->setAccessibleDescription(tr("Shows its deployments"));
        button->setCheckable(true);
        connect(button, &QPushButton::toggled, button, [button](bool on) {
            button->setProminence(on ? ActButton::Prominence::Primary : ActButton::Prominence::Plain);
            button->setShape(on ? std::optional(Shape::Check) : std::nullopt);
        });
        button->setChecked(environment == m_environment);
        m_switch->addButton(button, int(environment));
        row->addWidget(button);
    }
    m_search = new OutlinedLineEdit(bar);
    m_search->setObjectName(QStringLiteral("searchDeployments"));
    m_search->setPlaceholderText(tr("Message, author, SHA, id or status"));
    m_search->setAccessibleName(tr("Search deployments"));
    m_search->setClearButtonEnabled(true);
    m_search->setMaxLength(longestSearch);
    row->addWidget(m_search, 1);
    auto *candidates = new ChoiceBox(tr("Can go back to"), bar);
    candidates->setObjectName(QStringLiteral("onlyCandidates"));
    row->addWidget(candidates);
    connect(m_switch, &QButtonGroup::idClicked, this, [this](int id) { switchTo(Environment(id)); });
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filter->setText(text);
        fillState();
    });
    connect(candidates, &QCheckBox::toggled, this, [this](bool only) {
        m_filter->setOnlyCandidates(only);
        fillState();
    });
    return bar;
}

QAction *DeploymentsPanel::addAct(const QString &text, const QKeySequence &keys, const char *name)
{
    auto *act = new QAction(text, this);
    act->setObjectName(QString::fromLatin1(name));
    act->setShortcut(keys);
    act->setShortcutContext(Qt::WidgetShortcut); // elsewhere Ctrl+C copies something else
    m_table->addAction(act);
    return act;
}

void DeploymentsPanel::buildActions()
{
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_backAct = addAct(tr("&Go back to this\u2026"), {}, "goBackToThisAction");
    m_copySha = addAct(tr("&Copy SHA"), QKeySequence::Copy, "copyShaAction");
    m_copyId = addAct(tr("Copy deployment &id"), Qt::CTRL | Qt::SHIFT | Qt::Key_C, "copyIdAction");
    connect(m_backAct, &QAction::triggered, this, &DeploymentsPanel::goBack);
    connect(m_copySha, &QAction::triggered, this, [this] { copy(DeploymentsModel::ShaRole); });
    connect(m_copyId, &QAction::triggered, this, [this] { copy(DeploymentsModel::IdRole); });
}

QWidget *DeploymentsPanel::buildFoot()
{
    auto *bar = new QWidget(this);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_mark = new StatusMark(StatusMark::Style::Bare, bar);
    m_mark->setObjectName(QStringLiteral("deploymentsMark"));
    row->addWidget(m_mark);
    m_state = new PlainLabel(bar, 2);
    m_state->setObjectName(QStringLiteral("deploymentsState"));
    m_state->setDim(true);
    row->addWidget(m_state, 2);
    m_older = new RoomyButton(tr("Load older"), bar);
    m_older->setObjectName(QStringLiteral("loadOlder"));
    row->addWidget(m_older);
    m_whyNot = new PlainLabel(bar, 2);
    m_whyNot->setObjectName(QStringLiteral("whyNotBack"));
    m_whyNot->setDim(true);
    m_whyNot->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    row->addWidget(m_whyNot, 2);
    for (QAction *act : {m_copySha, m_copyId}) {
        auto *button = new QToolButton(bar);
        button->setDefaultAction(act);
        button->setObjectName(act == m_copySha ? QStringLiteral("copySha") : QStringLiteral("copyId"));
        button->setFocusPolicy(Qt::TabFocus);
        row->addWidget(button);
    }
    m_back = new ActButton(bar);
    m_back->setText(tr("Go back to this\u2026"));
    m_back->setObjectName(QStringLiteral("goBackToThis"));
    row->addWidget(m_back);
    connect(m_older, &QPushButton::clicked, this, &DeploymentsPanel::askOlder);
    connect(m_back, &QPushButton::clicked, this, &DeploymentsPanel::goBack);
    return bar;
}

void DeploymentsPanel::connectTable()
{
    connect(m_table, &DeploymentsTable::chosenChanged, this, &DeploymentsPanel::fillChosen);
    connect(m_table, &DeploymentsTable::opened, this, &DeploymentsPanel::goBack);
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (value > 0 && value == m_table->verticalScrollBar()->maximum())
            askOlder();
    });
}

void DeploymentsPanel::display(const DeploymentsView &view)
{
    if (view == m_views[view.environment])
        return;
    m_views[view.environment] = view;
    m_asked[view.environment] = false;
    if (view.environment == m_environment)
        fill();
}

void DeploymentsPanel::setNow(Moment now)
{
    m_table->setNow(now);
}

void DeploymentsPanel::switchTo(Environment environment)
{
    if (environment == m_environment)
        return;
    m_environment = environment;
    m_table->clearChoice();
    fill();
    m_table->scrollToTop();
    Q_EMIT shown(environment);
}

void DeploymentsPanel::fill()
{
    m_table->setAccessibleName(m_environment == Environment::Staging ? tr("Deployments of staging")
                                                                     : tr("Deployments of production"));
    m_model->show(m_views[m_environment]);
    fillState();
    fillChosen();
}

void DeploymentsPanel::fillState()
{
    const DeploymentsView &view = m_views[m_environment];
    QStringList parts{countText(view, m_filter->rowCount())};
    if (!view.trouble.isEmpty())
        parts.prepend(view.trouble);
    m_state->showText(parts.join(QStringLiteral(" \u00b7 ")));
    if (!view.trouble.isEmpty())
        m_mark->display(lookOf(SourceState::Error));
    else if (view.stale)
        m_mark->display(lookOf(SourceState::Stale));
    m_mark->setVisible(!view.trouble.isEmpty() || view.stale);
    m_older->setVisible(!view.complete && !view.rows.isEmpty());
    m_older->setEnabled(!view.loading && !m_asked[m_environment]);
    m_older->setText(view.loading ? tr("Loading older\u2026") : tr("Load older"));
}

const PastDeployment *DeploymentsPanel::chosen() const
{
    return m_model->at(m_filter->mapToSource(m_table->chosen()).row());
}

QString DeploymentsPanel::whyNotBack() const
{
    const PastDeployment *past = chosen();
    if (!past)
        return m_model->rowCount() == 0 ? QString() : tr("Select a deployment to go back to it");
    if (past->refusal != ReturnRefusal::None)
        return refusalText(past->refusal, past->deployment);
    QString why;
    const QList<MeansOffer> offers = meansOf(*past, m_model->view());
    for (const MeansOffer &offer : offers) {
        if (offer.available)
            return {};
        if (why.isEmpty())
            why = offer.reason;
    }
    return why;
}

void DeploymentsPanel::fillChosen()
{
    const PastDeployment *past = chosen();
    const QString why = whyNotBack();
    const bool possible = past && why.isEmpty();
    m_back->setEnabled(possible);
    m_back->setAccessibleDescription(why);
    m_backAct->setEnabled(possible);
    m_whyNot->showText(why);
    m_whyNot->setVisible(!why.isEmpty());
    m_copySha->setEnabled(past && !past->sha.isEmpty());
    m_copyId->setEnabled(past != nullptr);
}

void DeploymentsPanel::goBack()
{
    const PastDeployment *past = chosen();
    if (past && whyNotBack().isEmpty())
        Q_EMIT goBackRequested(m_environment, past->deployment.id);
}

void DeploymentsPanel::copy(DeploymentsModel::Role role)
{
    const QString text = m_table->chosen().data(role).toString();
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

void DeploymentsPanel::askOlder()
{
    const DeploymentsView &view = m_views[m_environment];
    if (view.complete || view.loading || view.rows.isEmpty() || m_asked[m_environment])
        return;
    m_asked[m_environment] = true;
    m_older->setEnabled(false);
    Q_EMIT olderRequested(m_environment);
}

void DeploymentsPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (!event->spontaneous())
        Q_EMIT shown(m_environment);
}

} // namespace Slipway

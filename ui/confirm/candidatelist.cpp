// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/confirm/candidatelist.h"

#include "models/items/deploymentsfilter.h"
#include "models/values/text.h"
#include "ui/controls/plainlabel.h"
#include "ui/controls/roomybutton.h"
#include "ui/deployments/deploymentstable.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QVBoxLayout>

namespace Slipway {

namespace {

constexpr int firstShown = 30;
constexpr int mostInSight = 5; ///< what going back undoes is part of the decision too
constexpr int leastInSight = 2;

const QList<TableColumn> &candidateColumns()
{
    static const QList<TableColumn> columns{{DeploymentsModel::Commit, 0},
                                            {DeploymentsModel::Served, 33},
                                            {DeploymentsModel::WhileLive, 24},
                                            {DeploymentsModel::GoBack, 32},
                                            {DeploymentsModel::ImageKept, 25, 1}};
    return columns;
}

} // namespace

CandidateList::CandidateList(QWidget *parent)
    : QWidget(parent)
    , m_model(new DeploymentsModel(this))
    , m_filter(new CandidatesFilter(this))
    , m_table(new DeploymentsTable(DeploymentsTable::Purpose::Choose, candidateColumns(), this))
    , m_note(new PlainLabel(this, 3))
    , m_all(new RoomyButton(this))
{
    m_filter->setLimit(firstShown);
    m_filter->setSourceModel(m_model);
    m_table->setObjectName(QStringLiteral("candidates"));
    m_table->setAccessibleName(tr("What to go back to"));
    m_table->setModel(m_filter);
    m_note->setObjectName(QStringLiteral("candidatesNote"));
    m_note->setDim(true);
    m_all->setObjectName(QStringLiteral("showAllCandidates"));
    m_all->setAutoDefault(false);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_table);
    auto *foot = new QHBoxLayout;
    foot->addWidget(m_note, 1);
    foot->addStretch();
    foot->addWidget(m_all);
    column->addLayout(foot);
    connect(m_table, &DeploymentsTable::chosenChanged, this, &CandidateList::updateChosen);
    connect(m_table, &QTableView::clicked, this, &CandidateList::pointed);
    connect(m_all, &QPushButton::clicked, this, [this] {
        m_showsAll = true;
        m_filter->setLimit(0);
        fillFoot();
        fitHeight();
        m_table->setFocus();
    });
    setFocusProxy(m_table);
    fillFoot();
    fitHeight();
}

void CandidateList::display(const DeploymentsView &view)
{
    m_model->show(view);
    fillFoot();
    fitHeight();
}

void CandidateList::choose(const DeploymentId &id)
{
    const int row = m_model->rowOf(id);
    if (row < 0)
        return m_table->clearChoice();
    if (!m_showsAll)
        m_filter->setLimit(std::max(firstShown, row + 1));
    m_table->choose(m_filter->mapFromSource(m_model->index(row, DeploymentsModel::Commit)));
    fillFoot();
    fitHeight();
}

void CandidateList::moveChoice(int rows)
{
    const int step = rows < 0 ? -1 : 1;
    const QModelIndex from = m_table->chosen();
    for (int row = from.isValid() ? from.row() + step : 0; row >= 0 && row < m_filter->rowCount(); row += step) {
        const QModelIndex index = m_filter->index(row, DeploymentsModel::Commit);
        if (index.flags() & Qt::ItemIsSelectable)
            return m_table->choose(index);
    }
}

void CandidateList::setNow(Moment now)
{
    m_table->setNow(now);
}

void CandidateList::updateChosen()
{
    const DeploymentId chosen{m_table->chosen().data(DeploymentsModel::IdRole).toString()};
    if (chosen == m_chosen)
        return;
    m_chosen = chosen;
    Q_EMIT chosenChanged();
}

void CandidateList::fillFoot()
{
    const DeploymentsView &view = m_model->view();
    const int hidden = m_model->rowCount() - m_filter->rowCount() - (m_model->rowOf(view.serving) >= 0 ? 1 : 0);
    m_all->setVisible(!m_showsAll && hidden > 0);
    m_all->setText(tr("Show all %1").arg(m_model->rowCount()));
    QStringList notes;
    if (!view.trouble.isEmpty())
        notes.append(view.trouble);
    if (view.stale)
        notes.append(tr("This list is old; Railway is asked again before anything is sent"));
    if (view.rows.isEmpty() && view.trouble.isEmpty())
        notes.append(view.complete ? tr("There are no deployments") : tr("Deployments are being read"));
    else if (m_filter->rowCount() == 0 && view.complete)
        notes.append(tr("There is no earlier deployment"));
    else if (view.loading)
        notes.append(tr("Older deployments are being read"));
    m_note->showText(notes.join(QStringLiteral(" \u00b7 ")));
    m_note->setTone(view.trouble.isEmpty() ? std::nullopt : std::optional(Tone::Bad));
    m_note->setVisible(!notes.isEmpty());
}

void CandidateList::fitHeight()
{
    const int rows = std::clamp(m_filter->rowCount(), leastInSight, mostInSight);
    m_table->setFixedHeight(m_table->horizontalHeader()->sizeHint().height() + rows * m_table->rowHeight());
    m_table->setVisible(m_filter->rowCount() > 0);
}

} // namespace Slipway

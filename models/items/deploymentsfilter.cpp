// SPDX-License-Identifier: GPL-3.0-or-later
#include "items/deploymentsfilter.h"

#include "items/deploymentsmodel.h"
#include "items/deploymentwords.h"
#include "pipeline/returns.h"
#include "values/text.h"

namespace Slipway {

namespace {

/// Both are proxies of this model and of no other.
const PastDeployment *pastAt(const QAbstractItemModel *source, int row)
{
    const auto *model = qobject_cast<const DeploymentsModel *>(source);
    return model ? model->at(row) : nullptr;
}

bool says(const PastDeployment &past, const QString &text)
{
    const Deployment &deployment = past.deployment;
    const auto holds = [&](const QString &part) { return part.contains(text, Qt::CaseInsensitive); };
    return holds(deployment.commitMessage) || holds(deployment.cliMessage) || holds(authorOf(past)) ||
           holds(past.sha.value) || holds(deployment.id.value) || holds(statusText(deployment)) ||
           holds(deployment.rawStatus);
}

} // namespace

DeploymentsFilter::DeploymentsFilter(QObject *parent)
    : QSortFilterProxyModel(parent)
{
}

void DeploymentsFilter::setText(const QString &text)
{
    const QString wanted = text.trimmed();
    if (wanted == m_text)
        return;
    m_text = wanted;
    invalidateFilter();
}

void DeploymentsFilter::setOnlyCandidates(bool only)
{
    if (only == m_onlyCandidates)
        return;
    m_onlyCandidates = only;
    invalidateFilter();
}

bool DeploymentsFilter::filterAcceptsRow(int row, const QModelIndex &) const
{
    const PastDeployment *past = pastAt(sourceModel(), row);
    if (!past || (m_onlyCandidates && past->refusal != ReturnRefusal::None))
        return false;
    return m_text.isEmpty() || says(*past, m_text);
}

CandidatesFilter::CandidatesFilter(QObject *parent)
    : QSortFilterProxyModel(parent)
{
}

void CandidatesFilter::setLimit(int limit)
{
    if (limit == m_limit)
        return;
    m_limit = limit;
    invalidateFilter();
}

bool CandidatesFilter::filterAcceptsRow(int row, const QModelIndex &) const
{
    const PastDeployment *past = pastAt(sourceModel(), row);
    return past && !past->serving && (m_limit == 0 || row < m_limit);
}

Qt::ItemFlags CandidatesFilter::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return QSortFilterProxyModel::flags(index);
    const bool candidate = index.data(DeploymentsModel::CandidateRole).toBool();
    return candidate ? QSortFilterProxyModel::flags(index) : Qt::ItemFlags(Qt::ItemNeverHasChildren);
}

QVariant CandidatesFilter::headerData(int section, Qt::Orientation orientation, int role) const
{
    const bool words = orientation == Qt::Horizontal && role == Qt::DisplayRole;
    if (words && section == DeploymentsModel::Commit)
        return say("Go back to");
    if (words && section == DeploymentsModel::GoBack)
        return say("How, or why not");
    return QSortFilterProxyModel::headerData(section, orientation, role);
}

} // namespace Slipway

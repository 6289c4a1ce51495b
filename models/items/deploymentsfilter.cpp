// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/deploymentsfilter.h"

#include "models/goback/candidates.h"
#include "models/items/deploymentsmodel.h"
#include "models/items/deploymentwords.h"
#include "models/values/text.h"

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
    : RowFilter(parent)
{
}

void DeploymentsFilter::setText(const QString &text)
{
    change(m_text, text.trimmed());
}

void DeploymentsFilter::setOnlyCandidates(bool only)
{
    change(m_onlyCandidates, only);
}

bool DeploymentsFilter::filterAcceptsRow(int row, const QModelIndex &) const
{
    const PastDeployment *past = pastAt(sourceModel(), row);
    if (!past || (m_onlyCandidates && past->refusal != ReturnRefusal::None))
        return false;
    return m_text.isEmpty() || says(*past, m_text);
}

CandidatesFilter::CandidatesFilter(QObject *parent)
    : RowFilter(parent)
{
}

void CandidatesFilter::setLimit(int limit)
{
    change(m_limit, limit);
}

bool CandidatesFilter::filterAcceptsRow(int row, const QModelIndex &) const
{
    const PastDeployment *past = pastAt(sourceModel(), row);
    return past && !past->serving && (m_limit == 0 || row < m_limit);
}

Qt::ItemFlags CandidatesFilter::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return RowFilter::flags(index);
    const bool candidate = index.data(DeploymentsModel::CandidateRole).toBool();
    return candidate ? RowFilter::flags(index) : Qt::ItemFlags(Qt::ItemNeverHasChildren);
}

QVariant CandidatesFilter::headerData(int section, Qt::Orientation orientation, int role) const
{
    const bool words = orientation == Qt::Horizontal && role == Qt::DisplayRole;
    if (words && section == DeploymentsModel::Commit)
        return say("Go back to");
    if (words && section == DeploymentsModel::GoBack)
        return say("How, or why not");
    return RowFilter::headerData(section, orientation, role);
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/deploymentsmodel.h"

#include "models/items/deploymentwords.h"
#include "models/values/text.h"

#include <QSet>

#include <algorithm>

namespace Slipway {

namespace {

using Rows = QList<PastDeployment>;

QSet<DeploymentId> idsOf(const Rows &rows)
{
    QSet<DeploymentId> ids;
    ids.reserve(rows.size());
    for (const PastDeployment &row : rows)
        ids.insert(row.deployment.id);
    return ids;
}

/// Each id once: pages of a list that grows at its head overlap.
Rows withoutDoubles(const Rows &rows)
{
    QSet<DeploymentId> seen;
    seen.reserve(rows.size());
    Rows unique;
    unique.reserve(rows.size());
    for (const PastDeployment &row : rows) {
        if (!seen.contains(row.deployment.id)) {
            seen.insert(row.deployment.id);
            unique.append(row);
        }
    }
    return unique;
}

/// The ids that both lists have, in the same order: everything else is removed or inserted.
QSet<DeploymentId> keptIds(const Rows &before, const Rows &after)
{
    QHash<DeploymentId, qsizetype> places;
    places.reserve(after.size());
    for (qsizetype i = 0; i < after.size(); ++i)
        places.insert(after.at(i).deployment.id, i);
    QSet<DeploymentId> kept;
    kept.reserve(before.size());
    qsizetype last = -1;
    for (const PastDeployment &row : before) {
        const qsizetype place = places.value(row.deployment.id, -1);
        if (place <= last)
            continue; // gone, or before one that was before it
        last = place;
        kept.insert(row.deployment.id);
    }
    return kept;
}

} // namespace

DeploymentsModel::DeploymentsModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void DeploymentsModel::show(const DeploymentsView &view)
{
    if (view == m_view)
        return;
    const Rows rows = withoutDoubles(view.rows);
    Rows kept;
    std::swap(kept, m_view.rows);
    m_view = view;
    std::swap(kept, m_view.rows);
    removeGone(rows);
    insertNew(rows);
    changeRows(rows);
}

void DeploymentsModel::removeGone(const QList<PastDeployment> &rows)
{
    const QSet<DeploymentId> kept = keptIds(m_view.rows, rows);
    const auto isGone = [&](qsizetype row) { return !kept.contains(m_view.rows.at(row).deployment.id); };
    for (qsizetype last = m_view.rows.size() - 1; last >= 0; --last) {
        if (!isGone(last))
            continue;
        qsizetype first = last;
        while (first > 0 && isGone(first - 1))
            --first;
        beginRemoveRows({}, int(first), int(last));
        m_view.rows.remove(first, last - first + 1);
        endRemoveRows();
        last = first;
    }
}

void DeploymentsModel::insertNew(const QList<PastDeployment> &rows)
{
    const QSet<DeploymentId> known = idsOf(m_view.rows);
    for (qsizetype first = 0; first < rows.size(); ++first) {
        if (known.contains(rows.at(first).deployment.id))
            continue;
        qsizetype last = first;
        while (last + 1 < rows.size() && !known.contains(rows.at(last + 1).deployment.id))
            ++last;
        beginInsertRows({}, int(first), int(last));
        const Rows tail = m_view.rows.mid(first);
        m_view.rows.resize(first);
        m_view.rows.append(rows.mid(first, last - first + 1));
        m_view.rows.append(tail);
        endInsertRows();
        first = last;
    }
}

void DeploymentsModel::changeRows(const QList<PastDeployment> &rows)
{
    for (qsizetype first = 0; first < rows.size(); ++first) {
        if (rows.at(first) == m_view.rows.at(first))
            continue;
        qsizetype last = first;
        while (last + 1 < rows.size() && rows.at(last + 1) != m_view.rows.at(last + 1))
            ++last;
        for (qsizetype row = first; row <= last; ++row)
            m_view.rows[row] = rows.at(row);
        Q_EMIT dataChanged(index(int(first), 0), index(int(last), ColumnCount - 1));
        first = last;
    }
}

const PastDeployment *DeploymentsModel::at(int row) const
{
    return row >= 0 && row < m_view.rows.size() ? &m_view.rows.at(row) : nullptr;
}

int DeploymentsModel::rowOf(const DeploymentId &id) const
{
    const auto found = std::find_if(m_view.rows.cbegin(), m_view.rows.cend(),
                                    [&](const PastDeployment &row) { return row.deployment.id == id; });
    return found == m_view.rows.cend() || id.isEmpty() ? -1 : int(found - m_view.rows.cbegin());
}

int DeploymentsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_view.rows.size());
}

int DeploymentsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant DeploymentsModel::data(const QModelIndex &index, int role) const
{
    const PastDeployment *past = index.isValid() ? at(index.row()) : nullptr;
    if (!past)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return textOf(*past, index.column());
    case Qt::AccessibleTextRole:
    case Qt::ToolTipRole: // a column may be too narrow for all of it
        return index.column() == GoBack ? goBackSentences(*past, m_view) : textOf(*past, index.column());
    case PastRole:
        return QVariant::fromValue(*past);
    case ShaRole:
        return past->sha.value;
    case IdRole:
        return past->deployment.id.value;
    case CandidateRole:
        return past->refusal == ReturnRefusal::None;
    case ServingRole:
        return past->serving;
    default:
        return {};
    }
}

QString DeploymentsModel::textOf(const PastDeployment &past, int column) const
{
    switch (Column(column)) {
    case Commit:
        return QStringLiteral("%1 %2").arg(shortName(past), messageOf(past));
    case Author:
        return authorOf(past);
    case Deployed:
        return timeText(past.deployment.createdAt);
    case Route:
        return routeText(past.deployment.route);
    case Served:
        return servedUntilText(past);
    case WhileLive:
        return whileLiveText(past);
    case Status:
        return statusText(past.deployment);
    case ImageKept:
        return imageKeptText(past);
    case GoBack:
        return goBackText(past, m_view);
    case ColumnCount:
        break;
    }
    return {};
}

QVariant DeploymentsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Commit:
        return say("Commit");
    case Author:
        return say("Author");
    case Deployed:
        return say("Deployed");
    case Route:
        return say("Route");
    case Served:
        return say("Served");
    case WhileLive:
        return say("While it was live");
    case Status:
        return say("Status");
    case ImageKept:
        return say("Image kept");
    case GoBack:
        return say("Go back");
    case ColumnCount:
        break;
    }
    return {};
}

} // namespace Slipway

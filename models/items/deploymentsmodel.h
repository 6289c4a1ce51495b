// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/goback/deploymentsview.h"

#include <QAbstractTableModel>

namespace Slipway {

/// The deployments of one environment, newest first. It takes whole views and signals only the rows that differ, so
/// that a selection and the place scrolled to survive.
class DeploymentsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Commit, Author, Deployed, Route, Served, WhileLive, Status, ImageKept, GoBack, ColumnCount };
    enum Role {
        PastRole = Qt::UserRole + 1, ///< the PastDeployment
        ShaRole,                     ///< QString, empty when it cannot be told
        IdRole,                      ///< QString
        CandidateRole,               ///< bool: one can go back to it
        ServingRole,                 ///< bool
    };

    explicit DeploymentsModel(QObject *parent = nullptr);

    void show(const DeploymentsView &view);
    const DeploymentsView &view() const { return m_view; }
    /// Null for a row that is not there.
    const PastDeployment *at(int row) const;
    int rowOf(const DeploymentId &id) const; ///< -1 when it is not listed

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    void removeGone(const QList<PastDeployment> &rows);
    void insertNew(const QList<PastDeployment> &rows);
    void changeRows(const QList<PastDeployment> &rows);
    QString textOf(const PastDeployment &past, int column) const;

    DeploymentsView m_view;
};

} // namespace Slipway

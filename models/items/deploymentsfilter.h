// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>

namespace Slipway {

/// A filter of rows that depends on values of its own.
class RowFilter : public QSortFilterProxyModel {
    Q_OBJECT
protected:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    template <typename T>
    void change(T &value, const T &to)
    {
        if (value == to)
            return;
#if QT_VERSION >= QT_VERSION_CHECK(6, 10, 0)
        beginFilterChange();
        value = to;
        endFilterChange(Direction::Rows);
#else
        value = to;
        invalidateRowsFilter();
#endif
    }
};

/// The deployments that a person looks for, in the order of DeploymentsModel.
class DeploymentsFilter : public RowFilter {
    Q_OBJECT
public:
    explicit DeploymentsFilter(QObject *parent = nullptr);

    /// Message, author, SHA, id or status contain it, whatever the case. Empty: everything.
    void setText(const QString &text);
    void setOnlyCandidates(bool only);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QString m_text;
    bool m_onlyCandidates = false;
};

/// What a return can be to: everything but what serves, the newest `limit` first. What one cannot go back to can be
/// seen and not chosen.
class CandidatesFilter : public RowFilter {
    Q_OBJECT
public:
    explicit CandidatesFilter(QObject *parent = nullptr);

    void setLimit(int limit); ///< of rows of the source; 0: all
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    int m_limit = 0;
};

} // namespace Slipway

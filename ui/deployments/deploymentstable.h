// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/deploymentsmodel.h"
#include "models/values/moment.h"

#include <QTableView>

namespace Slipway {

/// A column that is shown, and how many characters wide it is; 0: it takes what is left. Where that would be too
/// little, spare ones give way.
struct TableColumn {
    DeploymentsModel::Column column;
    int characters = 0;
    int spare = 0; ///< in which order it gives way, from 1; 0: never
};

/// Deployments, one a row, over DeploymentsModel or a proxy of it: rows of one height and columns of fixed widths, so
/// that thousands cost no more than what is in sight.
class DeploymentsTable : public QTableView {
    Q_OBJECT
public:
    /// As a list to look through, or as one to choose a single row of.
    enum class Purpose { Browse, Choose };

    DeploymentsTable(Purpose purpose, const QList<TableColumn> &columns, QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model) override;
    /// Ages are told as of this moment; before the first one, times are.
    void setNow(Moment now);
    int rowHeight() const;
    /// The row that is selected; invalid: none.
    QModelIndex chosen() const;
    void choose(const QModelIndex &index);
    void chooseFirst(); ///< the first one that can be chosen
    void clearChoice();

Q_SIGNALS:
    void chosenChanged();
    void opened(); ///< the chosen row, by Enter or a double click; not of a list to choose from

protected:
    /// The next row is not chosen instead of one that goes: nobody asked for it.
    void rowsAboutToBeRemoved(const QModelIndex &parent, int first, int last) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    class Delegate;
    int widthOf(const TableColumn &column) const; ///< in pixels
    void layColumns();
    void hideSpare();

    Purpose m_purpose;
    QList<TableColumn> m_columns;
    Delegate *m_delegate;
};

} // namespace Slipway

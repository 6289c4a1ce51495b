// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/figures.h"

#include <QWidget>

namespace Slipway {

/// Pages to open, side by side; those for which there is no room are in a menu at the end.
class LinksRow : public QWidget {
    Q_OBJECT
public:
    explicit LinksRow(QWidget *parent = nullptr);

    void display(const QList<DashboardLink> &links);

Q_SIGNALS:
    void openRequested(const QUrl &url);

private:
    void addButton(const DashboardLink &link);
    void addMenu(const QList<DashboardLink> &links);

    QList<DashboardLink> m_shown;
};

} // namespace Slipway

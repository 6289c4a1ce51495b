// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pipeline/views.h"

#include <QWidget>

class QVBoxLayout;

namespace Slipway {

/// What can be done about a stage: a button each, greyed with its reason beside it. Hidden when there is nothing.
class RepairButtons : public QWidget {
    Q_OBJECT
public:
    explicit RepairButtons(QWidget *parent = nullptr);

    void display(const QList<Repair> &repairs);

Q_SIGNALS:
    void requested(const Slipway::Repair &repair);
    void openRequested(const QUrl &url);

private:
    void addRepair(QVBoxLayout *column, const Repair &repair);

    QList<Repair> m_repairs;
    QWidget *m_rows = nullptr;
};

} // namespace Slipway

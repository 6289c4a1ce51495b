// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pipeline/views.h"

#include <QMenu>

namespace Slipway {

/// Everything that changes an environment, by keyboard.
class ReleaseMenu : public QMenu {
    Q_OBJECT
public:
    explicit ReleaseMenu(QWidget *parent = nullptr);

    static QKeySequence goBackKeys(); ///< for production
    void showPromotable(bool promotable);
    void showRepairs(const QList<Repair> &repairs);

Q_SIGNALS:
    void promoteRequested();
    void goBackRequested(Slipway::Environment environment);
    void repairRequested(const Slipway::Repair &repair);
    void openRequested(const QUrl &url);

private:
    QAction *addElsewhere(const Repair &repair);

    QAction *m_promote;
    QAction *m_repairsBelow;
    QList<QAction *> m_repairActions;
    QList<Repair> m_repairs;
};

} // namespace Slipway

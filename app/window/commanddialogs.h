// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pipeline/views.h"

#include <QPointer>

class QDialog;

namespace Slipway {

class Clock;
class Console;
class GoBackDialog;
class PromoteDialog;
class RepairDialog;

/// The dialogs in which a person decides about a command, one of each kind at a time. Each goes on showing what is
/// known, and what it confirms goes to the runner; while one is open, what it concerns is read closely.
class CommandDialogs : public QObject {
    Q_OBJECT
public:
    /// Over `window`.
    CommandDialogs(Console &console, const Clock &clock, QWidget *window);

    void openPromotion();
    /// To that deployment; none: to the one that is preselected.
    void openGoBack(Environment environment, const std::optional<DeploymentId> &target);
    void openRepair(const Repair &repair);
    void openReview(const OrderId &order, bool approve); ///< of the run that a command started
    /// Ages are told as of this moment.
    void setNow(Moment now);
    /// Looks again for another window that has production.
    void lookAgain();

Q_SIGNALS:
    void openRequested(const QUrl &url);
    void troubled(const QString &sentence);

private:
    void watchDialog(QDialog *dialog);
    void updateDeciding();

    Console &m_console;
    const Clock &m_clock;
    QWidget *m_window;
    QPointer<PromoteDialog> m_promotion;
    QPointer<GoBackDialog> m_goingBack;
    Environment m_returnsIn = Environment::Production; ///< the last one that was opened
    QPointer<RepairDialog> m_repair;
};

} // namespace Slipway

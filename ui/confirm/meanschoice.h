// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/goback/deploymentsview.h"

#include <QWidget>

class QButtonGroup;

namespace Slipway {

class PlainLabel;

/// "roll-back", "redeploy", "rebuild": for object names.
QString meansId(ReturnMeans means);

/// The three means of going back, each to choose or greyed with its reason.
class MeansChoice : public QWidget {
    Q_OBJECT
public:
    explicit MeansChoice(QWidget *parent = nullptr);

    /// For another target, the first that is possible is chosen; for the same one, what was chosen stays, and one that
    /// shuts is not swapped for another.
    void display(const DeploymentId &target, const QList<MeansOffer> &offers);
    /// None when nothing that is possible is chosen.
    std::optional<ReturnMeans> chosen() const;
    /// Why nothing is chosen, one sentence; empty when something is.
    QString trouble() const;

Q_SIGNALS:
    void chosenChanged();

private:
    void preset();

    QButtonGroup *m_group;
    QList<PlainLabel *> m_notes;
    QList<MeansOffer> m_offers;
    DeploymentId m_target;
    bool m_touched = false; ///< something was chosen for this target
};

} // namespace Slipway

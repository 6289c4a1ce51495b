// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pipeline/views.h"

#include <QWidget>

class QButtonGroup;

namespace Slipway {

class PlainLabel;

/// The three ways to promote, each to choose or greyed with its reason.
class WayChoice : public QWidget {
    Q_OBJECT
public:
    explicit WayChoice(QWidget *parent = nullptr);

    void display(const PromotionOffer &offer);
    /// None when nothing that is available is chosen. A way that shuts is not swapped for another one.
    std::optional<PromotionWay> chosen() const;

Q_SIGNALS:
    void chosenChanged();

private:
    void updateWarning();

    QButtonGroup *m_group;
    QList<PlainLabel *> m_reasons;
    PlainLabel *m_warning;
    QString m_branch;
    bool m_preset = false;
};

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pipeline/views.h"
#include "ui/confirm/confirmdialog.h"

namespace Slipway {

class ReleaseFacts;
class WayChoice;

/// What a promotion would do, and the phrase that does it. It shows one frozen offer; what moves under it clears the
/// phrase and is said, anything else leaves the person typing alone.
class PromoteDialog : public ConfirmDialog {
    Q_OBJECT
public:
    explicit PromoteDialog(const PromotionOffer &frozen, QWidget *parent = nullptr);

    void setProjectName(const QString &name);
    /// The offer as it is now.
    void display(const PromotionOffer &present);

Q_SIGNALS:
    /// Once at most; the dialog closes.
    void confirmed(const Slipway::PromotionOffer &offer, Slipway::PromotionWay way);

protected:
    QString trouble() const override;
    void act() override;

private:
    QWidget *buildFacts();
    void fill();

    PromotionOffer m_offer;
    QString m_project;

    PlainLabel *m_from = nullptr;
    ReleaseFacts *m_release = nullptr;
    WayChoice *m_ways = nullptr;
};

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/snapshot.h"

#include <QDialog>

class QPushButton;

namespace Slipway {

class LineList;
class OutgoingList;
class PlainLabel;
class TypedLineEdit;
class WayChoice;

/// What a promotion would do, and the phrase that does it. It shows one frozen offer; what moves under it clears the
/// phrase and is said, anything else leaves the person typing alone. No button is the default: Enter in the field does
/// nothing before the phrase matches and deploys after it (qt-notes.md, section 4).
class PromoteDialog : public QDialog {
    Q_OBJECT
public:
    explicit PromoteDialog(const PromotionOffer &frozen, QWidget *parent = nullptr);

    void setProjectName(const QString &name);
    /// The offer as it is now.
    void show(const PromotionOffer &present);
    using QDialog::show;

Q_SIGNALS:
    /// Once at most; the dialog closes.
    void confirmed(const Slipway::PromotionOffer &offer, Slipway::PromotionWay way);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    QWidget *buildHead();
    QWidget *buildFacts();
    QWidget *buildPhrase();
    QWidget *buildButtons();
    void fill();
    void updateButton();
    QString trouble() const;
    void confirm();

    PromotionOffer m_offer;
    QString m_project;
    bool m_confirmed = false;

    PlainLabel *m_from = nullptr;
    QWidget *m_movedBar = nullptr;
    PlainLabel *m_moved = nullptr;
    OutgoingList *m_outgoing = nullptr;
    PlainLabel *m_gateCount = nullptr;
    LineList *m_gates = nullptr;
    WayChoice *m_ways = nullptr;
    TypedLineEdit *m_phrase = nullptr;
    PlainLabel *m_hint = nullptr;
    QPushButton *m_deploy = nullptr;
};

} // namespace Slipway

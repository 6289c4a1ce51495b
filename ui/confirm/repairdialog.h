// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pipeline/views.h"
#include "ui/confirm/confirmdialog.h"

class QLineEdit;

namespace Slipway {

class LinkButton;
class PlainLabel;
class ReleaseFacts;

/// Asks once more before something that stands in the way is approved, cancelled or run again. An approval for
/// production is asked about as a promotion is: what goes out, its gates, and what moves under it clears the phrase.
class RepairDialog : public ConfirmDialog {
    Q_OBJECT
public:
    explicit RepairDialog(const Repair &repair, QWidget *parent = nullptr);

    /// What can be repaired now: when this is not among it any more, it says so.
    void display(const QList<Repair> &present);

Q_SIGNALS:
    /// Once at most; the dialog closes. `comment` is for reviews only.
    void confirmed(const Slipway::Repair &repair, const QString &comment);
    void openRequested(const QUrl &url);

protected:
    QString trouble() const override;
    void act() override;

private:
    QWidget *buildFacts();
    void fill();

    Repair m_repair;
    bool m_gone = false;
    PlainLabel *m_explanation = nullptr;
    LinkButton *m_elsewhere = nullptr; ///< shown while it cannot be done from here
    ReleaseFacts *m_release = nullptr; ///< null where nothing goes out to production
    QLineEdit *m_comment = nullptr;    ///< null where none is wanted
};

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/hold.h"

#include <QWidget>

#include <optional>

class QLineEdit;
class QPushButton;

namespace Slipway {

class PlainLabel;

/// "Production is held at a01b77e since 24 Nov 03:12 UTC, because ...; promoting 3f9c2ab would bring back what was
/// undone." `serving` is what production serves, if known: said where it is not what it is held at.
QString holdText(const Hold &hold, const CommitSha &wouldBringBack, const CommitSha &serving = {});

/// Says that production is held, until a person lifts the hold and says why. It is empty before the first one.
class HoldBar : public QWidget {
    Q_OBJECT
public:
    explicit HoldBar(QWidget *parent = nullptr);

    /// What staging serves is what a promotion would send now; empty: not known, and what was undone stands for it.
    void display(const std::optional<Hold> &hold, const CommitSha &onStaging, const CommitSha &serving = {});

Q_SIGNALS:
    void lifted(const QString &reason);

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void build();
    QWidget *buildLift();

    std::optional<Hold> m_hold;
    CommitSha m_wouldBringBack;
    CommitSha m_serving;
    PlainLabel *m_text = nullptr; ///< null before the first hold
    QPushButton *m_open = nullptr;
    QWidget *m_lift = nullptr;
    QLineEdit *m_reason = nullptr;
};

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pipeline/views.h"

#include <QWidget>

#include <array>

class QCheckBox;

namespace Slipway {

QString checklistTitle(ChecklistItem item); ///< as the process words it (models/pipeline/README.md, 2)

/// The five manual tests, to be ticked by mouse or Space. A click is an intent: the tick appears when it is recorded.
class ChecklistRows : public QWidget {
    Q_OBJECT
public:
    explicit ChecklistRows(QWidget *parent = nullptr);

    void display(const ChecklistView &checklist);

Q_SIGNALS:
    void toggled(Slipway::ChecklistItem item, bool ticked);

protected:
    void changeEvent(QEvent *event) override;

private:
    void fill();
    void ask(ChecklistItem item);

    std::array<QCheckBox *, checklistItems.size()> m_boxes{};
    ChecklistView m_checklist;
};

} // namespace Slipway

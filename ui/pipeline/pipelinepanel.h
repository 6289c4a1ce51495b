// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pipeline/views.h"

#include <QScrollArea>

#include <array>

namespace Slipway {

class ChecklistRows;
class ForkRow;
class StageCard;

/// The team's pipeline down the left, as the process is drawn (models/pipeline/README.md, 1): six numbered stages, the
/// manual tests in the fourth, and the fork after it.
class PipelinePanel : public QScrollArea {
    Q_OBJECT
public:
    explicit PipelinePanel(QWidget *parent = nullptr);

    void display(const PipelineView &pipeline);
    void setNow(Moment now);
    void select(StageId id);

    QSize sizeHint() const override;

Q_SIGNALS:
    /// The selected stage, whenever another one is selected or this one changed.
    void stageSelected(const Slipway::Stage &stage);
    void checklistToggled(Slipway::ChecklistItem item, bool ticked);
    void openRequested(const QUrl &url);

private:
    static constexpr int stageCount = 6;
    class Canvas;

    void addStage(int index);
    void announce();
    void step(int from, int by);

    PipelineView m_pipeline;
    int m_selected = -1; ///< none before the first display()
    Canvas *m_canvas;
    std::array<StageCard *, stageCount> m_cards{};
    ForkRow *m_fork = nullptr;
    ChecklistRows *m_checklist = nullptr;
};

} // namespace Slipway

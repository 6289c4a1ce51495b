// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pipeline/pipelinepanel.h"

#include "ui/controls/theme.h"
#include "ui/pipeline/checklistrows.h"
#include "ui/pipeline/forkrow.h"
#include "ui/pipeline/pipelinelines.h"
#include "ui/pipeline/stagecard.h"

#include <QPainter>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

namespace Slipway {

namespace {

constexpr int panelWidthInChars = 60;

/// Where a person looks first: the first stage that is not done.
int firstOpenStage(const QList<Stage> &stages)
{
    const auto open = std::find_if(stages.cbegin(), stages.cend(),
                                   [](const Stage &stage) { return stage.state != StageState::Passed; });
    return open == stages.cend() ? int(stages.size()) - 1 : int(open - stages.cbegin());
}

} // namespace

/// Holds the cards and paints the lines between them.
class PipelinePanel::Canvas : public QWidget {
public:
    explicit Canvas(PipelinePanel *panel)
        : QWidget(panel)
        , m_panel(panel)
    {
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        PipelineGeometry geometry;
        for (const StageCard *card : m_panel->m_cards)
            geometry.stages.append(card->sheet().translated(card->pos()));
        geometry.issuesFound = m_panel->m_fork->issuesFoundBox().translated(m_panel->m_fork->pos());
        geometry.looksGood = m_panel->m_fork->looksGoodBox().translated(m_panel->m_fork->pos());
        paintPipelineLines(painter, palette(), geometry, m_panel->m_pipeline.fork.branch);
    }

private:
    PipelinePanel *m_panel;
};

PipelinePanel::PipelinePanel(QWidget *parent)
    : QScrollArea(parent)
    , m_canvas(new Canvas(this))
{
    setObjectName(QStringLiteral("pipelinePanel"));
    setAccessibleName(tr("Pipeline"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus); // its stages are what is focused; they scroll into view
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    auto *column = new QVBoxLayout(m_canvas);
    column->setContentsMargins(16, 8, 8, 8);
    column->setSpacing(10);
    for (int i = 0; i < stageCount; ++i)
        addStage(i);
    column->addStretch(1);
    setWidget(m_canvas);
}

void PipelinePanel::addStage(int index)
{
    auto *card = new StageCard(index + 1, m_canvas);
    m_cards[size_t(index)] = card;
    m_canvas->layout()->addWidget(card);
    connect(card, &StageCard::selected, this, [this, index] { select(StageId(index)); });
    connect(card, &StageCard::openRequested, this, &PipelinePanel::openRequested);
    connect(card, &StageCard::stepRequested, this, [this, index](int by) { step(index, by); });
    if (StageId(index) != StageId::Testing)
        return;
    m_checklist = new ChecklistRows(card);
    card->addBelow(m_checklist);
    connect(m_checklist, &ChecklistRows::toggled, this, &PipelinePanel::checklistToggled);
    m_fork = new ForkRow(m_canvas);
    m_canvas->layout()->addWidget(m_fork);
}

void PipelinePanel::display(const PipelineView &pipeline)
{
    m_pipeline = pipeline;
    for (const Stage &stage : pipeline.stages)
        m_cards[size_t(stage.id)]->display(stage);
    m_checklist->display(pipeline.checklist);
    m_fork->display(pipeline.fork);
    m_canvas->update();
    if (pipeline.stages.isEmpty())
        return;
    if (m_selected < 0)
        return select(StageId(firstOpenStage(pipeline.stages)));
    announce();
}

void PipelinePanel::setNow(Moment now)
{
    for (StageCard *card : m_cards)
        card->setNow(now);
}

void PipelinePanel::select(StageId id)
{
    if (int(id) == m_selected)
        return;
    m_selected = int(id);
    for (int i = 0; i < stageCount; ++i)
        m_cards[size_t(i)]->setSelected(i == m_selected);
    announce();
}

void PipelinePanel::announce()
{
    if (m_selected >= 0)
        Q_EMIT stageSelected(m_cards[size_t(m_selected)]->stage());
}

void PipelinePanel::step(int from, int by)
{
    const int to = std::clamp(from + by, 0, stageCount - 1);
    StageCard *card = m_cards[size_t(to)];
    card->setFocus(Qt::OtherFocusReason);
    select(StageId(to));
    ensureWidgetVisible(card, 0, 12);
}

QSize PipelinePanel::sizeHint() const
{
    const int needed = m_canvas->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width();
    return {std::max(fontMetrics().averageCharWidth() * panelWidthInChars, needed), 600};
}

} // namespace Slipway

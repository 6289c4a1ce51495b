// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/commands/commandpanel.h"

#include "ui/commands/commandsection.h"
#include "ui/controls/plainlabel.h"
#include "ui/controls/roomybutton.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QResizeEvent>
#include <QScrollArea>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

namespace Slipway {

namespace {

constexpr int panelMargin = 12;
constexpr int tallestPanel = 380; ///< the rest scrolls: at 1280x800 the evidence below stays in sight
constexpr int leastPanel = 96;

} // namespace

CommandPanel::CommandPanel(QWidget *parent)
    : Card(parent)
    , m_content(new QWidget)
{
    setObjectName(QStringLiteral("commandPanel"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    auto *outside = new QVBoxLayout(this);
    outside->setContentsMargins(1, panelMargin - 2, 1, panelMargin - 2);
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(tr("Commands"));
    scroll->setWidget(m_content);
    m_content->setAutoFillBackground(false); // the card shows through
    scroll->viewport()->setAutoFillBackground(false);
    outside->addWidget(scroll);
    m_column = new QVBoxLayout(m_content);
    m_column->setContentsMargins(panelMargin - 1, 0, panelMargin - 1, 0);
    m_column->setSpacing(14);
    m_column->addWidget(buildJournal());
    m_column->addStretch(1);
    m_content->installEventFilter(this);
    updateShown();
}

QWidget *CommandPanel::buildJournal()
{
    m_journal = new QWidget(m_content);
    auto *row = new QHBoxLayout(m_journal);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    auto *mark = new StatusMark(StatusMark::Style::Pill, m_journal);
    mark->display({.shape = Shape::Cross, .tone = Tone::Bad, .word = tr("Journal")});
    row->addWidget(mark, 0, Qt::AlignTop);
    m_journalText = new PlainLabel(m_journal, 4);
    m_journalText->setObjectName(QStringLiteral("journalTrouble"));
    row->addWidget(m_journalText, 1);
    auto *acknowledge = new RoomyButton(tr("I have looked: go on"), m_journal);
    acknowledge->setObjectName(QStringLiteral("acknowledgeJournalButton"));
    acknowledge->setMinimumWidth(acknowledge->sizeHint().width() + 16);
    row->addWidget(acknowledge, 0, Qt::AlignTop);
    connect(acknowledge, &QPushButton::clicked, this, &CommandPanel::journalAcknowledged);
    m_journal->setVisible(false);
    return m_journal;
}

void CommandPanel::display(const QList<CommandRecord> &commands)
{
    if (commands == m_commands)
        return;
    m_commands = commands;
    const QList<CommandRecord> shown = shownCommands(commands);
    QList<CommandSection *> gone = m_sections;
    QList<CommandSection *> kept;
    for (const CommandRecord &record : shown) {
        const auto known = std::find_if(m_sections.cbegin(), m_sections.cend(),
                                        [&](const CommandSection *each) { return each->id() == record.order.id; });
        CommandSection *section = known == m_sections.cend() ? addSection(record.order.id) : *known;
        section->display(record, cancelOffer(record, commands), reviewOffer(record, commands));
        gone.removeAll(section);
        kept.append(section);
    }
    for (CommandSection *section : gone) {
        section->setVisible(false);
        section->deleteLater();
    }
    if (kept != m_sections) {
        for (int i = 0; i < kept.size(); ++i)
            m_column->insertWidget(i + 1, kept.at(i)); // after the journal
    }
    m_sections = kept;
    updateShown();
}

CommandSection *CommandPanel::addSection(const OrderId &id)
{
    auto *section = new CommandSection(id, m_content);
    section->setBrief(m_brief);
    if (m_now)
        section->setNow(*m_now, m_clocks);
    connect(section, &CommandSection::cancelRequested, this, &CommandPanel::cancelRequested);
    connect(section, &CommandSection::callOffRequested, this, &CommandPanel::callOffRequested);
    connect(section, &CommandSection::runChosen, this, &CommandPanel::runChosen);
    connect(section, &CommandSection::dismissed, this, &CommandPanel::dismissed);
    connect(section, &CommandSection::reviewRequested, this, &CommandPanel::reviewRequested);
    connect(section, &CommandSection::alarmsAcknowledged, this, &CommandPanel::alarmsAcknowledged);
    connect(section, &CommandSection::openRequested, this, &CommandPanel::openRequested);
    return section;
}

void CommandPanel::showJournal(const QString &trouble)
{
    m_journalText->showText(trouble);
    m_journal->setVisible(!trouble.isEmpty());
    updateShown();
}

void CommandPanel::setNow(Moment now, const ServiceClocks &clocks)
{
    m_now = now;
    m_clocks = clocks;
    for (CommandSection *section : m_sections)
        section->setNow(now, clocks);
}

void CommandPanel::setBrief(bool brief)
{
    if (brief == m_brief)
        return;
    m_brief = brief;
    for (CommandSection *section : m_sections)
        section->setBrief(brief);
    updateGeometry();
}

void CommandPanel::updateShown()
{
    setVisible(!m_sections.isEmpty() || m_journal->isVisibleTo(m_content));
    updateGeometry();
}

/// As if there were a scroll bar: else it would make lines break that fit without it, and stay because of them.
int CommandPanel::contentHeight() const
{
    const int room = width() - 2 - style()->pixelMetric(QStyle::PM_ScrollBarExtent);
    const int content = m_column->totalHeightForWidth(std::max(room, minimumSizeHint().width()));
    return content + 2 * (panelMargin - 2);
}

QSize CommandPanel::sizeHint() const
{
    return {600, std::min(contentHeight(), tallestPanel)};
}

QSize CommandPanel::minimumSizeHint() const
{
    return {320, leastPanel};
}

bool CommandPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_content && event->type() == QEvent::LayoutRequest)
        updateGeometry(); // it has more or less to tell
    return Card::eventFilter(watched, event);
}

void CommandPanel::resizeEvent(QResizeEvent *event)
{
    Card::resizeEvent(event);
    if (event->oldSize().width() != event->size().width())
        updateGeometry();
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/commands/commandsection.h"

#include "models/values/plaintext.h"
#include "ui/controls/marks.h"
#include "ui/controls/plainlabel.h"
#include "ui/controls/roomybutton.h"

#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTextCursor>
#include <QVBoxLayout>

namespace Slipway {

namespace {

constexpr int logRows = 6;

/// Only what went wrong or needs a person is coloured.
std::optional<Tone> toneOfDetail(CommandState state)
{
    const Tone tone = lookOf(state).tone;
    return tone == Tone::Bad || tone == Tone::Warn ? std::optional(tone) : std::nullopt;
}

} // namespace

CommandSection::CommandSection(const OrderId &id, QWidget *parent)
    : QWidget(parent)
{
    m_record.order.id = id;
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addWidget(buildHead());
    column->addWidget(buildAlarms()); // before what became of it
    m_detail = new PlainLabel(this, 4);
    m_detail->setObjectName(QStringLiteral("commandDetail"));
    column->addWidget(m_detail);
    m_meta = new PlainLabel(this, 2);
    m_meta->setObjectName(QStringLiteral("commandMeta"));
    m_meta->setDim(true);
    column->addWidget(m_meta);
    m_reviews = addLines(column, "commandReviews");
    m_review = buildReview();
    column->addWidget(m_review);
    m_candidatesPlace = new QVBoxLayout;
    column->addLayout(m_candidatesPlace);
    column->addWidget(buildDenial());
    column->addWidget(buildLog()); // why it failed comes before what passed
    m_steps = addLines(column, "commandSteps");
}

QWidget *CommandSection::buildHead()
{
    auto *head = new QWidget(this);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_title = new PlainLabel(head);
    m_title->setObjectName(QStringLiteral("commandTitle"));
    m_title->setWeight(PlainLabel::Weight::Bold);
    row->addWidget(m_title);
    m_state = new StatusMark(StatusMark::Style::Pill, head);
    m_state->setObjectName(QStringLiteral("commandState"));
    row->addWidget(m_state);
    row->addStretch(1);
    m_link = new LinkButton(head);
    m_link->setObjectName(QStringLiteral("commandLink"));
    row->addWidget(m_link);
    m_deny = new RoomyButton(tr("It did not happen\u2026"), head);
    m_deny->setObjectName(QStringLiteral("denyButton"));
    m_deny->setCheckable(true);
    row->addWidget(m_deny);
    m_cancel = new RoomyButton(tr("Cancel run"), head);
    m_cancel->setObjectName(QStringLiteral("cancelRunButton"));
    row->addWidget(m_cancel);
    m_callOff = new RoomyButton(tr("&Call off"), head);
    m_callOff->setObjectName(QStringLiteral("callOffButton"));
    row->addWidget(m_callOff);
    connect(m_callOff, &QPushButton::clicked, this, [this] { Q_EMIT callOffRequested(id()); });
    connect(m_link, &LinkButton::openRequested, this, &CommandSection::openRequested);
    connect(m_cancel, &QPushButton::clicked, this, [this] { Q_EMIT cancelRequested(id()); });
    return head;
}

QWidget *CommandSection::buildAlarms()
{
    auto *holder = new QWidget(this);
    auto *row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    auto *column = new QVBoxLayout;
    m_alarms = addLines(column, "commandAlarms");
    row->addLayout(column, 1);
    m_alarmsSeen = new RoomyButton(tr("&I have seen it"), holder);
    m_alarmsSeen->setObjectName(QStringLiteral("acknowledgeAlarms"));
    row->addWidget(m_alarmsSeen, 0, Qt::AlignTop);
    connect(m_alarmsSeen, &QPushButton::clicked, this, [this] { Q_EMIT alarmsAcknowledged(id()); });
    return holder;
}

QWidget *CommandSection::buildReview()
{
    auto *holder = new QWidget(this);
    auto *row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    for (const bool approve : {true, false}) {
        auto *button = new RoomyButton(approve ? tr("Approve\u2026") : tr("Reject\u2026"), holder);
        button->setObjectName(approve ? QStringLiteral("approveReview") : QStringLiteral("rejectReview"));
        row->addWidget(button);
        m_reviewButtons.append(button);
        connect(button, &QPushButton::clicked, this, [this, approve] { Q_EMIT reviewRequested(id(), approve); });
    }
    m_reviewAsked = new PlainLabel(holder);
    m_reviewAsked->setDim(true);
    m_reviewAsked->showText(tr("Your answer is on its way"));
    row->addWidget(m_reviewAsked, 1);
    row->addStretch();
    holder->setVisible(false);
    return holder;
}

QWidget *CommandSection::buildDenial()
{
    m_denial = new QWidget(this);
    auto *column = new QVBoxLayout(m_denial);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    m_denialLead = new PlainLabel(m_denial, 3);
    m_denialLead->setTone(Tone::Warn);
    column->addWidget(m_denialLead);
    auto *row = new QHBoxLayout;
    m_reason = new QLineEdit(m_denial);
    m_reason->setObjectName(QStringLiteral("denyReason"));
    m_reason->setPlaceholderText(tr("What did you see? It goes into the journal"));
    m_reason->setAccessibleName(tr("What did you see?"));
    m_reason->setMaxLength(500);
    row->addWidget(m_reason, 1);
    auto *confirm = new RoomyButton(tr("It did not happen"), m_denial);
    confirm->setObjectName(QStringLiteral("denyConfirm"));
    confirm->setEnabled(false);
    row->addWidget(confirm);
    column->addLayout(row);
    m_denial->setVisible(false);
    connect(m_reason, &QLineEdit::textChanged, confirm,
            [confirm](const QString &text) { confirm->setEnabled(!text.trimmed().isEmpty()); });
    connect(confirm, &QPushButton::clicked, this, [this] { Q_EMIT dismissed(id(), m_reason->text().trimmed()); });
    connect(m_deny, &QPushButton::toggled, this, [this](bool open) {
        m_denial->setVisible(open);
        if (open)
            m_reason->setFocus();
    });
    return m_denial;
}

QWidget *CommandSection::buildLog()
{
    m_logHolder = new QWidget(this);
    auto *column = new QVBoxLayout(m_logHolder);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    auto *title = new PlainLabel(m_logHolder);
    title->setDim(true);
    title->showText(tr("End of the failing job's log"));
    column->addWidget(title);
    m_log = new QPlainTextEdit(m_logHolder);
    m_log->setObjectName(QStringLiteral("failureLog"));
    m_log->setAccessibleName(tr("End of the failing job's log"));
    m_log->setReadOnly(true);
    m_log->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_log->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_log->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_log->setFixedHeight(m_log->fontMetrics().lineSpacing() * logRows + 16);
    column->addWidget(m_log);
    m_logHolder->setVisible(false);
    return m_logHolder;
}

LineList *CommandSection::addLines(QVBoxLayout *column, const char *name)
{
    auto *list = new LineList(this);
    list->setObjectName(QString::fromLatin1(name));
    list->setVisible(false);
    connect(list, &LineList::openRequested, this, &CommandSection::openRequested);
    column->addWidget(list);
    return list;
}

void CommandSection::showLines(LineList *list, const QList<Line> &lines)
{
    list->display(lines);
    list->setVisible(!lines.isEmpty());
}

void CommandSection::display(const CommandRecord &record, CancelOffer cancel, ReviewOffer review)
{
    m_record = record;
    m_title->showText(commandTitle(record));
    m_state->display(commandLook(record));
    m_link->display(record.url, record.run ? tr("Run") : tr("Page"));
    m_callOff->setVisible(record.state == CommandState::Checking);
    m_cancel->setVisible(cancel != CancelOffer::None);
    m_cancel->setEnabled(cancel == CancelOffer::Possible);
    m_cancel->setText(cancelText(record.order, cancel));
    m_denialLead->showText(denialText(record.order));
    m_review->setVisible(review != ReviewOffer::None);
    m_reviewAsked->setVisible(review == ReviewOffer::Requested);
    for (QPushButton *button : std::as_const(m_reviewButtons))
        button->setEnabled(review == ReviewOffer::Possible);
    m_detail->showText(record.detail);
    m_detail->setTone(toneOfDetail(record.state));
    m_detail->setVisible(!record.detail.isEmpty());
    showLines(m_alarms, alarmLines(record));
    m_alarmsSeen->setVisible(!openAlarms(record).isEmpty());
    m_alarms->parentWidget()->setVisible(!record.alarms.isEmpty());
    showLines(m_reviews, reviewLines(record));
    showCandidates();
    showDenial();
    showSteps();
    showLog();
    fillAges();
}

void CommandSection::setBrief(bool brief)
{
    m_brief = brief;
    showSteps();
    showLog();
}

void CommandSection::showSteps()
{
    showLines(m_steps, m_brief ? QList<Line>() : stepLines(m_record));
}

void CommandSection::showLog()
{
    const QString log = logText(m_record.failureLog);
    m_logHolder->setVisible(!log.isEmpty() && !m_brief);
    if (log == m_log->toPlainText())
        return;
    m_log->setPlainText(log);
    QTextCursor end(m_log->document()); // what failed stands there
    end.movePosition(QTextCursor::End);
    end.movePosition(QTextCursor::StartOfBlock);
    m_log->setTextCursor(end);
}

void CommandSection::showCandidates()
{
    if (m_record.candidates == m_shownCandidates)
        return;
    m_shownCandidates = m_record.candidates;
    m_candidateTexts.clear();
    if (m_candidates)
        m_candidates->deleteLater(); // one of its buttons may be what brought us here
    m_candidates = nullptr;
    if (m_shownCandidates.isEmpty())
        return;
    m_candidates = new QWidget(this);
    m_candidatesPlace->addWidget(m_candidates);
    auto *column = new QVBoxLayout(m_candidates);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    for (const WorkflowRun &run : m_shownCandidates) {
        auto *row = new QHBoxLayout;
        auto *text = new PlainLabel(m_candidates, 2);
        auto *link = new LinkButton(m_candidates);
        link->display(run.url);
        auto *choose = new RoomyButton(tr("This is mine"), m_candidates);
        choose->setObjectName(QStringLiteral("choose-%1").arg(run.id.value));
        choose->setAccessibleName(tr("Run #%1 is mine").arg(run.number));
        row->addWidget(text, 1);
        row->addWidget(link);
        row->addWidget(choose);
        column->addLayout(row);
        m_candidateTexts.insert(run.id.value, text);
        connect(link, &LinkButton::openRequested, this, &CommandSection::openRequested);
        connect(choose, &QPushButton::clicked, this, [this, id = run.id] { Q_EMIT runChosen(this->id(), id); });
    }
}

void CommandSection::showDenial()
{
    const bool possible = mayBeDenied(m_record);
    m_deny->setVisible(possible);
    if (possible)
        return;
    m_deny->setChecked(false);
    m_reason->clear();
}

void CommandSection::setNow(Moment now, const ServiceClocks &clocks)
{
    m_now = now;
    m_gitHubNow = clocks.by(Provider::GitHub, now);
    fillAges();
}

void CommandSection::fillAges()
{
    m_meta->showText(commandMeta(m_record, m_now));
    for (const WorkflowRun &run : m_shownCandidates) {
        if (PlainLabel *text = m_candidateTexts.value(run.id.value))
            text->showText(candidateText(run, m_gitHubNow));
    }
}

} // namespace Slipway

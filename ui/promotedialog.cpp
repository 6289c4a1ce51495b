// SPDX-License-Identifier: GPL-3.0-or-later
#include "promotedialog.h"

#include "confirmhint.h"
#include "linelist.h"
#include "marks.h"
#include "outgoinglist.h"
#include "pipeline/evaluate.h"
#include "plainlabel.h"
#include "roomybutton.h"
#include "typedlineedit.h"
#include "values/text.h"
#include "waychoice.h"

#include <QKeyEvent>
#include <QScreen>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace Slipway {

namespace {

constexpr QSize wantedSize{860, 760};
constexpr int screenMargin = 48; ///< for the window's frame and a panel

/// A sheet with a heading; what is added goes under it.
QVBoxLayout *addCard(QBoxLayout *column, const QString &heading)
{
    auto *card = new Card;
    column->addWidget(card);
    auto *inside = new QVBoxLayout(card);
    inside->setContentsMargins(14, 10, 14, 10);
    inside->setSpacing(6);
    auto *title = new PlainLabel(card);
    title->setWeight(PlainLabel::Weight::Bold);
    title->showText(heading);
    inside->addWidget(title);
    return inside;
}

QList<Line> gateLines(const QList<Gate> &gates)
{
    QList<Line> lines;
    for (const Gate &gate : gates)
        lines.append({.look = lookOf(gate.state), .title = gate.title, .detail = gate.reason});
    return lines;
}

QString gateCountText(const QList<Gate> &gates)
{
    const auto count = [&](GateState state) {
        return std::count_if(gates.cbegin(), gates.cend(), [&](const Gate &gate) { return gate.state == state; });
    };
    QStringList parts;
    if (const auto blocking = count(GateState::Block))
        parts.append(counted(blocking, "gate blocks", "gates block"));
    if (const auto unknown = count(GateState::Unknown))
        parts.append(counted(unknown, "is not known", "are not known"));
    if (const auto warning = count(GateState::Warn))
        parts.append(counted(warning, "warns", "warn"));
    return joined(parts);
}

} // namespace

PromoteDialog::PromoteDialog(const PromotionOffer &frozen, QWidget *parent)
    : QDialog(parent)
    , m_offer(frozen)
{
    setObjectName(QStringLiteral("promoteDialog"));
    setWindowTitle(tr("Promote to production"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 16, 20, 16);
    column->setSpacing(10);
    column->addWidget(buildHead());
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(tr("What goes out, gates and how"));
    scroll->setWidget(buildFacts());
    column->addWidget(scroll, 1);
    column->addWidget(buildPhrase());
    column->addWidget(buildButtons());
    connect(m_phrase, &TypedLineEdit::textChanged, this, &PromoteDialog::updateButton);
    connect(m_phrase, &TypedLineEdit::returnPressed, this, &PromoteDialog::confirm);
    connect(m_phrase, &TypedLineEdit::pasteRefused, this,
            [this] { m_hint->showText(tr("It has to be typed: pasting, dropping and undo are refused")); });
    connect(m_ways, &WayChoice::chosenChanged, this, &PromoteDialog::updateButton);
    fill();
    m_phrase->setFocus();
}

QWidget *PromoteDialog::buildHead()
{
    auto *head = new QWidget(this);
    auto *column = new QVBoxLayout(head);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    auto *title = new PlainLabel(head);
    QFont large = title->font();
    large.setPointSizeF(large.pointSizeF() * 1.35);
    large.setBold(true);
    title->setFont(large);
    title->showText(tr("Promote to production"));
    column->addWidget(title);
    m_from = new PlainLabel(head, 3);
    m_from->setObjectName(QStringLiteral("promoteSummary"));
    m_from->setDim(true);
    column->addWidget(m_from);
    m_movedBar = new Card(head);
    auto *row = new QHBoxLayout(m_movedBar);
    auto *mark = new StatusMark(StatusMark::Style::Bare, m_movedBar);
    mark->show({.shape = Shape::Triangle, .tone = Tone::Warn, .word = tr("Something moved")});
    row->addWidget(mark, 0, Qt::AlignTop);
    m_moved = new PlainLabel(m_movedBar, 4);
    m_moved->setObjectName(QStringLiteral("movedMessage"));
    row->addWidget(m_moved, 1);
    m_movedBar->setVisible(false);
    column->addWidget(m_movedBar);
    return head;
}

QWidget *PromoteDialog::buildFacts()
{
    auto *facts = new QWidget(this);
    auto *column = new QVBoxLayout(facts);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    m_outgoing = new OutgoingList(facts);
    addCard(column, tr("What goes out"))->addWidget(m_outgoing);
    QVBoxLayout *gates = addCard(column, tr("Gates"));
    m_gates = new LineList(facts, LineList::Details::Beside);
    m_gates->setObjectName(QStringLiteral("promoteGates"));
    gates->addWidget(m_gates);
    m_gateCount = new PlainLabel(facts);
    m_gateCount->setObjectName(QStringLiteral("gateCount"));
    m_gateCount->setWeight(PlainLabel::Weight::Bold);
    m_gateCount->setTone(Tone::Warn);
    gates->addWidget(m_gateCount);
    m_ways = new WayChoice(facts);
    addCard(column, tr("How"))->addWidget(m_ways);
    column->addStretch(1);
    return facts;
}

QWidget *PromoteDialog::buildPhrase()
{
    auto *holder = new QWidget(this);
    auto *column = new QVBoxLayout(holder);
    column->setContentsMargins(0, 0, 0, 0);
    QVBoxLayout *card = addCard(column, tr("Type %1 to confirm").arg(confirmPhrase));
    m_phrase = new TypedLineEdit(holder);
    m_phrase->setObjectName(QStringLiteral("phraseField"));
    m_phrase->setAccessibleName(tr("Type %1 to confirm").arg(confirmPhrase));
    PlainLabel fixed;
    fixed.setFixedPitch();
    m_phrase->setFont(fixed.font());
    card->addWidget(m_phrase);
    return holder;
}

QWidget *PromoteDialog::buildButtons()
{
    auto *bar = new QWidget(this);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    m_hint = new PlainLabel(bar, 2);
    m_hint->setObjectName(QStringLiteral("promoteHint"));
    m_hint->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_hint->setDim(true);
    row->addWidget(m_hint, 1);
    auto *cancel = new RoomyButton(tr("Cancel"), bar);
    cancel->setObjectName(QStringLiteral("cancelButton"));
    cancel->setAutoDefault(false);
    row->addWidget(cancel);
    m_deploy = new RoomyButton(bar);
    m_deploy->setObjectName(QStringLiteral("deployButton"));
    m_deploy->setAutoDefault(false);
    row->addWidget(m_deploy);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_deploy, &QPushButton::clicked, this, &PromoteDialog::confirm);
    return bar;
}

void PromoteDialog::setProjectName(const QString &name)
{
    m_project = name;
    fill();
}

void PromoteDialog::show(const PromotionOffer &present)
{
    if (m_confirmed)
        return;
    const QStringList moved = movedSince(m_offer, present);
    m_offer = present;
    fill();
    if (moved.isEmpty())
        return;
    m_phrase->clear();
    m_moved->showText(moved.join(QStringLiteral(". ")));
    m_movedBar->setVisible(true);
}

void PromoteDialog::fill()
{
    const QString from =
        m_offer.live.isEmpty() ? tr("an unproven commit (live)") : tr("%1 (live)").arg(shortSha(m_offer.live));
    const QString to = m_offer.target.isEmpty() ? tr("nothing proven on staging")
                                                : tr("%1 (tested on staging)").arg(shortSha(m_offer.target));
    QStringList parts{tr("from %1 to %2").arg(from, to), m_offer.summary};
    if (!m_project.isEmpty())
        parts.prepend(m_project);
    m_from->showText(parts.join(QStringLiteral(" \u00b7 ")));
    m_outgoing->show(m_offer);
    m_gates->show(gateLines(m_offer.gates));
    const QString count = gateCountText(m_offer.gates);
    m_gateCount->showText(count);
    m_gateCount->setVisible(!count.isEmpty());
    m_ways->show(m_offer);
    m_deploy->setText(m_offer.target.isEmpty() ? tr("Deploy to PRODUCTION")
                                               : tr("Deploy %1 to PRODUCTION").arg(shortSha(m_offer.target)));
    updateButton();
}

QString PromoteDialog::trouble() const
{
    const std::optional<PromotionWay> way = m_ways->chosen();
    const Result<Done> allowed = mayPromote(m_offer, way.value_or(PromotionWay::GitHubAtBranch));
    if (!allowed)
        return allowed.error().detail;
    if (!way)
        return tr("Choose how it is to be deployed");
    return phraseHint(m_phrase->text());
}

void PromoteDialog::updateButton()
{
    const QString why = trouble();
    m_hint->showText(why);
    m_deploy->setEnabled(why.isEmpty() && !m_confirmed);
}

void PromoteDialog::confirm()
{
    if (m_confirmed || !trouble().isEmpty())
        return;
    m_confirmed = true;
    const PromotionWay way = *m_ways->chosen();
    m_deploy->setEnabled(false);
    Q_EMIT confirmed(m_offer, way);
    accept();
}

void PromoteDialog::keyPressEvent(QKeyEvent *event)
{
    // A dialog's own Enter would press a button; here only the field's does something.
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        return event->accept();
    QDialog::keyPressEvent(event);
}

void PromoteDialog::showEvent(QShowEvent *event)
{
    const QSize room = screen()->availableSize() - QSize(screenMargin, screenMargin);
    if (!event->spontaneous())
        resize(wantedSize.boundedTo(room));
    QDialog::showEvent(event);
    m_phrase->setFocus();
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pipeline/releasefacts.h"

#include "models/values/text.h"
#include "ui/controls/cards.h"
#include "ui/controls/linelist.h"
#include "ui/controls/plainlabel.h"
#include "ui/pipeline/outgoinglist.h"

#include <QVBoxLayout>

#include <algorithm>

namespace Slipway {

QList<Line> gateLines(const QList<Gate> &gates)
{
    QList<Line> lines;
    for (const Gate &gate : gates)
        lines.append({.look = lookOf(gate.state), .title = gate.title, .detail = gate.reason});
    return lines;
}

namespace {

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

ReleaseFacts::ReleaseFacts(QWidget *parent)
    : QWidget(parent)
    , m_outgoing(new OutgoingList(this))
    , m_gates(new LineList(this, LineList::Details::Beside))
    , m_gateCount(new PlainLabel(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    addCard(column, tr("What goes out"))->addWidget(m_outgoing);
    QVBoxLayout *gates = addCard(column, tr("Gates"));
    m_gates->setObjectName(QStringLiteral("promoteGates"));
    gates->addWidget(m_gates);
    m_gateCount->setObjectName(QStringLiteral("gateCount"));
    m_gateCount->setWeight(PlainLabel::Weight::Bold);
    m_gateCount->setTone(Tone::Warn);
    gates->addWidget(m_gateCount);
}

void ReleaseFacts::display(const PromotionOffer &offer)
{
    m_outgoing->display(offer);
    m_gates->display(gateLines(offer.gates));
    const QString count = gateCountText(offer.gates);
    m_gateCount->showText(count);
    m_gateCount->setVisible(!count.isEmpty());
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pipeline/evidencepanel.h"

#include "models/values/text.h"
#include "ui/controls/cards.h"
#include "ui/controls/linelist.h"
#include "ui/controls/marks.h"
#include "ui/controls/plainlabel.h"
#include "ui/controls/theme.h"
#include "ui/pipeline/releasefacts.h"
#include "ui/pipeline/repairbuttons.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace Slipway {

namespace {

QList<Line> linesOf(const QList<IdentityLink> &identity)
{
    QList<Line> lines;
    for (const IdentityLink &link : identity)
        lines.append({.look = lookOf(link.state), .title = link.title, .detail = link.evidence});
    return lines;
}

QList<Line> linesOf(const QList<Evidence> &evidence)
{
    QList<Line> lines;
    for (const Evidence &line : evidence)
        lines.append({.look = lookOf(line.state), .title = line.text, .url = line.url});
    return lines;
}

} // namespace

QString gatesSummary(const QList<Gate> &gates)
{
    if (gates.isEmpty())
        return {};
    const auto count = [&](GateState state) {
        return std::count_if(gates.cbegin(), gates.cend(), [=](const Gate &gate) { return gate.state == state; });
    };
    QStringList parts{say("%1 of %2 pass").arg(count(GateState::Pass)).arg(gates.size())};
    if (const auto blocking = count(GateState::Block))
        parts.append(counted(blocking, "blocks", "block"));
    if (const auto unknown = count(GateState::Unknown))
        parts.append(counted(unknown, "is not known", "are not known"));
    if (const auto warning = count(GateState::Warn))
        parts.append(counted(warning, "warns", "warn"));
    return parts.join(QStringLiteral(" \u00b7 "));
}

EvidencePanel::EvidencePanel(QWidget *parent)
    : QWidget(parent)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    auto *left = new QVBoxLayout;
    auto *right = new QVBoxLayout;
    row->addLayout(left, 1);
    row->addLayout(right, 1);
    left->setSpacing(12);

    QVBoxLayout *stage = addCard(left, tr("Evidence"), &m_stageTitle);
    stage->addWidget(buildStage());
    m_evidence = new LineList(this);
    m_evidence->setObjectName(QStringLiteral("stageEvidence"));
    m_evidence->setEmptyText(tr("Nothing was seen yet"));
    stage->addWidget(m_evidence);
    connect(m_evidence, &LineList::openRequested, this, &EvidencePanel::openRequested);
    m_repairButtons = new RepairButtons(this);
    m_repairButtons->setObjectName(QStringLiteral("stageRepairs"));
    stage->addWidget(m_repairButtons);
    connect(m_repairButtons, &RepairButtons::requested, this, &EvidencePanel::repairRequested);
    connect(m_repairButtons, &RepairButtons::openRequested, this, &EvidencePanel::openRequested);

    m_identity = new LineList(this);
    m_identity->setObjectName(QStringLiteral("identityChain"));
    m_identity->setEmptyText(tr("Nothing was read yet"));
    addCard(left, tr("Is what was tested what runs?"))->addWidget(m_identity);
    left->addStretch(1);

    QVBoxLayout *gates = addCard(right, tr("Gates of a promotion"));
    m_gateCount = new PlainLabel(this);
    m_gateCount->setObjectName(QStringLiteral("gatesSummary"));
    m_gateCount->setDim(true);
    gates->addWidget(m_gateCount);
    m_gates = new LineList(this);
    m_gates->setObjectName(QStringLiteral("gates"));
    m_gates->setEmptyText(tr("Nothing was read yet"));
    gates->addWidget(m_gates);
    right->addStretch(1);
}

QWidget *EvidencePanel::buildStage()
{
    auto *holder = new QWidget(this);
    auto *row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 0, 0, 0);
    m_stageTitle->setObjectName(QStringLiteral("evidenceTitle"));
    m_stageSha = new PlainLabel(holder);
    m_stageSha->setObjectName(QStringLiteral("evidenceSha"));
    m_stageSha->setDim(true);
    m_stageSha->setFixedPitch();
    row->addWidget(m_stageSha, 1);
    m_stagePage = new LinkButton(holder);
    m_stagePage->setObjectName(QStringLiteral("stagePage"));
    row->addWidget(m_stagePage);
    connect(m_stagePage, &LinkButton::openRequested, this, &EvidencePanel::openRequested);
    return holder;
}

void EvidencePanel::display(const Stage &stage)
{
    if (stage == m_stage)
        return;
    m_stage = stage;
    m_stageTitle->showText(tr("Evidence: %1 \u00b7 %2").arg(int(stage.id) + 1).arg(stage.title));
    m_stageSha->showText(stage.sha.isEmpty() ? tr("no commit is proven") : stage.sha.value);
    m_stagePage->display(stage.url, tr("Open its page"));
    m_evidence->display(linesOf(stage.evidence));
    fillRepairs();
}

void EvidencePanel::showRepairs(const QList<Repair> &repairs)
{
    m_repairs = repairs;
    fillRepairs();
}

void EvidencePanel::fillRepairs()
{
    QList<Repair> here;
    for (const Repair &repair : std::as_const(m_repairs)) {
        if (repair.stage == m_stage.id && !m_stage.title.isEmpty())
            here.append(repair);
    }
    m_repairButtons->display(here);
}

void EvidencePanel::showGates(const QList<Gate> &gates)
{
    m_gateCount->showText(gatesSummary(gates));
    m_gates->display(gateLines(gates));
}

void EvidencePanel::showIdentity(const QList<IdentityLink> &identity)
{
    m_identity->display(linesOf(identity));
}

} // namespace Slipway

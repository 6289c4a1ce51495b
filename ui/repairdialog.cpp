// SPDX-License-Identifier: GPL-3.0-or-later
#include "repairdialog.h"

#include "actbutton.h"
#include "outlinedlineedit.h"
#include "plainlabel.h"
#include "repairwords.h"

#include <QVBoxLayout>

#include <algorithm>

namespace Slipway {

namespace {

constexpr int longestComment = 1000;

/// What is true of it when nothing is done; one Cancel is enough.
QString dismissWords(const Repair &repair)
{
    const bool cancels = repair.kind == OrderKind::CancelRun || repair.kind == OrderKind::CancelDeployment;
    if (repair.waits)
        return RepairDialog::tr("Leave it waiting");
    return cancels ? RepairDialog::tr("Leave it running") : RepairDialog::tr("Cancel");
}

} // namespace

RepairDialog::RepairDialog(const Repair &repair, QWidget *parent)
    : ConfirmDialog(repair.title, repair.typed ? Phrase::Typed : Phrase::None, parent)
    , m_repair(repair)
{
    setObjectName(QStringLiteral("repairDialog"));
    setWantedSize({620, repair.typed ? 290 : 200});
    hint()->setObjectName(QStringLiteral("repairHint"));
    button()->setObjectName(QStringLiteral("repairConfirm"));
    button()->setProminence(isDestructive(repair) ? ActButton::Prominence::Danger : ActButton::Prominence::Primary);
    setFacts(buildFacts(), tr("What it does"));
    fill();
    focusPhrase();
}

QWidget *RepairDialog::buildFacts()
{
    auto *facts = new QWidget(this);
    auto *column = new QVBoxLayout(facts);
    column->setContentsMargins(0, 0, 0, 0);
    m_explanation = new PlainLabel(facts, 8);
    m_explanation->setObjectName(QStringLiteral("repairExplanation"));
    column->addWidget(m_explanation);
    if (isReview(m_repair)) {
        m_comment = new OutlinedLineEdit(facts);
        m_comment->setObjectName(QStringLiteral("reviewComment"));
        m_comment->setPlaceholderText(tr("A comment, shown on GitHub; it may stay empty"));
        m_comment->setAccessibleName(tr("Comment"));
        m_comment->setMaxLength(longestComment);
        column->addWidget(m_comment);
    }
    column->addStretch(1);
    return facts;
}

void RepairDialog::show(const QList<Repair> &present)
{
    if (isDone())
        return;
    const auto same = std::find_if(present.cbegin(), present.cend(),
                                   [this](const Repair &each) { return isSameRepair(each, m_repair); });
    m_gone = same == present.cend();
    if (!m_gone)
        m_repair = *same;
    fill();
}

void RepairDialog::fill()
{
    button()->setText(repairAct(m_repair));
    setDismissText(dismissWords(m_repair));
    m_explanation->showText(m_repair.explanation);
    updateButton();
}

QString RepairDialog::trouble() const
{
    if (m_gone)
        return m_repair.waits ? tr("It does not wait any more: somebody decided it")
                              : tr("There is nothing left of that to do");
    if (!m_repair.available)
        return m_repair.reason.isEmpty() ? tr("It is not possible now") : m_repair.reason;
    return {};
}

void RepairDialog::act()
{
    Q_EMIT confirmed(m_repair, m_comment ? m_comment->text().trimmed() : QString());
}

} // namespace Slipway

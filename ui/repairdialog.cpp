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

QString dismissWords(const Repair &repair)
{
    const bool cancels = repair.kind == OrderKind::CancelRun || repair.kind == OrderKind::CancelDeployment;
    return cancels ? RepairDialog::tr("Leave it running") : RepairDialog::tr("Cancel"); // one Cancel is enough
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
    button()->setText(repairAct(repair));
    button()->setProminence(isDestructive(repair) ? ActButton::Prominence::Danger : ActButton::Prominence::Primary);
    setDismissText(dismissWords(repair));
    setFacts(buildFacts(), tr("What it does"));
    updateButton();
    focusPhrase();
}

QWidget *RepairDialog::buildFacts()
{
    auto *facts = new QWidget(this);
    auto *column = new QVBoxLayout(facts);
    column->setContentsMargins(0, 0, 0, 0);
    auto *explanation = new PlainLabel(facts, 8);
    explanation->setObjectName(QStringLiteral("repairExplanation"));
    explanation->showText(m_repair.explanation);
    column->addWidget(explanation);
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
    if (!m_gone) {
        m_repair.available = same->available;
        m_repair.reason = same->reason;
    }
    updateButton();
}

QString RepairDialog::trouble() const
{
    if (m_gone)
        return tr("There is nothing left of that to do");
    if (!m_repair.available)
        return m_repair.reason.isEmpty() ? tr("It is not possible now") : m_repair.reason;
    return {};
}

void RepairDialog::act()
{
    Q_EMIT confirmed(m_repair, m_comment ? m_comment->text().trimmed() : QString());
}

} // namespace Slipway

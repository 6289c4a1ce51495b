// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/confirm/repairdialog.h"

#include "models/pipeline/offer.h"
#include "ui/controls/actbutton.h"
#include "ui/controls/marks.h"
#include "ui/controls/outlinedlineedit.h"
#include "ui/controls/plainlabel.h"
#include "ui/pipeline/releasefacts.h"
#include "ui/pipeline/repairwords.h"

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

QSize wantedSize(const Repair &repair)
{
    if (repair.release)
        return {860, 760};
    return {620, repair.typed ? 290 : 200};
}

} // namespace

RepairDialog::RepairDialog(const Repair &repair, QWidget *parent)
    : ConfirmDialog(repair.title, repair.typed ? Phrase::Typed : Phrase::None, parent)
    , m_repair(repair)
{
    setObjectName(QStringLiteral("repairDialog"));
    setWantedSize(wantedSize(repair));
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
    m_elsewhere = new LinkButton(facts);
    m_elsewhere->setObjectName(QStringLiteral("repairElsewhere"));
    column->addWidget(m_elsewhere);
    connect(m_elsewhere, &LinkButton::openRequested, this, &RepairDialog::openRequested);
    if (m_repair.release) {
        m_release = new ReleaseFacts(facts);
        column->addWidget(m_release);
    }
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

void RepairDialog::display(const QList<Repair> &present)
{
    if (isDone())
        return;
    const auto same = std::find_if(present.cbegin(), present.cend(),
                                   [this](const Repair &each) { return isSameRepair(each, m_repair); });
    m_gone = same == present.cend();
    QStringList moved;
    if (!m_gone) {
        if (m_repair.release && same->release)
            moved = movedSince(*m_repair.release, *same->release);
        m_repair = *same;
    }
    fill();
    showMoved(moved);
}

void RepairDialog::fill()
{
    button()->setText(repairAct(m_repair));
    setDismissText(dismissWords(m_repair));
    m_explanation->showText(m_repair.explanation);
    m_elsewhere->display(m_repair.available || m_gone ? QUrl() : m_repair.url, elsewhereText(m_repair));
    if (m_release && m_repair.release)
        m_release->display(*m_repair.release);
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

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pipeline/views.h"

#include <QWidget>

class QVBoxLayout;

namespace Slipway {

class LineList;
class LinkButton;
class PlainLabel;
class RepairButtons;

/// "10 of 12 pass · 1 blocks · 1 is not known"; empty for no gates.
QString gatesSummary(const QList<Gate> &gates);

/// What the decisions rest on: the selected stage's evidence, the gates, and the identity chain.
class EvidencePanel : public QWidget {
    Q_OBJECT
public:
    explicit EvidencePanel(QWidget *parent = nullptr);

    void display(const Stage &stage);
    void showGates(const QList<Gate> &gates);
    void showIdentity(const QList<IdentityLink> &identity);
    /// Those of the selected stage stand beside its evidence.
    void showRepairs(const QList<Repair> &repairs);

Q_SIGNALS:
    void openRequested(const QUrl &url);
    void repairRequested(const Slipway::Repair &repair);

private:
    QWidget *buildStage();
    void fillRepairs();

    Stage m_stage;
    QList<Repair> m_repairs;
    PlainLabel *m_stageTitle = nullptr;
    PlainLabel *m_stageSha = nullptr;
    LinkButton *m_stagePage = nullptr;
    LineList *m_evidence = nullptr;
    RepairButtons *m_repairButtons = nullptr;
    LineList *m_identity = nullptr;
    PlainLabel *m_gateCount = nullptr;
    LineList *m_gates = nullptr;
};

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/goback/deploymentsview.h"
#include "models/values/moment.h"

#include <QWidget>

class QPushButton;

namespace Slipway {

class CandidatesFilter;
class DeploymentsModel;
class DeploymentsTable;
class PlainLabel;

/// What one can go back to, one of them chosen, by mouse or arrows. What is refused is listed with its reason.
class CandidateList : public QWidget {
    Q_OBJECT
public:
    explicit CandidateList(QWidget *parent = nullptr);

    void display(const DeploymentsView &view);
    void choose(const DeploymentId &id);
    const DeploymentId &chosen() const { return m_chosen; } ///< empty: none
    void moveChoice(int rows);                              ///< to the next one that can be chosen
    void setNow(Moment now);

Q_SIGNALS:
    void chosenChanged();
    void pointed(); ///< chosen with the mouse: the hand is free for typing

private:
    void updateChosen();
    void fillFoot();
    void fitHeight();

    DeploymentsModel *m_model;
    CandidatesFilter *m_filter;
    DeploymentsTable *m_table;
    PlainLabel *m_note;
    QPushButton *m_all;
    DeploymentId m_chosen;
    bool m_showsAll = false;
};

} // namespace Slipway

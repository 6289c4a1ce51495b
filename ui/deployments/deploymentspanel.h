// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/goback/deploymentsview.h"
#include "ui/deployments/deploymentstable.h"

class QAbstractButton;
class QAction;
class QButtonGroup;
class QLineEdit;
class QPushButton;

namespace Slipway {

class ActButton;
class DeploymentsFilter;
class PlainLabel;
class StatusMark;

/// Every deployment of one environment, to look through, to copy from and to go back to.
class DeploymentsPanel : public QWidget {
    Q_OBJECT
public:
    explicit DeploymentsPanel(QWidget *parent = nullptr);

    void display(const DeploymentsView &view);
    /// Ages are told as of this moment; before the first one, times are.
    void setNow(Moment now);
    Environment environment() const { return m_environment; }

Q_SIGNALS:
    void goBackRequested(Slipway::Environment environment, const Slipway::DeploymentId &target);
    void olderRequested(Slipway::Environment environment);
    void shown(Slipway::Environment environment); ///< somebody looks at that environment's deployments now

protected:
    void showEvent(QShowEvent *event) override;

private:
    QWidget *buildFilter();
    QWidget *buildFoot();
    void buildActions();
    QAction *addAct(const QString &text, const QKeySequence &keys, const char *name);
    void connectTable();
    void switchTo(Environment environment);
    void fill();
    void fillState();
    void fillChosen();
    const PastDeployment *chosen() const;
    QString whyNotBack() const; ///< empty: one can go back to what is chosen
    void goBack();
    void copy(DeploymentsModel::Role role);
    void askOlder();

    Environment m_environment = Environment::Production;
    PerEnvironment<DeploymentsView> m_views;
    PerEnvironment<bool> m_asked; ///< for older ones, and no answer yet
    DeploymentsModel *m_model;
    DeploymentsFilter *m_filter;
    DeploymentsTable *m_table;
    QButtonGroup *m_switch = nullptr;
    QLineEdit *m_search = nullptr;
    StatusMark *m_mark = nullptr;
    PlainLabel *m_state = nullptr;
    QPushButton *m_older = nullptr;
    PlainLabel *m_whyNot = nullptr;
    ActButton *m_back = nullptr;
    QAction *m_backAct = nullptr;
    QAction *m_copySha = nullptr;
    QAction *m_copyId = nullptr;
};

} // namespace Slipway

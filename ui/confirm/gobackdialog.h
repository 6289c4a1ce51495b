// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/goback/deploymentsview.h"
#include "models/observed/forecastfacts.h"
#include "models/pipeline/views.h"
#include "ui/confirm/confirmdialog.h"

class QCheckBox;
class QLineEdit;

namespace Slipway {

class Acknowledgements;
class CandidateList;
class ForecastView;
class MeansChoice;
class PlainLabel;
class StatusMark;

/// Going back to an earlier deployment: to which, what that undoes, how, and the phrase that does it. It can be read
/// and confirmed at once; what is not known says so and fills in. What moves under it clears the phrase and is said.
class GoBackDialog : public ConfirmDialog {
    Q_OBJECT
public:
    /// `unresolved` are the commands whose outcome is not known: each is to be acknowledged. `chosen` instead of what
    /// the view preselects.
    GoBackDialog(const DeploymentsView &frozen, const EnvironmentView &environment,
                 const QList<CommandRecord> &unresolved, bool variablesMayBeRead,
                 const std::optional<DeploymentId> &chosen = {}, QWidget *parent = nullptr);

    /// Fills in why one goes back, unless the person wrote something.
    void setReason(const QString &reason);
    /// Why it cannot be written down first; then going back all the same is to be acknowledged. Empty: it can.
    void showUnwritten(const QString &why);
    /// Ages are told as of this moment; before the first one none is told.
    void setNow(Moment now);
    void display(const DeploymentsView &present);
    /// Ignored when it is of another deployment than the chosen one.
    void display(const std::optional<ForecastFacts> &forecast);
    void showVerdict(const EnvironmentView &environment);
    /// The commands whose outcome is not known by now, another window's too: one that came has to be acknowledged.
    void showUnresolved(const QList<CommandRecord> &unresolved);
    /// Who is at it in another window; empty: nobody. It is in nobody's way.
    void showOtherWindow(const QString &who);

Q_SIGNALS:
    /// A target was chosen, also the first one: what going back to it undoes is wanted.
    void targetChosen(Slipway::Environment environment, const Slipway::DeploymentId &target);
    /// Once at most; the dialog closes.
    void confirmed(const Slipway::ReturnRequest &request);

protected:
    QString trouble() const override;
    void act() override;
    void keyPressEvent(QKeyEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void buildHead();
    QWidget *buildFacts();
    QWidget *buildReason();
    void connectFacts();
    void chooseFirst(const std::optional<DeploymentId> &chosen);
    void takeTarget();
    void fillTarget();
    void fillForecast();
    void fillHead();
    const PastDeployment *target() const; ///< null when nothing that is listed is chosen

    DeploymentsView m_view;
    EnvironmentView m_environment;
    bool m_variablesMayBeRead;
    bool m_shownOnce = false; ///< there was something to choose from
    DeploymentId m_target;
    std::optional<ForecastFacts> m_forecastFacts;
    std::optional<Moment> m_now;

    PlainLabel *m_serving = nullptr;
    StatusMark *m_verdict = nullptr;
    PlainLabel *m_verdictReason = nullptr;
    CandidateList *m_candidates = nullptr;
    PlainLabel *m_undoesTitle = nullptr;
    ForecastView *m_forecast = nullptr;
    MeansChoice *m_means = nullptr;
    QCheckBox *m_hold = nullptr; ///< null for staging
    QLineEdit *m_reason = nullptr;
    Acknowledgements *m_acknowledgements = nullptr;
    PlainLabel *m_otherWindow = nullptr;
};

} // namespace Slipway

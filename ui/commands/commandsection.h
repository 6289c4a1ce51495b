// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/clockskew.h"
#include "ui/commands/commandwords.h"

#include <QWidget>

class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QVBoxLayout;

namespace Slipway {

class LinkButton;
class PlainLabel;
class StatusMark;

/// One command in the command panel.
class CommandSection : public QWidget {
    Q_OBJECT
public:
    explicit CommandSection(const OrderId &id, QWidget *parent = nullptr);

    const OrderId &id() const { return m_record.order.id; }
    void display(const CommandRecord &record, CancelOffer cancel, ReviewOffer review = ReviewOffer::None);
    void setNow(Moment now, const ServiceClocks &clocks = {});
    /// Without its steps and the failing job's log: only its state, and what wants an answer.
    void setBrief(bool brief);

Q_SIGNALS:
    void cancelRequested(const Slipway::OrderId &order);
    void callOffRequested(const Slipway::OrderId &order);
    void runChosen(const Slipway::OrderId &order, Slipway::RunId run);
    void dismissed(const Slipway::OrderId &order, const QString &reason);
    void reviewRequested(const Slipway::OrderId &order, bool approve);
    void alarmsAcknowledged(const Slipway::OrderId &order);
    void openRequested(const QUrl &url);

private:
    QWidget *buildHead();
    QWidget *buildAlarms();
    QWidget *buildReview();
    QWidget *buildDenial();
    QWidget *buildLog();
    LineList *addLines(QVBoxLayout *column, const char *name);
    void showLines(LineList *list, const QList<Line> &lines);
    void showCandidates();
    void showDenial();
    void showSteps();
    void showLog();
    void fillAges();

    CommandRecord m_record;
    std::optional<Moment> m_now;
    std::optional<Moment> m_gitHubNow; ///< by its clock, which told when a run was made
    bool m_brief = false;
    StatusMark *m_state;
    PlainLabel *m_title;
    LinkButton *m_link;
    QPushButton *m_cancel;
    QPushButton *m_callOff;
    PlainLabel *m_detail;
    PlainLabel *m_meta;
    LineList *m_alarms = nullptr;
    QPushButton *m_alarmsSeen = nullptr;
    LineList *m_reviews;
    QWidget *m_review;
    PlainLabel *m_reviewAsked = nullptr;
    QList<QPushButton *> m_reviewButtons;
    QWidget *m_candidates = nullptr;
    QVBoxLayout *m_candidatesPlace;
    QList<WorkflowRun> m_shownCandidates;
    QHash<qint64, PlainLabel *> m_candidateTexts; ///< by run
    QPushButton *m_deny;
    QWidget *m_denial;
    PlainLabel *m_denialLead = nullptr;
    QLineEdit *m_reason;
    LineList *m_steps;
    QWidget *m_logHolder;
    QPlainTextEdit *m_log;
};

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rehearsal/rehearsal.h"
#include "app/window/application.h"
#include "app/window/settings.h"
#include "person.h"
#include "support/fakeclock.h"
#include "support/windowkit.h"
#include "ui/confirm/gobackdialog.h"
#include "ui/confirm/promotedialog.h"

#include <QTemporaryDir>

namespace Slipway::Test {

/// One team's world behind real sockets, the whole application on it, and a time that both share and that passes only
/// when it is told to. What the person does are real keys and clicks.
class Story {
public:
    explicit Story(const char *scenario);
    ~Story();

    /// Shows the window and waits for everything's first answer.
    void open();
    /// The application ends, at whatever it is, and another one starts on what it left.
    void restart();

    /// Second after second, or in longer steps: what is due is asked and answered.
    void pass(int seconds, int step = 1);
    /// The same while somebody hangs: nobody's answer is waited for.
    void passUnanswered(int seconds);
    /// Everything that was asked is answered.
    void settle();
    /// Until that is so; false when it is not within so many seconds.
    bool passUntil(const std::function<bool()> &happened, int seconds);

    /// A colleague's window on the same world, on another computer: it shares neither journal nor lock.
    MainWindow &openColleagues();
    const Snapshot &colleaguesSnapshot() const { return m_colleagues->console().store().snapshot(); }

    // What the person does
    void tickEverything() { Test::tickEverything(window()); }
    PromoteDialog *openPromotion() { return Test::openPromotion(window()); }
    void promote(PromotionWay way = PromotionWay::GitHubAtBranch);
    GoBackDialog *openGoBack() { return Test::openGoBack(window()); }
    /// Opens the dialog, types and presses Enter, and waits for the answer.
    void goBackAndSend();
    void promoteAndSend(PromotionWay way = PromotionWay::GitHubAtBranch); ///< ... and waits for the answer

    // What there is to see
    MainWindow &window() { return m_application->window(); }
    QString text(const char *name) { return textOf(&window(), name); }
    const Snapshot &snapshot() const { return m_application->console().store().snapshot(); }
    SourceState source(SourceId id) const { return snapshot().sources.at(int(id)).state; }
    StageState stage(StageId id) const;
    GateState gate(const char *id) const;
    QString gateReason(const char *id) const;
    const CommandRecord &command() const; ///< the last promotion, dispatch or deploy
    const CommandRecord &lastReturn() const;
    bool isSettled() const;
    QString productionSha() const { return snapshot().environments.production.serving->sha.value; }

    // What the services got
    int served(const char *provider, const char *method, const QString &part) const;
    int dispatches() const;
    int rollbacks() const;
    int cancellations() const;
    QString bodyOf(const QString &part) const; ///< of the last such command

    Rehearsal::World &world() { return m_rehearsal.world(); }
    QByteArray projectFile() const { return m_rehearsal.projectFile(); } ///< as main has it
    Rehearsal::Faults &faults() { return m_rehearsal.faults(); }
    void spoil(const QJsonObject &fault);
    void cutSockets() { m_rehearsal.endSockets(false, 0); } ///< Railway's, without a word
    Application &application() { return *m_application; }
    FakeClock &clock() { return m_clock; }
    Project &project() { return m_project; }                ///< for the next start
    void keepIn(const QString &folder) { m_data = folder; } ///< from the next start on
    QString folder() const { return m_folder.path(); }      ///< all that is kept

private:
    void passOne(int step);
    bool isAsking() const;
    QList<Application *> applications() const;
    std::unique_ptr<Application> opened(const QString &data, const QString &locks, Settings &settings);

    FakeClock m_clock;
    Rehearsal::Rehearsal m_rehearsal;
    Project m_project;
    QTemporaryDir m_folder;
    QString m_data = m_folder.path();
    Settings m_settings;
    QTemporaryDir m_colleaguesHome;
    Settings m_colleaguesSettings;
    std::unique_ptr<Application> m_application;
    std::unique_ptr<Application> m_colleagues; ///< null: only one window is open
};

} // namespace Slipway::Test

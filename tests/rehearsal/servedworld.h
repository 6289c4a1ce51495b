// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/console/console.h"
#include "app/rehearsal/rehearsal.h"
#include "app/rehearsal/rehearsalproject.h"
#include "support/fakeclock.h"
#include "support/fakenetwork.h"

namespace Slipway::Test {

/// One team's world, whose services answer within this program: without a socket, in the time that a test tells.
class ServedWorld {
public:
    ServedWorld(const char *scenario, quint32 seed);

    FakeReply answer(const FakeRequest &request);
    const Project &project() const { return m_project; }
    Rehearsal::World &world() { return m_world; }
    const Rehearsal::World &world() const { return m_world; }
    Rehearsal::Faults &faults() { return m_faults; }
    FakeClock &clock() { return m_clock; }
    Moment now() const { return m_clock.now(); }
    /// What happens by itself until then, has.
    void arriveAt(Moment moment);
    /// Runs at each moment at which something may have been asked.
    void setWatch(std::function<void()> watch) { m_watch = std::move(watch); }

private:
    struct Service {
        QString name; ///< as faults have it
        QUrl origin;
        Rehearsal::HttpPeer::Handler answer;
    };

    FakeClock m_clock;
    Rehearsal::World m_world;
    Rehearsal::Faults m_faults;
    Rehearsal::Origins m_at;
    Rehearsal::GitHubService m_github;
    Rehearsal::RailwayService m_railway;
    Rehearsal::SentryService m_sentry;
    Rehearsal::GrafanaService m_grafana;
    PerEnvironment<Rehearsal::ApplicationService> m_applications;
    QList<Service> m_services;
    Project m_project;
    std::function<void()> m_watch;
};

/// Everything behind a window, or --status, on such a world.
class ServedConsole {
public:
    enum class For { Window, Status };
    ServedConsole(ServedWorld &world, const QString &folder, For what);

    /// Everything that is due now is asked, and answered as far as it will be.
    void settle();
    /// Lets that much time pass. What comes due in it is asked every ten seconds.
    void pass(Milliseconds duration);
    /// As long as --status waits.
    void passUntilQuiet();
    /// A person wants to know now.
    void refresh();
    Console &console() { return *m_console; }
    const Snapshot &snapshot() const { return m_console->store().snapshot(); }
    /// What --status --json would say now.
    QJsonObject status() const;

private:
    bool isDue() const;
    void arriveAt(Moment moment);
    void letGoOfWhatHangs();

    ServedWorld &m_world;
    int m_open = 0; ///< asked and not answered
    int m_held = 0; ///< of these: left without an answer
    Moment m_heldSince;
    FakeNetwork *m_network = nullptr;
    std::unique_ptr<Console> m_console;
};

} // namespace Slipway::Test

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/systemclock.h"
#include "app/window/application.h"
#include "app/window/settings.h"

#include <algorithm>

namespace Slipway::Test {

/// The application in real time, on a folder that holds project.toml of a running rehearsal, and what it leaves behind.
class LiveWindow {
public:
    explicit LiveWindow(const QString &folder);

    const Snapshot &snapshot() const { return m_application->console().store().snapshot(); }
    const CommandRecord &command() const { return snapshot().commands.constFirst(); }
    /// Every gate has its final state.
    bool isComplete() const
    {
        const QList<Gate> &gates = snapshot().gates;
        return std::all_of(gates.cbegin(), gates.cend(),
                           [](const Gate &gate) { return gate.state == GateState::Pass; });
    }
    MainWindow &window() { return m_application->window(); }

private:
    SystemClock m_clock;
    Settings m_settings;
    std::unique_ptr<Application> m_application;
};

} // namespace Slipway::Test

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace Slipway {

/// Tells at once when the computer wakes up, or when its clock is set. Timers do not: they go on where they were, so
/// that what was shown before a sleep would stay until the next of them ends.
class ClockWatch : public QObject {
    Q_OBJECT
public:
    explicit ClockWatch(QObject *parent = nullptr);
    ~ClockWatch() override;

Q_SIGNALS:
    void jumped();

private:
    void arm() const;
    void take();

    int m_timer = -1; ///< file descriptor
};

} // namespace Slipway

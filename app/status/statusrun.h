// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/console/console.h"

namespace Slipway {

/// `slipway --status`: asks every source once, side by side, prints what can be proven and says with which exit code to
/// leave.
class StatusRun : public QObject {
    Q_OBJECT
public:
    enum class Format { Table, Json };

    StatusRun(const Clock &clock, const Project &project, const Folders &folders, Format format,
              QObject *parent = nullptr);

    void start(const GivenTokens &given);

Q_SIGNALS:
    void finished(const QByteArray &text, int exitCode);

private:
    void finish();

    const Clock &m_clock;
    Console m_console;
    Format m_format;
    QTimer m_look;
    QTimer m_deadline;
};

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pipeline/announcement.h"

#include <QObject>

namespace Slipway {

/// Tells the desktop (org.freedesktop.Notifications) when the verdict on an environment changes. A desktop without
/// notifications costs nothing but them.
class Notifier : public QObject {
    Q_OBJECT
public:
    explicit Notifier(QObject *parent = nullptr);

    void take(const EnvironmentView &view);

Q_SIGNALS:
    /// Something was said, whether or not a desktop showed it.
    void announced(const Slipway::Announcement &announcement);

private:
    void send(const Announcement &announcement) const;

    PerEnvironment<Announced> m_known;
};

} // namespace Slipway

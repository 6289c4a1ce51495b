// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/project/project.h"
#include "models/values/environment.h"
#include "models/values/result.h"

namespace Slipway {

/// One promotion at a time for an environment on this computer, across windows and users: a file named after the
/// service's environment, locked with the kernel's lock, which goes with the process that holds it, however it ends.
/// The file stays. What others made is used as it is, or not at all: no mode of it is changed, no link followed.
class EnvironmentLock {
public:
    /// `folder` is shared by all users of this computer, made with mode 1777. `own` is this user's, for when that one
    /// cannot be used; empty: none.
    EnvironmentLock(const QString &folder, const RailwayProject &project, Environment environment,
                    const QString &own = {});
    ~EnvironmentLock();
    EnvironmentLock(const EnvironmentLock &) = delete;
    EnvironmentLock &operator=(const EnvironmentLock &) = delete;

    /// Takes it, or says who holds it (Refused) or why nobody can (Storage). Taking it twice is fine.
    Result<Done> take();
    void release();
    bool isTaken() const { return m_file >= 0; }
    /// Why only this user's own windows are kept apart by it; empty: it is everybody's, or not taken.
    QString limit() const { return m_limit; }

private:
    QString m_folder;
    QString m_ownFolder;
    QByteArray m_name;
    int m_file = -1; ///< its descriptor
    QString m_limit;
};

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "values/environment.h"
#include "values/project.h"
#include "values/result.h"

#include <memory>

class QLockFile;

namespace Slipway {

/// One promotion at a time for an environment on this computer, across windows and users: a lock file named after the
/// service's environment, in a folder that all of them share. It goes with the process that holds it.
class EnvironmentLock {
public:
    EnvironmentLock(const QString &folder, const RailwayProject &project, Environment environment);
    ~EnvironmentLock();
    EnvironmentLock(const EnvironmentLock &) = delete;
    EnvironmentLock &operator=(const EnvironmentLock &) = delete;

    /// Takes it, or says who holds it. Taking it twice is fine.
    Result<Done> take();
    void release();
    bool isTaken() const;

private:
    QString m_path;
    std::unique_ptr<QLockFile> m_file;
};

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/checklist.h"
#include "models/values/result.h"

namespace Slipway {

/// The manual tests' ticks, by staging deployment.
class ChecklistStore {
public:
    /// Opens (creates) the file; every later call fails with the same reason when that failed.
    explicit ChecklistStore(const QString &path);
    ~ChecklistStore();
    ChecklistStore(const ChecklistStore &) = delete;
    ChecklistStore &operator=(const ChecklistStore &) = delete;

    Result<Checklist> load(const DeploymentId &deployment) const;
    Result<Done> set(const DeploymentId &deployment, ChecklistItem item, bool ticked, const QString &by,
                     const QDateTime &at);

private:
    QString m_connection;
    QString m_trouble;
};

} // namespace Slipway

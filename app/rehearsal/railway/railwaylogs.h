// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rehearsal/railway/logjson.h"
#include "app/rehearsal/railway/railwaycaller.h"
#include "app/rehearsal/railway/railwayfilter.h"
#include "app/rehearsal/world/worldlogs.h"

#include <optional>

namespace Slipway::Rehearsal {

/// What is asked of logs (app/railway/README.md, 30 to 33).
struct LogQuestion {
    enum class Kind { Environment, Deployment, Build, Http };
    Kind kind = Kind::Environment;
    Environment environment = Environment::Staging;
    QString deployment; ///< Railway's id; empty where it is asked about an environment
    RailwayFilter filter;
    LogJson json;
    qint64 anchor = 0; ///< nanoseconds
    qint64 from = 0;   ///< no row before
    qint64 to = 0;     ///< no row after
    int before = 0;    ///< rows at the anchor and before it
    int after = 0;     ///< rows after it
};

/// Whether that is a field about logs.
bool isAboutLogs(const QString &field);
/// A question that cannot be read, or that the caller may not ask, is an error in Railway's words.
Result<LogQuestion> logQuestion(const GraphQlField &field, const World &world, const RailwayCaller &caller,
                                const PerEnvironment<QString> &hosts);
/// Its rows up to now as a JSON array, oldest first.
QByteArray logAnswer(const LogQuestion &question, const World &world);

/// Follows a log: first what there was, then what is logged since.
class LogTail {
public:
    explicit LogTail(LogQuestion question);

    struct Rows {
        QByteArray json;   ///< an array; empty when there is none
        bool more = false; ///< there are others already
        bool over = false; ///< nothing will follow
        std::optional<QString> trouble;
    };
    Rows next(const World &world);

private:
    Rows nextOfBuild(const World &world);

    LogQuestion m_question;
    std::optional<qint64> m_until; ///< what was logged before has been told
    size_t m_told = 0;             ///< lines of a build
};

} // namespace Slipway::Rehearsal

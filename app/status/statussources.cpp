// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/status/statussources.h"

#include <algorithm>
#include <array>

namespace Slipway {

namespace {

constexpr std::array toldSources{SourceId::GitHub, SourceId::Railway, SourceId::Sentry, SourceId::StagingHealth,
                                 SourceId::ProductionHealth};

Source afterDeadline(Source source)
{
    if (source.state != SourceState::Pending)
        return source;
    source.state = SourceState::Error;
    if (!source.error)
        source.error = Error{.kind = ErrorKind::Timeout, .detail = QStringLiteral("no answer within 20 s")};
    return source;
}

bool countsAsRead(const Source &source)
{
    return source.state == SourceState::Ok || source.state == SourceState::Unconfigured;
}

} // namespace

QList<Source> settledSources(const Snapshot &snapshot)
{
    QList<Source> sources;
    for (const SourceId id : toldSources) {
        const auto found = std::find_if(snapshot.sources.cbegin(), snapshot.sources.cend(),
                                        [id](const Source &source) { return source.id == id; });
        sources.append(afterDeadline(found == snapshot.sources.cend() ? Source{.id = id} : *found));
    }
    return sources;
}

int statusExitCode(const Snapshot &snapshot)
{
    const QList<Source> sources = settledSources(snapshot);
    const bool all = snapshot.neverRead.isEmpty() && std::all_of(sources.cbegin(), sources.cend(), countsAsRead);
    return all ? 0 : notAllRead;
}

} // namespace Slipway

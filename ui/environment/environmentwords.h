// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pipeline/views.h"
#include "ui/controls/theme.h"

namespace Slipway {

/// A row of an environment's panel.
struct FactWords {
    std::optional<Look> look;
    QString text;
    bool operator==(const FactWords &) const = default;
};

/// The parts that say something, with dots between.
QString dotted(QStringList parts);

// Ages stand in them only where `now` is known. What is stale has the look of a stale source, whatever it says.

/// Offline, stale and flapping are told apart by word and mark, too.
FactWords verdictWords(const EnvironmentView &view);
/// How old what is shown is, in words; empty when it is fresh.
QString staleWords(const EnvironmentView &view, const std::optional<Moment> &now);
FactWords servingWords(const EnvironmentView &view);
FactWords proofWords(const EnvironmentView &view);
FactWords deployedWords(const EnvironmentView &view, const std::optional<Moment> &now);
FactWords healthWords(const EnvironmentView &view, const std::optional<Moment> &now);
FactWords rolloutWords(const EnvironmentView &view, const std::optional<Moment> &now);
FactWords issuesWords(const EnvironmentView &view);

} // namespace Slipway

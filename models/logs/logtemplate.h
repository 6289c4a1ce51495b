// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "values/environment.h"

#include <QtGlobal>

#include <string_view>
#include <unordered_set>

namespace Slipway {

/// What is the same in messages that say the same of other things: a hash of the message without numbers, hexadecimal
/// and UUID-like ids, and what stands in quotes.
quint64 logTemplate(std::string_view message);

/// What an environment's log said before the deployment that serves, so that what it never said can be marked. Nothing
/// is new as long as nothing is known of before, nor when more was said than can be kept.
class KnownTemplates {
public:
    /// A message of an earlier deployment.
    void learn(std::string_view message);
    bool isEmpty() const { return m_templates.empty(); }
    /// Whether nothing like it was said before. False while that cannot be told.
    bool isNew(std::string_view message) const;
    /// Another deployment took over: what was said under this one counts as said before from now on.
    void clear() { m_templates.clear(); }

private:
    static constexpr size_t most = 200'000; ///< distinct ones
    std::unordered_set<quint64> m_templates;
};

} // namespace Slipway

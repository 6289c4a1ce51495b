// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/logs/logline.h"

#include <string>
#include <unordered_set>
#include <vector>

namespace Slipway {

/// Which lines of an environment say what was never said before the deployment that serves, or takes over now. Nothing
/// is new as long as too little is known of before, and nothing is said of lines whose deployment is not known.
class LogNovelty {
public:
    /// Which deployment is the newest, and which came before it. What was said under the one that was newest so far
    /// counts as said before from then on.
    void setDeployments(const std::string &current, std::vector<std::string> earlier);
    /// Whether the line is new. Lines of earlier deployments are learned, in whatever order they come.
    bool take(const LogLine &line);
    /// A line of before, whatever its deployment.
    void learn(const LogLine &line);
    /// Enough of before was read to call something new.
    void trust() { m_trusted = true; }

private:
    static constexpr size_t most = 200'000; ///< distinct ones; when more was said than can be known, nothing is new

    bool m_trusted = false;
    std::string m_current;
    std::vector<std::string> m_earlier;
    std::unordered_set<quint64> m_before; ///< templates
    std::unordered_set<quint64> m_since;  ///< templates, under the current one
};

} // namespace Slipway

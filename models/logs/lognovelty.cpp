// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/lognovelty.h"

#include "models/logs/logtemplate.h"

#include <algorithm>

namespace Slipway {

void LogNovelty::setDeployments(const std::string &current, std::vector<std::string> earlier)
{
    m_earlier = std::move(earlier);
    if (m_current == current)
        return;
    for (const quint64 said : m_since) {
        if (m_before.size() < most)
            m_before.insert(said);
    }
    m_since.clear();
    m_current = current;
}

void LogNovelty::learn(const LogLine &line)
{
    if (m_before.size() < most)
        m_before.insert(logTemplate(line.message));
}

bool LogNovelty::take(const LogLine &line)
{
    if (line.source != LogSource::Deploy || line.deployment.empty())
        return false;
    if (line.deployment != m_current) {
        if (std::find(m_earlier.cbegin(), m_earlier.cend(), line.deployment) != m_earlier.cend())
            learn(line);
        return false;
    }
    const quint64 said = logTemplate(line.message);
    if (m_since.size() < most)
        m_since.insert(said);
    return m_trusted && !m_before.empty() && m_before.size() < most && !m_before.contains(said);
}

} // namespace Slipway

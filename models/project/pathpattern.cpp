// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/project/pathpattern.h"

#include <algorithm>
#include <functional>
#include <vector>

namespace Slipway {

namespace {

/// The places in a path up to which the pattern read so far matches: pattern times path steps, however hostile.
class PathPlaces {
public:
    explicit PathPlaces(QStringView path)
        : m_path(path)
        , m_reached(size_t(path.size()) + 1, false)
    {
        m_reached.front() = true;
    }
    void step(QChar c)
    {
        for (size_t at = m_reached.size() - 1; at > 0; --at)
            m_reached[at] = m_reached[at - 1] && charBefore(at) == c;
        m_reached.front() = false;
    }
    void passWithinFolder()
    {
        for (size_t at = 1; at < m_reached.size(); ++at)
            m_reached[at] = m_reached[at] || (m_reached[at - 1] && charBefore(at) != u'/');
    }
    void passAcrossFolders() { std::fill(std::find(m_reached.begin(), m_reached.end(), true), m_reached.end(), true); }
    /// What is left of "**/" is no folder, or some folders with their slash.
    void passFolders()
    {
        const std::vector<bool> none = m_reached;
        passAcrossFolders();
        step(u'/');
        std::transform(none.begin(), none.end(), m_reached.begin(), m_reached.begin(), std::logical_or<>());
    }
    bool atEnd() const { return m_reached.back(); }

private:
    QChar charBefore(size_t at) const { return m_path.at(qsizetype(at) - 1); }

    QStringView m_path;
    std::vector<bool> m_reached; ///< by the number of characters passed
};

} // namespace

bool pathMatches(const QString &pattern, const QString &path)
{
    PathPlaces places(path);
    for (qsizetype at = 0; at < pattern.size(); ++at) {
        if (pattern.at(at) != u'*') {
            places.step(pattern.at(at));
            continue;
        }
        const qsizetype from = at;
        while (at + 1 < pattern.size() && pattern.at(at + 1) == u'*')
            ++at;
        const bool wholeFolder = from == 0 || pattern.at(from - 1) == u'/';
        if (at == from) {
            places.passWithinFolder();
        } else if (wholeFolder && at + 1 < pattern.size() && pattern.at(at + 1) == u'/') {
            places.passFolders();
            ++at;
        } else {
            places.passAcrossFolders();
        }
    }
    return places.atEnd();
}

bool isMigration(const QStringList &patterns, const QString &path)
{
    return std::any_of(patterns.cbegin(), patterns.cend(),
                       [&](const QString &pattern) { return pathMatches(pattern, path); });
}

} // namespace Slipway

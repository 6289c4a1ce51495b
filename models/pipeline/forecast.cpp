// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/forecast.h"

#include <algorithm>

namespace Slipway {

namespace {

bool matchesFrom(QStringView pattern, QStringView path)
{
    while (!pattern.isEmpty()) {
        if (pattern.startsWith(u"**")) {
            const QStringView rest = pattern.mid(2);
            const QStringView after = rest.startsWith(u'/') ? rest.mid(1) : rest; // "**/" also means no folder
            for (qsizetype at = 0; at <= path.size(); ++at) {
                if (matchesFrom(rest, path.mid(at)) || (at == 0 && matchesFrom(after, path)))
                    return true;
            }
            return false;
        }
        if (pattern.startsWith(u'*')) {
            for (qsizetype at = 0; at <= path.size(); ++at) {
                if (matchesFrom(pattern.mid(1), path.mid(at)))
                    return true;
                if (at < path.size() && path.at(at) == u'/')
                    return false;
            }
            return false;
        }
        if (path.isEmpty() || pattern.front() != path.front())
            return false;
        pattern = pattern.mid(1);
        path = path.mid(1);
    }
    return path.isEmpty();
}

} // namespace

bool pathMatches(const QString &pattern, const QString &path)
{
    return matchesFrom(pattern, path);
}

bool isMigration(const QStringList &patterns, const QString &path)
{
    return std::any_of(patterns.cbegin(), patterns.cend(),
                       [&](const QString &pattern) { return pathMatches(pattern, path); });
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sentry/environmentname.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace Slipway::Sentry {

namespace {

/// Letters to change, add or drop until one is the other; case does not count.
int distanceBetween(const QString &one, const QString &other)
{
    const QString a = one.toLower();
    const QString b = other.toLower();
    std::vector<int> row(size_t(b.size()) + 1);
    std::iota(row.begin(), row.end(), 0);
    for (const QChar letter : a) {
        int diagonal = row[0]++;
        for (size_t at = 1; at < row.size(); ++at) {
            const int change = diagonal + (letter == b.at(qsizetype(at) - 1) ? 0 : 1);
            diagonal = row[at];
            row[at] = std::min({change, row[at] + 1, row[at - 1] + 1});
        }
    }
    return row.back();
}

/// Empty when none is near: "prod" and "production" are.
QString nearest(const QString &wanted, const QStringList &known)
{
    QString best;
    int bestDistance = int(wanted.size()) / 2 + 1;
    for (const QString &name : known) {
        const bool begins =
            name.startsWith(wanted, Qt::CaseInsensitive) || wanted.startsWith(name, Qt::CaseInsensitive);
        const int distance = begins ? std::min(1, distanceBetween(wanted, name)) : distanceBetween(wanted, name);
        if (distance < bestDistance) {
            best = name;
            bestDistance = distance;
        }
    }
    return best;
}

} // namespace

Result<Done> checkEnvironmentName(const QString &wanted, const QStringList &known)
{
    if (known.contains(wanted))
        return Done{};
    QString detail = QStringLiteral("Sentry has no environment \"%1\".").arg(wanted);
    const QString meant = nearest(wanted, known);
    if (!meant.isEmpty())
        detail += QStringLiteral(" Was \"%1\" meant?").arg(meant);
    else if (!known.isEmpty())
        detail += QStringLiteral(" It has: %1.").arg(known.mid(0, 8).join(QStringLiteral(", ")));
    return Error{.kind = ErrorKind::NotFound,
                 .detail = detail + QStringLiteral(" Check [sentry] in the project file; an environment appears in "
                                                   "Sentry with its first event.")};
}

} // namespace Slipway::Sentry

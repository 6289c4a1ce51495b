// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/project/projectchecks.h"

#include "app/project/projectrules.h"
#include "models/project/loopback.h"
#include "models/values/plaintext.h"

#include <algorithm>
#include <tuple>

namespace Slipway::ProjectRules {

ProjectReport::ProjectReport(const QString &fileName)
    : m_file(visibleText(fileName))
{
}

Error ProjectReport::error() const
{
    const QStringList mistakes = inOrder(m_mistakes);
    QString detail = mistakes.constFirst();
    if (mistakes.size() > 1)
        detail += QStringLiteral(" (and %1 more)").arg(mistakes.size() - 1);
    return {.kind = ErrorKind::Configuration, .detail = detail};
}

QStringList ProjectReport::inOrder(QList<Remark> remarks) const
{
    std::stable_sort(remarks.begin(), remarks.end(), [](const Remark &a, const Remark &b) {
        return std::tie(a.place.line, a.place.column) < std::tie(b.place.line, b.place.column);
    });
    QStringList lines;
    for (const Remark &remark : std::as_const(remarks)) {
        QString where = m_file;
        if (remark.place.line > 0)
            where += QLatin1Char(':') + QString::number(remark.place.line);
        if (remark.place.column > 0)
            where += QLatin1Char(':') + QString::number(remark.place.column);
        lines.append(where + QStringLiteral(": ") + remark.text);
    }
    return lines;
}

namespace {

/// Two keys of one table that must differ.
struct Pair {
    QString table;
    QString key;
    QString other;
    QString what; ///< "UUID"
};

void refuseSame(const Pair &pair, const LineOf &lineOf, ProjectReport &report)
{
    report.mistake(lineOf(pair.table, pair.key), QStringLiteral("%1.%2: expected another %3 than %1.%4 (line %5)")
                                                     .arg(pair.table, pair.key, pair.what, pair.other)
                                                     .arg(lineOf(pair.table, pair.other)));
}

QUrl probed(const Address &address)
{
    QUrl url = address.url;
    url.setPath(url.path(QUrl::FullyEncoded) + address.health);
    return url;
}

bool isSameAddress(const Address &left, const Address &right)
{
    return sameAddressKey(left.url) == sameAddressKey(right.url) ||
           sameAddressKey(probed(left)) == sameAddressKey(probed(right));
}

} // namespace

void refuseMixUps(const Project &project, const LineOf &lineOf, ProjectReport &report)
{
    const QString staging = QStringLiteral("staging_environment");
    const QString production = QStringLiteral("production_environment");
    const auto &railway = project.railway.environments;
    if (railway.staging == railway.production)
        refuseSame({QStringLiteral("railway"), production, staging, QStringLiteral("UUID")}, lineOf, report);
    if (project.sentry &&
        project.sentry->environments.staging.compare(project.sentry->environments.production, Qt::CaseInsensitive) == 0)
        refuseSame({QStringLiteral("sentry"), production, staging, QStringLiteral("environment")}, lineOf, report);
    if (project.github.stagingWorkflow == project.github.productionWorkflow)
        refuseSame({QStringLiteral("github"), QStringLiteral("production_workflow"), QStringLiteral("staging_workflow"),
                    QStringLiteral("file")},
                   lineOf, report);
    if (isSameAddress(project.addresses.staging, project.addresses.production))
        report.mistake(lineOf(QStringLiteral("production"), QStringLiteral("url")),
                       QStringLiteral("production.url: expected another address than staging.url (line %1)")
                           .arg(lineOf(QStringLiteral("staging"), QStringLiteral("url"))));
}

void refuseFarRehearsal(const Project &project, const QUrl &control, const LineOf &lineOf, ProjectReport &report)
{
    struct Place {
        QString table;
        QString key;
        QUrl url;
    };
    const QString api = QStringLiteral("api");
    const QString url = QStringLiteral("url");
    QList<Place> places{{QStringLiteral("github"), api, project.github.api},
                        {QStringLiteral("railway"), api, project.railway.api},
                        {QStringLiteral("staging"), url, project.addresses.staging.url},
                        {QStringLiteral("production"), url, project.addresses.production.url},
                        {QStringLiteral("rehearsal"), QStringLiteral("control"), control}};
    if (project.sentry)
        places.append({QStringLiteral("sentry"), api, project.sentry->api});
    if (project.grafana)
        places.append({QStringLiteral("grafana"), api, project.grafana->api});
    for (const Place &place : std::as_const(places)) {
        if (isLoopback(place.url))
            continue;
        report.mistake(
            lineOf(place.table, place.key),
            QStringLiteral("%1.%2: expected an address of this computer, as there is a [rehearsal], found %3")
                .arg(place.table, place.key, quoted(place.url.toString())));
    }
}

} // namespace Slipway::ProjectRules

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/grafana/calls.h"

#include "app/grafana/decoders.h"

#include <algorithm>

namespace Slipway::Grafana {

namespace {

constexpr qint64 mostOfAlerts = qint64(4) << 20; ///< bytes

bool carries(const LabelledAlert &alert, const QString &label)
{
    const qsizetype equals = label.indexOf(QLatin1Char('='));
    const auto found = alert.labels.constFind(label.left(equals).trimmed());
    return equals > 0 && found != alert.labels.cend() && *found == label.mid(equals + 1).trimmed();
}

} // namespace

ApiCall<QList<LabelledAlert>> alerts(const GrafanaProject &project)
{
    HttpRequest request;
    request.url = QUrl::fromEncoded(project.api.toEncoded(QUrl::StripTrailingSlash) +
                                        "/api/alertmanager/grafana/api/v2/alerts"
                                        "?active=true&silenced=false&inhibited=false",
                                    QUrl::StrictMode);
    request.headers = {{"Accept", "application/json"}};
    request.provider = Provider::Grafana;
    request.credential = CredentialId::Grafana;
    request.bodyCap = mostOfAlerts;
    request.deadline = Milliseconds(30'000);
    return {request, decodeAlerts};
}

QList<Alert> alertsWith(const QList<LabelledAlert> &all, const QStringList &labels)
{
    QList<Alert> mine;
    for (const LabelledAlert &each : all) {
        const bool isMine =
            std::all_of(labels.cbegin(), labels.cend(), [&each](const QString &label) { return carries(each, label); });
        if (isMine)
            mine.append(each.alert);
    }
    std::stable_sort(mine.begin(), mine.end(),
                     [](const Alert &left, const Alert &right) { return left.since > right.since; });
    return mine;
}

} // namespace Slipway::Grafana

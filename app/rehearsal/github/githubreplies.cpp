// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/github/githubreplies.h"

#include <QJsonObject>

namespace Slipway::Rehearsal {

PeerReply gitHubRefusal(int status, const QString &message)
{
    return jsonReply(QJsonObject{{QStringLiteral("message"), message},
                                 {QStringLiteral("documentation_url"), QStringLiteral("https://docs.github.com/rest")},
                                 {QStringLiteral("status"), QString::number(status)}},
                     status);
}

PeerReply notFound()
{
    return gitHubRefusal(404, QStringLiteral("Not Found"));
}

QString behind(const QString &path, const char *beginning)
{
    const QLatin1String start(beginning);
    return path.startsWith(start) ? path.mid(start.size()) : QString();
}

} // namespace Slipway::Rehearsal

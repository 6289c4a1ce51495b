// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/environment/alertsdialog.h"

#include "models/values/age.h"
#include "models/values/text.h"
#include "ui/environment/environmentwords.h"

namespace Slipway {

QList<Line> alertLines(const EnvironmentView &view, const std::optional<Moment> &now)
{
    QList<Line> lines;
    for (const Alert &alert : view.figures.alerts) {
        QStringList parts{alert.summary};
        if (now && alert.since.isValid())
            parts.append(say("began %1").arg(agoText(alert.since, *now)));
        parts.removeAll(QString());
        lines.append({.look = {.shape = Shape::Triangle, .tone = Tone::Warn, .word = say("fires")},
                      .title = alert.title,
                      .detail = dotted(parts),
                      .url = alert.url,
                      .word = {},
                      .loud = false});
    }
    return lines;
}

AlertsDialog::AlertsDialog(Environment environment, QWidget *parent)
    : ListDialog(environment == Environment::Staging ? tr("Alerts of staging") : tr("Alerts of production"), parent)
{
    setObjectName(QStringLiteral("alertsDialog"));
}

void AlertsDialog::display(const EnvironmentView &view, const std::optional<Moment> &now)
{
    const QString &why = view.figures.alertsText;
    setEmptyText(why.isEmpty() ? tr("No alert fires.") : why);
    showLines(alertLines(view, now));
}

} // namespace Slipway

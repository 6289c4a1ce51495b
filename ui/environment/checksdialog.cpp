// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/environment/checksdialog.h"

#include "models/values/age.h"
#include "models/values/plaintext.h"
#include "models/values/text.h"
#include "ui/charts/healthchart.h"
#include "ui/controls/roomybutton.h"
#include "ui/environment/environmentwords.h"

#include <QHBoxLayout>

namespace Slipway {

namespace {

constexpr qsizetype longestAskedName = 24;

/// "Ask models now", as a button says it: without mnemonics, and not wider than a dialog.
QString askText(const QString &name)
{
    QString words = visibleText(name);
    if (words.size() > longestAskedName)
        words = words.left(longestAskedName) + QChar(0x2026);
    return ChecksDialog::tr("Ask %1 now").arg(words.replace(QLatin1Char('&'), QLatin1String("&&")));
}

QString checkDetail(const CheckView &check, const std::optional<Moment> &now)
{
    QStringList parts;
    if (check.sample) {
        const HealthSample &sample = *check.sample;
        parts.append(sample.httpStatus ? QString::number(*sample.httpStatus) : say("no HTTP answer"));
        if (sample.latencyMs)
            parts.append(latencyText(*sample.latencyMs));
        parts += sample.reasons;
        parts += sample.facts;
        if (now)
            parts.append(agoText(sample.at, *now));
    } else {
        parts.append(check.why);
    }
    if (check.asking)
        parts.prepend(say("being asked"));
    if (check.afterPromotion)
        parts.append(say("asked once more after a promotion or a return"));
    if (!check.counts && !check.onRequest)
        parts.append(say("does not count for the verdict"));
    return dotted(parts);
}

} // namespace

QList<Line> checkLines(const EnvironmentView &view, const std::optional<Moment> &now)
{
    QList<Line> lines;
    for (const CheckView &check : view.checks) {
        const Look look = lookOf(check.verdict);
        lines.append(
            {.look = look,
             .title = check.name,
             .detail = checkDetail(check, now),
             .word = check.pending.isEmpty() ? QString() : QStringLiteral("%1 %2").arg(look.word, check.pending)});
    }
    return lines;
}

ChecksDialog::ChecksDialog(const EnvironmentView &view, QWidget *parent)
    : ListDialog(view.environment == Environment::Staging ? tr("Checks of staging") : tr("Checks of production"),
                 parent)
{
    setObjectName(QStringLiteral("checksDialog"));
    bool onRequest = false;
    for (const CheckView &check : view.checks) {
        if (!check.onRequest)
            continue;
        onRequest = true;
        auto *ask = new RoomyButton(askText(check.name), this);
        ask->setObjectName(QStringLiteral("ask-") + check.name);
        ask->setAccessibleName(tr("Ask the check %1 now").arg(visibleText(check.name)));
        ask->setAutoDefault(false);
        m_ask.insert(check.name, ask);
        buttons()->insertWidget(buttons()->count() - 2, ask);
        connect(ask, &QPushButton::clicked, this, [this, check = check.name] { Q_EMIT checkRequested(check); });
    }
    if (onRequest)
        setNotice(tr("A check on request may cost something, so it is asked only when you ask for it."));
}

void ChecksDialog::display(const EnvironmentView &view, const std::optional<Moment> &now)
{
    showLines(checkLines(view, now));
    for (const CheckView &check : view.checks) {
        if (QPushButton *ask = m_ask.value(check.name))
            ask->setEnabled(!check.asking);
    }
}

} // namespace Slipway

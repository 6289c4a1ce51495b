// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/confirm/acknowledgements.h"

#include "models/values/plaintext.h"
#include "ui/commands/commandwords.h"
#include "ui/controls/choicebuttons.h"
#include "ui/controls/plainlabel.h"
#include "ui/controls/theme.h"

#include <QVBoxLayout>

#include <algorithm>

namespace Slipway {

namespace {

QString ackDetail(const Forecast &forecast)
{
    const DestructiveStatement first = forecast.destructive.value(0);
    const QString more = forecast.destructive.size() > 1
                             ? Acknowledgements::tr(" (and %1 more above)").arg(forecast.destructive.size() - 1)
                             : QString();
    return QStringLiteral("%1:%2  %3%4").arg(first.path).arg(first.line).arg(first.text, more);
}

} // namespace

Acknowledgements::Acknowledgements(const QList<CommandRecord> &unresolved, QWidget *parent)
    : QWidget(parent)
    , m_column(new QVBoxLayout(this))
    , m_commandsPlace(new QVBoxLayout)
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(2);
    m_commandsPlace->setSpacing(2);
    m_column->addLayout(m_commandsPlace);
    for (const CommandRecord &record : unresolved)
        addCommand(record);
    m_unwritten = addBox(m_column, QStringLiteral("acknowledge-unwritten"));
    m_unwritten.missing = tr("Tick that you go back without its being written down, or free some space first");
    m_doubt = addBox(m_column, QStringLiteral("acknowledge-doubt"));
    m_doubt.missing = tr("Tick that you know what speaks against it, or choose another one");
    m_migration = addBox(m_column, QStringLiteral("acknowledge-migration"));
    showAnything();
}

void Acknowledgements::showAnything()
{
    const auto show = [](const Box &box, bool needed) {
        box.tick->setVisible(needed);
        box.detail->setVisible(needed);
    };
    show(m_unwritten, !m_whyUnwritten.isEmpty());
    show(m_doubt, !m_doubtOf.isEmpty());
    show(m_migration, !m_migrationOf.isEmpty());
    setVisible(!m_commands.isEmpty() || !m_whyUnwritten.isEmpty() || !m_doubtOf.isEmpty() || !m_migrationOf.isEmpty());
}

void Acknowledgements::showUnwritten(const QString &why)
{
    m_whyUnwritten = why;
    m_unwritten.tick->setChecked(false);
    fill(m_unwritten,
         tr("Go back although the journal cannot be written: if Slipway ends before it can be, nobody knows here that "
            "it "
            "was sent, by whom and why"),
         why);
    showAnything();
    Q_EMIT changed();
}

void Acknowledgements::showDoubt(const QString &doubt, const QString &target)
{
    const QString of = doubt.isEmpty() ? QString() : target + QLatin1Char('\n') + doubt;
    if (of == m_doubtOf)
        return;
    m_doubtOf = of;
    m_doubt.tick->setChecked(false);
    fill(m_doubt, tr("Go back to %1 all the same: Railway allows it").arg(target), doubt);
    showAnything();
    Q_EMIT changed();
}

bool Acknowledgements::mayGoUnwritten() const
{
    return !m_whyUnwritten.isEmpty() && m_unwritten.tick->isChecked();
}

void Acknowledgements::fillCommand(Box &box, const CommandRecord &record)
{
    fill(box, tr("I know that it is not known how this ended: %1").arg(commandTitle(record)),
         record.detail.isEmpty() ? lookOf(record.state).word
                                 : QStringLiteral("%1 \u00b7 %2").arg(lookOf(record.state).word, record.detail));
}

void Acknowledgements::addCommand(const CommandRecord &record)
{
    Box box = addBox(m_commandsPlace, QStringLiteral("acknowledge-") + record.order.id.value);
    fillCommand(box, record);
    box.missing = tr("Tick that you know of the unresolved command");
    m_orders.append(record.order.id);
    m_commands.append(box);
}

bool Acknowledgements::display(const QList<CommandRecord> &unresolved)
{
    bool came = false;
    for (const CommandRecord &record : unresolved) {
        const qsizetype at = m_orders.indexOf(record.order.id);
        if (at >= 0) {
            fillCommand(m_commands[at], record);
            continue;
        }
        addCommand(record);
        came = true;
    }
    for (qsizetype at = m_orders.size() - 1; at >= 0; --at) {
        const bool open = std::any_of(unresolved.cbegin(), unresolved.cend(),
                                      [&](const CommandRecord &each) { return each.order.id == m_orders.at(at); });
        if (open)
            continue;
        m_commands.at(at).tick->deleteLater(); // it is settled: there is nothing to know of it
        m_commands.at(at).detail->deleteLater();
        m_commands.removeAt(at);
        m_orders.removeAt(at);
    }
    showAnything();
    Q_EMIT changed();
    return came;
}

Acknowledgements::Box Acknowledgements::addBox(QVBoxLayout *column, const QString &name)
{
    Box box;
    box.tick = new ChoiceBox(this);
    box.tick->setObjectName(name);
    box.tick->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    column->addWidget(box.tick);
    box.detail = new PlainLabel(this, 2);
    box.detail->setDim(true);
    auto *indented = new QHBoxLayout;
    indented->setContentsMargins(choiceIndent(box.tick->fontMetrics()), 0, 0, 2);
    indented->addWidget(box.detail);
    column->addLayout(indented);
    connect(box.tick, &QCheckBox::toggled, this, &Acknowledgements::changed);
    return box;
}

void Acknowledgements::fill(Box &box, const QString &words, const QString &detail)
{
    const QString shown = visibleText(words);
    box.tick->setText(QString(shown).replace(QLatin1Char('&'), QLatin1String("&&")));
    box.tick->setAccessibleName(shown);
    box.tick->setAccessibleDescription(visibleText(detail));
    box.tick->setToolTip(plainToolTip(shown));
    box.detail->showText(detail);
}

void Acknowledgements::display(const Forecast &forecast, const QString &target)
{
    const bool needed = forecast.verdict == ForecastVerdict::FixForward;
    const QString of = needed ? target + QLatin1Char('\n') + ackDetail(forecast) : QString();
    if (of == m_migrationOf)
        return;
    m_migrationOf = of;
    m_migration.tick->setChecked(false);
    if (needed) {
        const QString path =
            forecast.destructive.isEmpty() ? forecast.migrations.value(0) : forecast.destructive.constFirst().path;
        fill(m_migration, tr("Go back all the same: %1 may break %2").arg(path, target),
             forecast.destructive.isEmpty() ? forecast.reason : ackDetail(forecast));
        m_migration.missing = tr("Tick that the migration is known, or fix forward instead");
    }
    showAnything();
    Q_EMIT changed();
}

QString Acknowledgements::trouble() const
{
    for (const Box &box : m_commands) {
        if (!box.tick->isChecked())
            return box.missing;
    }
    if (!m_whyUnwritten.isEmpty() && !m_unwritten.tick->isChecked())
        return m_unwritten.missing;
    if (!m_doubtOf.isEmpty() && !m_doubt.tick->isChecked())
        return m_doubt.missing;
    return m_migrationOf.isEmpty() || m_migration.tick->isChecked() ? QString() : m_migration.missing;
}

QList<OrderId> Acknowledgements::acknowledged() const
{
    QList<OrderId> orders;
    for (qsizetype i = 0; i < m_commands.size(); ++i) {
        if (m_commands.at(i).tick->isChecked())
            orders.append(m_orders.at(i));
    }
    return orders;
}

} // namespace Slipway

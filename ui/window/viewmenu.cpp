// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/viewmenu.h"

#include <QActionGroup>

namespace Slipway {

namespace {

void markChoice(const QActionGroup *group, int choice)
{
    const QList<QAction *> actions = group->actions();
    for (QAction *action : actions) {
        if (action->data().toInt() == choice)
            action->setChecked(true);
    }
}

} // namespace

ViewMenu::ViewMenu(QWidget *parent)
    : QMenu(tr("&View"), parent)
    , m_themes(new QActionGroup(this))
    , m_zones(new QActionGroup(this))
{
    setObjectName(QStringLiteral("viewMenu"));
    connect(m_themes, &QActionGroup::triggered, this,
            [this](const QAction *action) { Q_EMIT themeChosen(ThemeChoice(action->data().toInt())); });
    connect(m_zones, &QActionGroup::triggered, this,
            [this](const QAction *action) { Q_EMIT zoneChosen(ShownZone(action->data().toInt())); });
}

void ViewMenu::addChoice(QActionGroup *group, const char *name, const QString &title, int choice)
{
    QAction *action = addAction(title);
    action->setObjectName(QString::fromLatin1(name));
    action->setCheckable(true);
    action->setData(choice);
    group->addAction(action);
}

void ViewMenu::addChoices()
{
    addSeparator();
    addChoice(m_themes, "systemThemeAction", tr("&As the desktop"), int(ThemeChoice::System));
    addChoice(m_themes, "lightThemeAction", tr("&Light"), int(ThemeChoice::Light));
    addChoice(m_themes, "darkThemeAction", tr("&Dark"), int(ThemeChoice::Dark));
    addChoice(m_themes, "contrastThemeAction", tr("&High contrast"), int(ThemeChoice::HighContrast));
    addSeparator();
    addChoice(m_zones, "utcAction", tr("Times in &UTC"), int(ShownZone::Utc));
    addChoice(m_zones, "localTimeAction", tr("&Times in local time"), int(ShownZone::Local));
    showTheme(ThemeChoice::System);
    showZone(ShownZone::Utc);
}

void ViewMenu::showTheme(ThemeChoice choice)
{
    markChoice(m_themes, int(choice));
}

void ViewMenu::showZone(ShownZone zone)
{
    markChoice(m_zones, int(zone));
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/viewmenu.h"

#include "ui/controls/zone.h"
#include "ui/window/namedaction.h"

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
    addTabs();
    addRoom();
    addChoices();
}

void ViewMenu::addTabs()
{
    const auto add = [this](const char *name, const QString &text, const QKeySequence &keys, SideTabs::Tab tab) {
        connect(addNamed(this, name, text, keys), &QAction::triggered, this, [this, tab] { Q_EMIT tabChosen(tab); });
    };
    add("evidenceAction", tr("&Evidence"), Qt::CTRL | Qt::Key_E, SideTabs::Tab::Evidence);
    add("logsAction", tr("&Logs"), Qt::CTRL | Qt::Key_L, SideTabs::Tab::Logs);
    add("deploymentsAction", tr("De&ployments"), Qt::CTRL | Qt::Key_D, SideTabs::Tab::Deployments);
}

void ViewMenu::addRoom()
{
    m_moreRoom = addNamed(this, "moreRoomAction", tr("&More room for the tabs"), Qt::CTRL | Qt::Key_M);
    m_moreRoom->setCheckable(true);
    m_moreRoom->setIconText(tr("\u25B2 More room"));
    m_moreRoom->setToolTip(tr("Hides the health panels, and of what is under way all but its state (Ctrl+M). "
                              "The pipeline goes on telling how production is."));
    connect(m_moreRoom, &QAction::toggled, m_moreRoom, [this](bool more) {
        m_moreRoom->setIconText(more ? tr("\u25BC Show the health panels") : tr("\u25B2 More room"));
    });
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
    markChoice(m_themes, int(ThemeChoice::System));
    markChoice(m_zones, int(ShownZone::Utc));
    connect(m_themes, &QActionGroup::triggered, this, [this](const QAction *action) {
        const auto choice = ThemeChoice(action->data().toInt());
        applyTheme(choice);
        Q_EMIT themeChosen(choice);
    });
    connect(m_zones, &QActionGroup::triggered, this, [this](const QAction *action) {
        const auto zone = ShownZone(action->data().toInt());
        applyZone(zone);
        Q_EMIT zoneChosen(zone);
    });
}

void ViewMenu::addChoice(QActionGroup *group, const char *name, const QString &title, int choice)
{
    QAction *action = addNamed(this, name, title);
    action->setCheckable(true);
    action->setData(choice);
    group->addAction(action);
}

void ViewMenu::setTheme(ThemeChoice choice)
{
    applyTheme(choice);
    markChoice(m_themes, int(choice));
}

void ViewMenu::setZone(ShownZone zone)
{
    applyZone(zone);
    markChoice(m_zones, int(zone));
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/settings.h"

#include <algorithm>
#include <array>

namespace Slipway {

namespace {

struct NamedTheme {
    const char *word;
    ThemeChoice choice;
};
constexpr std::array namedThemes{NamedTheme{"system", ThemeChoice::System}, NamedTheme{"light", ThemeChoice::Light},
                                 NamedTheme{"dark", ThemeChoice::Dark},
                                 NamedTheme{"high-contrast", ThemeChoice::HighContrast}};
constexpr QLatin1String themeKey("window/theme");
constexpr QLatin1String zoneKey("window/times");
constexpr QLatin1String localWord("local");
constexpr QLatin1String utcWord("utc");
constexpr QLatin1String capacityKey("logs/capacityMiB");
constexpr int usualCapacity = 64; ///< MiB
constexpr int leastCapacity = 8;
constexpr int mostCapacity = 1'024;
constexpr QLatin1String geometryKey("window/geometry");

QString personsFile()
{
    return QSettings(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("slipway")).fileName();
}

} // namespace

Settings::Settings(const QString &file)
    : m_settings(file.isEmpty() ? personsFile() : file, QSettings::IniFormat)
{
}

ThemeChoice Settings::theme() const
{
    const QString word = m_settings.value(themeKey).toString();
    for (const NamedTheme &each : namedThemes) {
        if (word == QLatin1String(each.word))
            return each.choice;
    }
    return ThemeChoice::System;
}

void Settings::setTheme(ThemeChoice choice)
{
    for (const NamedTheme &each : namedThemes) {
        if (choice == each.choice)
            m_settings.setValue(themeKey, QLatin1String(each.word));
    }
}

ShownZone Settings::shownZone() const
{
    return m_settings.value(zoneKey).toString() == localWord ? ShownZone::Local : ShownZone::Utc;
}

void Settings::setShownZone(ShownZone zone)
{
    m_settings.setValue(zoneKey, zone == ShownZone::Local ? localWord : utcWord);
}

int Settings::logCapacity() const
{
    bool isNumber = false;
    const qint64 mebibytes = m_settings.value(capacityKey).toString().toLongLong(&isNumber);
    return isNumber ? int(std::clamp<qint64>(mebibytes, leastCapacity, mostCapacity)) : usualCapacity;
}

void Settings::setLogCapacity(int mebibytes)
{
    m_settings.setValue(capacityKey, std::clamp(mebibytes, leastCapacity, mostCapacity));
}

QByteArray Settings::windowGeometry() const
{
    return m_settings.value(geometryKey).toByteArray();
}

void Settings::setWindowGeometry(const QByteArray &geometry)
{
    m_settings.setValue(geometryKey, geometry);
}

} // namespace Slipway

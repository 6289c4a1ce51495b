// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/environment.h"

#include <QDir>
#include <QProcessEnvironment>
#include <QTemporaryDir>

#include <algorithm>
#include <array>
#include <ctime>

namespace Slipway::Test {

namespace {

const char platformVariable[] = "SLIPWAY_TEST_PLATFORM";
const char folderVariable[] = "SLIPWAY_TEST_FOLDER"; ///< of the program that started this one

bool comesFromTheMachine(const QString &name)
{
    static constexpr std::array kept{"QT_LOGGING_RULES", "QT_FATAL_WARNINGS", "XDG_RUNTIME_DIR"};
    static constexpr std::array dropped{"DISPLAY", "WAYLAND_DISPLAY", "NO_COLOR",      "TERM",
                                        "COLUMNS", "LINES",           "SSL_CERT_FILE", "SSL_CERT_DIR"};
    static constexpr std::array families{"QT_", "KDE_", "GTK",         "GNOME_DESKTOP", "XDG_",
                                         "LC_", "LANG", "FONTCONFIG_", "FREETYPE_"};
    const auto is = [&name](const char *other) { return name == QLatin1String(other); };
    const auto begins = [&name](const char *with) { return name.startsWith(QLatin1String(with)); };
    if (std::any_of(kept.begin(), kept.end(), is))
        return false;
    const bool token = name.startsWith(QLatin1String("SLIPWAY_")) &&
                       (name.endsWith(QLatin1String("_TOKEN")) || name.endsWith(QLatin1String("_ORIGIN")));
    return token || name.endsWith(QLatin1String("_proxy"), Qt::CaseInsensitive) ||
           std::any_of(dropped.begin(), dropped.end(), is) || std::any_of(families.begin(), families.end(), begins);
}

QString ownFolder()
{
    if (qEnvironmentVariableIsSet(folderVariable))
        return qEnvironmentVariable(folderVariable);
    static const QTemporaryDir folder;
    qputenv(folderVariable, folder.path().toLocal8Bit());
    return folder.path();
}

} // namespace

void useTestEnvironment()
{
    const QByteArray platform = qEnvironmentVariable(platformVariable, QStringLiteral("offscreen")).toLocal8Bit();
    const QByteArray display = qgetenv("DISPLAY");
    const QByteArray xauthority = qgetenv("XAUTHORITY");
    const QStringList names = QProcessEnvironment::systemEnvironment().keys();
    for (const QString &name : names) {
        if (comesFromTheMachine(name))
            qunsetenv(name.toLocal8Bit().constData());
    }
    qputenv("QT_QPA_PLATFORM", platform);
    if (platform != "offscreen" && !display.isEmpty()) {
        qputenv("DISPLAY", display);
        qputenv("XAUTHORITY", xauthority);
    }
    qputenv("LC_ALL", "C.UTF-8");
    qputenv("TZ", "UTC");
    tzset();
    qputenv("no_proxy", "*");
    qputenv("FONTCONFIG_FILE", SLIPWAY_SOURCE "/tests/support/fonts.conf");
    const QDir folder(ownFolder());
    for (const char *each : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"}) {
        const QString path = folder.filePath(QString::fromLatin1(each).toLower());
        if (!QDir().mkpath(path))
            qFatal("%s cannot be made", qPrintable(path));
        qputenv(each, path.toLocal8Bit());
    }
    qputenv("HOME", folder.path().toLocal8Bit());
}

} // namespace Slipway::Test

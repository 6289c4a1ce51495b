// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/privatekeyring.h"

#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStandardPaths>
#include <QTemporaryDir>

namespace Slipway::Test {

namespace {

const char privateMark[] = "SLIPWAY_TEST_PRIVATE_SESSION";

/// A bus without any service that it could start.
bool writeBareBusConfig(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) &&
           file.write("<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\" "
                      "\"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n"
                      "<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><policy context=\"default\">"
                      "<allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/>"
                      "<allow own=\"*\"/></policy></busconfig>\n") > 0;
}

QString missingTool(Session session)
{
    QStringList tools;
    if (session == Session::UnlockedKeyring)
        tools = {QStringLiteral("dbus-run-session"), QStringLiteral("gnome-keyring-daemon")};
    if (session == Session::NoSecretService)
        tools = {QStringLiteral("dbus-run-session")};
    for (const QString &tool : std::as_const(tools)) {
        if (QStandardPaths::findExecutable(tool).isEmpty())
            return tool;
    }
    return {};
}

} // namespace

bool isPrivateSession()
{
    return qEnvironmentVariableIsSet(privateMark);
}

PrivateRun runPrivately(Session session, const QString &testFile, const QString &function)
{
    const QString missing = missingTool(session);
    if (!missing.isEmpty())
        return {.skipped = missing + QStringLiteral(" is not installed, so there is no keyring to test with")};

    const QTemporaryDir home;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QString::fromLatin1(privateMark), QStringLiteral("1"));
    environment.insert(QStringLiteral("HOME"), home.path());
    QStringList command{QCoreApplication::applicationFilePath(), testFile, function};
    switch (session) {
    case Session::UnlockedKeyring:
        command.prepend(QStringLiteral(SLIPWAY_SOURCE "/packaging/with-keyring"));
        break;
    case Session::NoSecretService: {
        const QString config = home.filePath(QStringLiteral("bus.conf"));
        if (!writeBareBusConfig(config))
            return {.skipped = QStringLiteral("the temporary folder cannot be written")};
        command = QStringList{QStringLiteral("dbus-run-session"), QStringLiteral("--config-file=") + config,
                              QStringLiteral("--")} +
                  command;
        break;
    }
    case Session::NoBus:
        environment.insert(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"), QStringLiteral("unix:path=/nonexistent"));
        break;
    }
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(command.takeFirst(), command);
    if (!process.waitForFinished(60'000))
        process.kill();
    return {.exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            .output = process.readAll()};
}

} // namespace Slipway::Test

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/result.h"

#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

namespace Slipway::Bench {

/// Where the measured programs live and what they find: nothing of the person who runs this, no display, no session
/// bus and therefore no keyring.
class Surroundings {
public:
    Surroundings();

    QString program(const char *name) const;
    /// Of a project whose services are addresses on this computer at which nobody listens.
    QString projectFile() const { return m_folder.filePath(QStringLiteral("slipway.toml")); }
    QProcessEnvironment environment() const;

private:
    void writeProjectFile() const;

    QTemporaryDir m_folder;
};

/// One program that was started to be measured; it ends with this object.
class Program {
public:
    Program(const Surroundings &surroundings, const char *name, const QStringList &arguments = {});
    ~Program();

    /// On the clock of the reports, just before it was started.
    qint64 startedNs() const { return m_startedNs; }
    qint64 id() const { return m_process.processId(); }
    /// Waits for the next line it prints: a JSON object.
    Result<QJsonObject> nextReport();
    /// Waits until it has ended by itself: all it printed, one JSON object.
    Result<QJsonObject> wholeReport();

private:
    Error failure(const QString &what);

    QString m_name;
    QProcess m_process;
    qint64 m_startedNs = 0;
};

} // namespace Slipway::Bench

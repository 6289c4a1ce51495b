// SPDX-License-Identifier: GPL-3.0-or-later
#include "benchmarks/driver/program.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>

#include <chrono>

namespace Slipway::Bench {

namespace {

constexpr int startDeadlineMs = 30'000;
constexpr int endDeadlineMs = 180'000;

constexpr const char *projectText = R"(name = "benchmark"
[github]
api = "https://127.0.0.1:1"
repository = "acme/api"
branch = "main"
ci_workflow = "ci.yml"
staging_workflow = "deploy.yml"
production_workflow = "deploy-production.yml"
confirm_input = "confirm"
[railway]
api = "https://127.0.0.1:2/graphql/v2"
project = "11111111-1111-4111-8111-111111111111"
service = "22222222-2222-4222-8222-222222222222"
staging_environment = "33333333-3333-4333-8333-333333333333"
production_environment = "44444444-4444-4444-8444-444444444444"
[sentry]
api = "https://127.0.0.1:3"
organization = "acme"
project = "api"
staging_environment = "staging"
production_environment = "production"
[staging]
url = "https://127.0.0.2:1"
health = "/health"
[production]
url = "https://127.0.0.3:1"
health = "/health"
)";

Result<QJsonObject> objectIn(const QByteArray &text)
{
    const QJsonDocument document = QJsonDocument::fromJson(text);
    if (document.isObject())
        return document.object();
    return Error{.kind = ErrorKind::Malformed,
                 .detail = QStringLiteral("%1 is no JSON object").arg(QString::fromUtf8(text))};
}

} // namespace

Surroundings::Surroundings()
{
    writeProjectFile();
}

QString Surroundings::program(const char *name) const
{
    return QDir(QCoreApplication::applicationDirPath()).filePath(QLatin1String(name));
}

void Surroundings::writeProjectFile() const
{
    QFile file(projectFile());
    if (!file.open(QIODevice::WriteOnly) || file.write(projectText) < 0)
        qFatal("%s cannot be written", qPrintable(projectFile()));
}

QProcessEnvironment Surroundings::environment() const
{
    QProcessEnvironment environment;
    const QString nowhere = QStringLiteral("unix:path=") + m_folder.filePath(QStringLiteral("no-bus"));
    for (const char *name : {"HOME", "TMPDIR", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"})
        environment.insert(QLatin1String(name), m_folder.path());
    environment.insert(QStringLiteral("PATH"), qEnvironmentVariable("PATH"));
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    environment.insert(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"), nowhere);
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    environment.insert(QStringLiteral("no_proxy"), QStringLiteral("*"));
    return environment;
}

Program::Program(const Surroundings &surroundings, const char *name, const QStringList &arguments)
    : m_name(QLatin1String(name))
{
    m_process.setProcessEnvironment(surroundings.environment());
    m_process.setProgram(surroundings.program(name));
    m_process.setArguments(arguments);
    m_startedNs = std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
    m_process.start();
}

Program::~Program()
{
    m_process.kill();
    m_process.waitForFinished();
}

Result<QJsonObject> Program::nextReport()
{
    while (!m_process.canReadLine()) {
        if (!m_process.waitForReadyRead(startDeadlineMs))
            return failure(QStringLiteral("reports nothing"));
    }
    return objectIn(m_process.readLine());
}

Result<QJsonObject> Program::wholeReport()
{
    if (!m_process.waitForFinished(endDeadlineMs))
        return failure(QStringLiteral("does not end"));
    if (m_process.exitStatus() != QProcess::NormalExit || m_process.exitCode() != 0)
        return failure(QStringLiteral("failed"));
    return objectIn(m_process.readAllStandardOutput());
}

Error Program::failure(const QString &what)
{
    const QString said = QString::fromUtf8(m_process.readAllStandardError().trimmed());
    return {.kind = ErrorKind::Unreachable, .detail = QStringLiteral("%1 %2: %3").arg(m_name, what, said)};
}

} // namespace Slipway::Bench

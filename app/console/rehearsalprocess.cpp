// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/rehearsalprocess.h"

#include "models/values/plaintext.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QProcessEnvironment>
#include <QStandardPaths>

namespace Slipway {

namespace {

constexpr qsizetype largestOutput = qsizetype(1) << 20;
constexpr qsizetype longestTrouble = 1000;

QString rehearsalProgram()
{
    const QString name = QStringLiteral("slipway-rehearsal");
    const QString beside = QDir(QCoreApplication::applicationDirPath()).filePath(name);
    return QFileInfo(beside).isExecutable() ? beside : QStandardPaths::findExecutable(name);
}

/// The console's environment without the real tokens, which are none of a rehearsal's business.
QProcessEnvironment environmentWithoutTokens()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const CredentialId id : {CredentialId::GitHub, CredentialId::Railway, CredentialId::RailwayStaging,
                                  CredentialId::RailwayProduction, CredentialId::Sentry, CredentialId::Grafana})
        environment.remove(QString::fromLatin1(environmentVariable(id)));
    return environment;
}

/// Where "# ready" stands on a line of its own, -1 when it was not printed yet.
qsizetype readyLine(const QByteArray &output)
{
    static const QByteArray ready("# ready\n");
    if (output.startsWith(ready))
        return 0;
    const qsizetype at = output.indexOf('\n' + ready);
    return at < 0 ? -1 : at + 1;
}

} // namespace

RehearsalProcess::RehearsalProcess(const QString &program, QObject *parent)
    : QObject(parent)
    , m_program(program)
{
    m_timer.setSingleShot(true);
    m_process.setProcessEnvironment(environmentWithoutTokens());
    connect(&m_timer, &QTimer::timeout, this, [this] {
        fail(QStringLiteral("The rehearsal was not ready within %1 s").arg(double(m_deadline.count()) / 1000));
    });
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &RehearsalProcess::readOutput);
    connect(&m_process, &QProcess::readyReadStandardError, this, &RehearsalProcess::readTrouble);
    connect(&m_process, &QProcess::finished, this, &RehearsalProcess::finish);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            fail(QStringLiteral("The rehearsal cannot be started: %1").arg(m_process.errorString()));
    });
}

RehearsalProcess::~RehearsalProcess()
{
    m_phase = Phase::Over;
    m_process.disconnect(this);
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.closeWriteChannel();
    if (!m_process.waitForFinished(500))
        m_process.kill();
    m_process.waitForFinished(500);
}

void RehearsalProcess::start(const QString &scenario, double speed)
{
    Q_ASSERT(m_phase == Phase::Idle);
    m_phase = Phase::Starting;
    const QString program = m_program.isEmpty() ? rehearsalProgram() : m_program;
    if (program.isEmpty()) {
        QTimer::singleShot(0, this, [this] {
            fail(QStringLiteral("slipway-rehearsal is neither beside slipway nor in PATH; install it, or name a "
                                "project file with --project"));
        });
        return;
    }
    QStringList arguments{scenario};
    if (speed != 1.0)
        arguments += {QStringLiteral("--speed"), QString::number(speed)};
    m_timer.start(m_deadline);
    // From the event loop, so that a program that cannot be started fails after this call like any other.
    QTimer::singleShot(0, this, [this, program, arguments] { m_process.start(program, arguments); });
}

void RehearsalProcess::readOutput()
{
    const QByteArray bytes = m_process.readAllStandardOutput();
    if (m_phase != Phase::Starting)
        return;
    m_output += bytes;
    if (m_output.size() > largestOutput)
        return fail(QStringLiteral("The rehearsal printed more than a project file"));
    const qsizetype end = readyLine(m_output);
    if (end < 0)
        return;
    m_timer.stop();
    m_phase = Phase::Ready;
    m_output.truncate(end);
    Q_EMIT ready(m_output);
}

void RehearsalProcess::readTrouble()
{
    m_trouble = (m_trouble + m_process.readAllStandardError()).right(longestTrouble);
}

void RehearsalProcess::finish(int exitCode)
{
    readOutput();
    readTrouble();
    const QString code = m_process.exitStatus() == QProcess::NormalExit
                             ? QStringLiteral("with exit code %1").arg(exitCode)
                             : QStringLiteral("by a signal");
    if (m_phase == Phase::Starting)
        return fail(QStringLiteral("The rehearsal ended %1 before it was ready").arg(code));
    if (m_phase != Phase::Ready)
        return;
    m_phase = Phase::Over;
    Q_EMIT ended({.kind = ErrorKind::Unreachable,
                  .detail = QStringLiteral("The rehearsal ended %1; start Slipway again to rehearse").arg(code)});
}

/// What it said on its standard error is often the reason: an unknown scenario.
void RehearsalProcess::fail(const QString &what)
{
    if (m_phase != Phase::Starting)
        return;
    m_phase = Phase::Over;
    m_timer.stop();
    const QString trouble = visibleText(QString::fromUtf8(m_trouble.trimmed()));
    m_process.kill();
    Q_EMIT failed({.kind = ErrorKind::Unreachable,
                   .detail = trouble.isEmpty() ? what : QStringLiteral("%1: %2").arg(what, trouble)});
}

QMap<CredentialId, QByteArray> RehearsalProcess::tokens()
{
    return {{CredentialId::GitHub, "rehearsal-github"},
            {CredentialId::Railway, "rehearsal-railway"},
            {CredentialId::Sentry, "rehearsal-sentry"},
            {CredentialId::Grafana, "rehearsal-grafana"}};
}

QMap<QString, QByteArray> RehearsalProcess::secrets()
{
    return {{QStringLiteral("staging-access"), "rehearsal-staging-access"},
            {QStringLiteral("chat-key"), "rehearsal-chat-key"}};
}

} // namespace Slipway

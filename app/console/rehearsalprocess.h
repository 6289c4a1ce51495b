// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/tokens/tokenstore.h"
#include "models/values/moment.h"
#include "models/values/result.h"

#include <QMap>
#include <QObject>
#include <QProcess>
#include <QTimer>

namespace Slipway {

/// The program that plays GitHub, Railway, Sentry and the application on this computer. It lives as long as this
/// object: it ends when its standard input closes, so it never outlives the console, even a killed one.
class RehearsalProcess : public QObject {
    Q_OBJECT
public:
    /// `program` is for tests; empty: slipway-rehearsal beside our own executable, else in PATH.
    explicit RehearsalProcess(const QString &program = {}, QObject *parent = nullptr);
    ~RehearsalProcess() override;

    /// Exactly one ready() or failed() follows, never from inside this call. `speed` shortens the scripted waits.
    void start(const QString &scenario, double speed = 1.0);

    /// Tests shorten it.
    void setDeadline(Milliseconds deadline) { m_deadline = deadline; }

    /// The made-up tokens that the rehearsal accepts.
    static QMap<CredentialId, QByteArray> tokens();
    /// The made-up secrets of its checks, by the names that its project file gives them.
    static QMap<QString, QByteArray> secrets();

Q_SIGNALS:
    void ready(const QByteArray &toml); ///< the project file it printed
    void failed(const Slipway::Error &error);
    void ended(const Slipway::Error &error); ///< it was ready and is gone: nothing answers any more

private:
    enum class Phase { Idle, Starting, Ready, Over };

    void readOutput();
    void readTrouble();
    void finish(int exitCode);
    void fail(const QString &what);

    QProcess m_process;
    QTimer m_timer;
    QString m_program;
    Milliseconds m_deadline{10'000};
    Phase m_phase = Phase::Idle;
    QByteArray m_output;
    QByteArray m_trouble; ///< the end of its standard error
};

} // namespace Slipway

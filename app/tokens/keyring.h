// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/moment.h"
#include "models/values/result.h"

#include <QHash>
#include <QObject>

#include <functional>

namespace QKeychain {
class Job;
}

namespace Slipway {

/// The OS keychain, service "slipway", with what QtKeychain leaves out: a watchdog for each question, since a keyring
/// can hang for ever, and "locked" told apart from "no such entry" (app/tokens/README.md, 1 and 3).
class Keyring : public QObject {
    Q_OBJECT
public:
    using Secret = std::function<void(Result<QByteArray>)>;
    using Finished = std::function<void(Result<Done>)>;

    explicit Keyring(QObject *parent = nullptr);

    /// The secret, NoToken, KeyringLocked or KeyringUnavailable.
    void read(const QString &entry, const Secret &then);
    void write(const QString &entry, const QByteArray &secret, const Finished &then);
    /// Refused while locked, because a locked keyring says it deleted and keeps the entry; then deletes, and reads back
    /// to prove that it is gone.
    void remove(const QString &entry, const Finished &then);

    void setWatchdog(Milliseconds watchdog) { m_watchdog = watchdog; }

Q_SIGNALS:
    void answeredLate(); ///< every job that had been given up has ended after all

private:
    struct Answer {
        int error = 0; ///< QKeychain::Error
        QString reason;
        QByteArray secret;
        bool timedOut = false;
    };
    enum class Lock { Unlocked, Locked, NoService, NoAnswer };
    using Answered = std::function<void(const Answer &)>;
    using LockTold = std::function<void(Lock lock, const QString &reason)>;

    void run(QKeychain::Job *job, const Answered &then);
    void settle(quint64 generation, const Answer &answer);
    void askLock(const LockTold &then);
    void erase(const QString &entry, const Finished &then);
    void proveGone(const QString &entry, const Finished &then);
    Error errorOf(const Answer &answer) const;
    Error silence() const;

    Milliseconds m_watchdog{5'000};
    quint64 m_generation = 0;
    int m_givenUp = 0;                  ///< jobs that may still end
    QHash<quint64, Answered> m_waiting; ///< by generation; what is not here any more is late
};

} // namespace Slipway

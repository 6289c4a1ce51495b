// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tokens/keyring.h"

#include "models/values/plaintext.h"

#include <QDBusConnection>
#include <QDBusError>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QTimer>
#include <qt6keychain/keychain.h>

namespace Slipway {

namespace {

QString keychainService()
{
    return QStringLiteral("slipway");
}

QDBusMessage lockQuestion()
{
    QDBusMessage question = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.secrets"), QStringLiteral("/org/freedesktop/secrets/aliases/default"),
        QStringLiteral("org.freedesktop.DBus.Properties"), QStringLiteral("Get"));
    question << QStringLiteral("org.freedesktop.Secret.Collection") << QStringLiteral("Locked");
    return question;
}

/// The service is there, and has no default collection yet: nothing can be locked in it.
bool saysNoCollection(QDBusError::ErrorType type)
{
    return type == QDBusError::UnknownObject || type == QDBusError::UnknownMethod ||
           type == QDBusError::UnknownInterface || type == QDBusError::UnknownProperty;
}

Error lockedError()
{
    return {.kind = ErrorKind::KeyringLocked,
            .detail = QStringLiteral("The keyring is locked; unlock it, then try again.")};
}

Error unavailableError(const QString &reason)
{
    const QString why = reason.isEmpty() ? QStringLiteral("no reason told") : visibleText(reason.trimmed());
    return {.kind = ErrorKind::KeyringUnavailable,
            .detail = QStringLiteral("No keyring can be used (%1); a token can be given for one run in the "
                                     "environment, for example in SLIPWAY_GITHUB_TOKEN.")
                          .arg(why)};
}

} // namespace

Keyring::Keyring(QObject *parent)
    : QObject(parent)
{
}

void Keyring::read(const QString &entry, const Secret &then)
{
    auto *job = new QKeychain::ReadPasswordJob(keychainService());
    job->setKey(entry);
    run(job, [this, then](const Answer &answer) {
        if (answer.error == QKeychain::NoError)
            return then(answer.secret);
        if (answer.error != QKeychain::EntryNotFound)
            return then(errorOf(answer));
        // A locked keyring and a dismissed prompt read as "no such entry" too.
        askLock([this, then](Lock lock, const QString &) {
            switch (lock) {
            case Lock::Locked:
                return then(lockedError());
            case Lock::NoAnswer:
                return then(silence());
            case Lock::Unlocked:
            case Lock::NoService: // the answer came from another backend, and that one opens before it looks
                return then(Error{.kind = ErrorKind::NoToken, .detail = QStringLiteral("No token is stored.")});
            }
        });
    });
}

void Keyring::write(const QString &entry, const QByteArray &secret, const Finished &then)
{
    auto *job = new QKeychain::WritePasswordJob(keychainService());
    job->setKey(entry);
    job->setBinaryData(secret); // one type for ever: text and binary under one key would both stay
    run(job, [this, then](const Answer &answer) {
        if (answer.error == QKeychain::NoError)
            return then(Done{});
        Error error = errorOf(answer);
        if (answer.timedOut) // it may still be written when the keyring wakes up
            error.detail = QStringLiteral("It is not known whether the token was stored. ") + error.detail;
        then(error);
    });
}

void Keyring::remove(const QString &entry, const Finished &then)
{
    askLock([this, entry, then](Lock lock, const QString &) {
        switch (lock) {
        case Lock::Locked:
            return then(lockedError());
        case Lock::NoAnswer:
            return then(silence());
        case Lock::Unlocked:
        case Lock::NoService:
            return erase(entry, then);
        }
    });
}

void Keyring::erase(const QString &entry, const Finished &then)
{
    auto *job = new QKeychain::DeletePasswordJob(keychainService());
    job->setKey(entry);
    run(job, [this, entry, then](const Answer &answer) {
        if (answer.error != QKeychain::NoError && answer.error != QKeychain::EntryNotFound)
            return then(errorOf(answer));
        proveGone(entry, then);
    });
}

void Keyring::proveGone(const QString &entry, const Finished &then)
{
    read(entry, [then](const Result<QByteArray> &left) {
        if (left)
            return then(Error{.kind = ErrorKind::Storage,
                              .detail = QStringLiteral("The keyring still holds the token; remove it with the "
                                                       "keyring's own program.")});
        if (left.error().kind == ErrorKind::NoToken)
            return then(Done{});
        Error unproven = left.error();
        unproven.detail = QStringLiteral("It is not proven that the token is gone. ") + unproven.detail;
        then(unproven);
    });
}

/// The job is never deleted by us: its backend holds a bare pointer to it (app/tokens/README.md, 4). It deletes
/// itself when it ends; one that hangs stays, and its late answer finds nobody waiting.
void Keyring::run(QKeychain::Job *job, const Answered &then)
{
    const quint64 generation = ++m_generation;
    m_waiting.insert(generation, then);
    connect(job, &QKeychain::Job::finished, this, [this, generation](QKeychain::Job *ended) {
        const auto *reading = qobject_cast<QKeychain::ReadPasswordJob *>(ended);
        settle(generation, {.error = ended->error(),
                            .reason = ended->errorString(),
                            .secret = reading ? reading->binaryData() : QByteArray()});
    });
    QTimer::singleShot(m_watchdog, this, [this, generation] {
        if (!m_waiting.contains(generation))
            return;
        ++m_givenUp;
        settle(generation, {.error = QKeychain::OtherError, .timedOut = true});
    });
    job->start();
}

void Keyring::settle(quint64 generation, const Answer &answer)
{
    const Answered then = m_waiting.take(generation);
    if (then)
        return then(answer);
    --m_givenUp;
    if (m_givenUp == 0)
        Q_EMIT answeredLate();
}

void Keyring::askLock(const LockTold &then)
{
    const QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) { // a call would never end: it has nothing to wait for
        QTimer::singleShot(0, this, [then, reason = bus.lastError().message()] { then(Lock::NoService, reason); });
        return;
    }
    auto *watcher = new QDBusPendingCallWatcher(bus.asyncCall(lockQuestion(), int(m_watchdog.count())), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [then](QDBusPendingCallWatcher *ended) {
        ended->deleteLater();
        const QDBusPendingReply<QDBusVariant> reply(*ended);
        if (reply.isValid())
            return then(reply.value().variant().toBool() ? Lock::Locked : Lock::Unlocked, QString());
        const QDBusError error = reply.error();
        if (saysNoCollection(error.type()))
            return then(Lock::Unlocked, QString());
        const bool silent = error.type() == QDBusError::NoReply || error.type() == QDBusError::Timeout ||
                            error.type() == QDBusError::TimedOut;
        then(silent ? Lock::NoAnswer : Lock::NoService, error.message());
    });
}

Error Keyring::errorOf(const Answer &answer) const
{
    if (answer.timedOut)
        return silence();
    if (answer.error == QKeychain::AccessDenied || answer.error == QKeychain::AccessDeniedByUser)
        return lockedError();
    return unavailableError(answer.reason);
}

Error Keyring::silence() const
{
    return unavailableError(QStringLiteral("it did not answer within %1 s; perhaps it waits for its password")
                                .arg(double(m_watchdog.count()) / 1000));
}

} // namespace Slipway

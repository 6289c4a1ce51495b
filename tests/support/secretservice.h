// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusReply>
#include <QDBusVariant>

namespace Slipway::Test {

/// The Secret Service's way to hand a secret over, in a session without encryption.
struct PlainSecret {
    QDBusObjectPath session;
    QByteArray parameters;
    QByteArray value;
    QString type = QStringLiteral("text/plain");
};

inline QDBusArgument &operator<<(QDBusArgument &argument, const PlainSecret &secret)
{
    argument.beginStructure();
    argument << secret.session << secret.parameters << secret.value << secret.type;
    argument.endStructure();
    return argument;
}

inline const QDBusArgument &operator>>(const QDBusArgument &argument, PlainSecret &secret)
{
    argument.beginStructure();
    argument >> secret.session >> secret.parameters >> secret.value >> secret.type;
    argument.endStructure();
    return argument;
}

inline QDBusMessage askSecretService(const QString &interface, const QString &method, const QVariantList &arguments)
{
    QDBusMessage call = QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.secrets"),
                                                       QStringLiteral("/org/freedesktop/secrets"), interface, method);
    call.setArguments(arguments);
    return QDBusConnection::sessionBus().call(call);
}

inline QDBusReply<QDBusObjectPath> defaultCollection()
{
    return askSecretService(QStringLiteral("org.freedesktop.Secret.Service"), QStringLiteral("ReadAlias"),
                            {QStringLiteral("default")});
}

/// Locks the private session's keyring, as a person does who leaves the computer.
inline bool lockTheKeyring()
{
    const auto collection = defaultCollection();
    const QList<QDBusObjectPath> paths{collection.value()};
    return collection.isValid() && askSecretService(QStringLiteral("org.freedesktop.Secret.Service"),
                                                    QStringLiteral("Lock"), {QVariant::fromValue(paths)})
                                           .type() == QDBusMessage::ReplyMessage;
}

/// Unlocks it again with the password of packaging/with-keyring, without the prompt that nobody here could answer.
inline bool unlockTheKeyring()
{
    qDBusRegisterMetaType<PlainSecret>();
    const QDBusMessage opened =
        askSecretService(QStringLiteral("org.freedesktop.Secret.Service"), QStringLiteral("OpenSession"),
                         {QStringLiteral("plain"), QVariant::fromValue(QDBusVariant(QString()))});
    const auto collection = defaultCollection();
    if (opened.arguments().size() != 2 || !collection.isValid())
        return false;
    const PlainSecret password{.session = opened.arguments().at(1).value<QDBusObjectPath>(), .value = "test"};
    return askSecretService(QStringLiteral("org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface"),
                            QStringLiteral("UnlockWithMasterPassword"),
                            {QVariant::fromValue(collection.value()), QVariant::fromValue(password)})
               .type() == QDBusMessage::ReplyMessage;
}

} // namespace Slipway::Test

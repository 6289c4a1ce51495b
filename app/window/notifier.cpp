// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/notifier.h"

#include "models/values/plaintext.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QVariantMap>

namespace Slipway {

namespace {

constexpr int asLongAsTheDesktopLikes = -1;
constexpr uchar normalUrgency = 1;
constexpr uchar criticalUrgency = 2;
constexpr int longestText = 300;

/// The desktop may take a body for markup.
QString plainBody(const QString &text)
{
    return visibleText(text.left(longestText)).toHtmlEscaped();
}

} // namespace

Notifier::Notifier(QObject *parent)
    : QObject(parent)
{
}

void Notifier::take(const EnvironmentView &view)
{
    const Announcing announcing = announce(m_known[view.environment], view);
    m_known[view.environment] = announcing.known;
    if (!announcing.announcement)
        return;
    send(*announcing.announcement);
    Q_EMIT announced(*announcing.announcement);
}

void Notifier::send(const Announcement &announcement) const
{
    auto call = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.Notifications"), QStringLiteral("/org/freedesktop/Notifications"),
        QStringLiteral("org.freedesktop.Notifications"), QStringLiteral("Notify"));
    const QVariantMap hints{
        {QStringLiteral("urgency"), QVariant::fromValue(announcement.urgent ? criticalUrgency : normalUrgency)}};
    call.setArguments({QStringLiteral("Slipway"), 0U, QStringLiteral("slipway"), announcement.title,
                       plainBody(announcement.text), QStringList(), hints, asLongAsTheDesktopLikes});
    QDBusConnection::sessionBus().send(call); // nobody waits for an answer
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/notifier.h"
#include "support/privatekeyring.h"
#include "support/testmain.h"

#include <QDBusConnection>
#include <QSignalSpy>
#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

EnvironmentView aView(Verdict verdict, const QString &reason = QStringLiteral("/health answered 502"))
{
    return {.environment = Environment::Production, .verdict = verdict, .verdictReason = reason};
}

} // namespace

/// A desktop that takes notifications.
class FakeDesktop : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
public:
    QList<QStringList> shown; ///< title and body of each
    QVariantMap hints;
public Q_SLOTS:
    uint Notify(const QString &, uint, const QString &, const QString &title, const QString &body, // NOLINT
                const QStringList &, const QVariantMap &given, int)
    {
        shown.append({title, body});
        hints = given;
        return uint(shown.size());
    }
};

/// What the desktop is told.
class NotifierTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aChangeOfVerdictIsShownOnce()
    {
        SLIPWAY_IN_SESSION(UnlockedKeyring, "notifier_test")
        FakeDesktop desktop;
        auto bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, QStringLiteral("desktop"));
        QVERIFY(bus.registerObject(QStringLiteral("/org/freedesktop/Notifications"), &desktop,
                                   QDBusConnection::ExportAllSlots));
        QVERIFY(bus.registerService(QStringLiteral("org.freedesktop.Notifications")));
        Notifier notifier;
        notifier.take(aView(Verdict::Healthy));
        notifier.take(aView(Verdict::Down, QStringLiteral("<b>502</b>")));
        notifier.take(aView(Verdict::Down));
        QTRY_COMPARE_WITH_TIMEOUT(desktop.shown.size(), 1, 10'000);
        QCOMPARE(desktop.shown.constFirst(),
                 QStringList({QStringLiteral("Production is down"), QStringLiteral("&lt;b&gt;502&lt;/b&gt;")}));
        QCOMPARE(desktop.hints.value(QStringLiteral("urgency")).value<uchar>(), uchar(2));
    }
    void aDesktopWithoutNotificationsCostsNothing()
    {
        SLIPWAY_IN_SESSION(NoBus, "notifier_test")
        Notifier notifier;
        const QSignalSpy announced(&notifier, &Notifier::announced);
        notifier.take(aView(Verdict::Healthy));
        notifier.take(aView(Verdict::Down));
        QCOMPARE(announced.count(), 1);
    }
    void eachEnvironmentIsSaidForItself()
    {
        SLIPWAY_IN_SESSION(NoBus, "notifier_test")
        Notifier notifier;
        const QSignalSpy announced(&notifier, &Notifier::announced);
        EnvironmentView staging = aView(Verdict::Healthy);
        staging.environment = Environment::Staging;
        notifier.take(aView(Verdict::Down));
        notifier.take(staging);
        QCOMPARE(announced.count(), 0);
    }
};

SLIPWAY_TEST(NotifierTest)
#include "notifier_test.moc"

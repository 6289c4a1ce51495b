// SPDX-License-Identifier: GPL-3.0-or-later
#include "promotedialog.h"
#include "support/builders.h"
#include "support/testmain.h"
#include "theme.h"

#include <QDir>
#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

PromotionOffer aLongOffer()
{
    PromotionOffer offer = evaluate(healthyWorld(noon), aPolicy(), noon).offer;
    offer.workflowName = QString(90, QLatin1Char('W'));
    for (int i = 0; i < 70; ++i)
        offer.commits.append({.sha = {QStringLiteral("%1").arg(i, 7, 16, QLatin1Char('0'))},
                              .title = QStringLiteral("Retry \u202Eeverything & <b>more</b> ").repeated(1 + i % 7),
                              .author = QStringLiteral("somebody-with-a-long-name")});
    offer.gates[0].state = GateState::Block;
    offer.gates[0].reason =
        QStringLiteral("CI failed on 3f9c2ab: ") + QStringLiteral("Tests shard 3 of 4, ").repeated(9);
    offer.gates[1].state = GateState::Unknown;
    offer.gates[2].state = GateState::Warn;
    offer.ways[0].available = false;
    offer.ways[0].reason = QStringLiteral("main is now at c0ffee1, not at the tested 3f9c2ab");
    return offer;
}

} // namespace

/// Takes pictures for people to look at, into the folder that SLIPWAY_PICTURES names. It judges nothing.
class PicturesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (!qEnvironmentVariableIsSet("SLIPWAY_PICTURES"))
            QSKIP("SLIPWAY_PICTURES names no folder");
        QDir().mkpath(folder());
    }

    void dialogs_data() { themes(); }
    void dialogs()
    {
        QFETCH(ThemeChoice, choice);
        applyTheme(choice);
        PromoteDialog plain(evaluate(healthyWorld(noon), aPolicy(), noon).offer);
        plain.setProjectName(QStringLiteral("gatewayz-api"));
        take(plain, "promote");
        PromoteDialog full(aLongOffer());
        take(full, "promote-long");
    }

private:
    static QString folder() { return qEnvironmentVariable("SLIPWAY_PICTURES"); }

    static void themes()
    {
        QTest::addColumn<ThemeChoice>("choice");
        QTest::newRow("light") << ThemeChoice::Light;
        QTest::newRow("dark") << ThemeChoice::Dark;
        QTest::newRow("contrast") << ThemeChoice::HighContrast;
    }

    static void take(QWidget &widget, const char *name)
    {
        widget.show();
        QVERIFY(QTest::qWaitForWindowExposed(&widget));
        QCoreApplication::processEvents();
        const QString file =
            QStringLiteral("%1/%2-%3.png")
                .arg(folder(), QString::fromLatin1(name), QString::fromLatin1(QTest::currentDataTag()));
        QVERIFY(widget.grab().save(file));
    }
};

SLIPWAY_TEST(PicturesTest)
#include "pictures_test.moc"

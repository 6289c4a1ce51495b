// SPDX-License-Identifier: GPL-3.0-or-later
#include "livewindow.h"
#include "person.h"
#include "support/testmain.h"

#include <QTest>

#include <cstdio>

using namespace Slipway;
using namespace Slipway::Test;

/// Another process, for the tests that kill it: promotes in the world that SLIPWAY_PROMOTE_IN names, or goes back with
/// SLIPWAY_GO_BACK, and waits.
class Promoter : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void promote()
    {
        const QString folder = qEnvironmentVariable("SLIPWAY_PROMOTE_IN");
        if (folder.isEmpty())
            QSKIP("for other tests");
        LiveWindow live(folder);
        if (qEnvironmentVariableIsSet("SLIPWAY_GO_BACK"))
            return goBack(live);
        QTRY_VERIFY_WITH_TIMEOUT(live.snapshot().pipeline.checklist.enabled, 20'000);
        tickEverything(live.window());
        // What is still being read would move gates, and so clear the phrase.
        QTRY_VERIFY_WITH_TIMEOUT(live.isComplete() && live.snapshot().promotable, 20'000);
        Test::promote(live.window());
        tell(live);
    }

private:
    static void goBack(LiveWindow &live)
    {
        const auto known = [&] { return !live.snapshot().deployments.production.preselected.isEmpty(); };
        QTRY_VERIFY_WITH_TIMEOUT(known(), 20'000);
        Test::goBack(live.window());
        tell(live);
    }
    static void tell(LiveWindow &live)
    {
        QTRY_VERIFY(!live.snapshot().commands.isEmpty());
        for (std::optional<CommandState> told;;) { // until it is killed
            QTRY_VERIFY_WITH_TIMEOUT(live.command().state != told, 60'000);
            told = live.command().state;
            std::puts(qPrintable(QStringLiteral("state: %1").arg(commandStateId(*told))));
            std::fflush(stdout);
        }
    }
};

SLIPWAY_TEST(Promoter)
#include "promoter.moc"

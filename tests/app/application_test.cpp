// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/application.h"

#include "app/window/settings.h"
#include "support/builders.h"
#include "support/fakeclock.h"
#include "support/localzone.h"
#include "support/testmain.h"
#include "support/windowkit.h"

#include <QAction>
#include <QTemporaryDir>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

/// Constructed and not opened: nothing is asked of anybody.
struct QuietApplication {
    explicit QuietApplication(const QTemporaryDir &folder)
        : settings(folder.filePath(QStringLiteral("slipway.conf")))
        , application(clock, acmeProject(), {.data = folder.path(), .locks = folder.path()}, settings)
    {
        application.console().store().apply(noon, [](Observations &all) {
            all.hold = Hold{.sha = liveSha, .reason = QStringLiteral("pool exhaustion"), .since = noon.utc()};
        });
    }
    QAction *action(const char *name) { return named<QAction>(&application.window(), name); }
    QString sentences() { return visibleTexts(&application.window()); }

    FakeClock clock;
    Settings settings;
    Application application;
};

} // namespace

/// What is chosen in the window is remembered, and holds for all that it says.
class ApplicationTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingBuildsThePanelsBeforeTheFirstPaint()
    {
        const QTemporaryDir folder;
        QuietApplication quiet(folder); // it knows something already
        quiet.action("moreRoomAction")->trigger();
        quiet.action("logsAction")->trigger();
        QVERIFY(quiet.sentences().contains(QStringLiteral("Production is held")));
        QVERIFY(!quiet.application.window().panels());
        QVERIFY(!quiet.application.window().findChild<QWidget *>(QStringLiteral("pipelinePanel")));
    }

    void theZoneOfTimesHoldsForEverySentenceAndForTheNextStart()
    {
        const LocalZone berlin(centralEurope);
        setShownZone(ShownZone::Utc);
        const QTemporaryDir folder;
        {
            QuietApplication first(folder);
            QVERIFY(first.action("utcAction")->isChecked());
            QVERIFY(first.sentences().contains(QStringLiteral("since 2026-11-18 11:06 UTC")));
            first.action("localTimeAction")->trigger();
            QVERIFY(first.sentences().contains(QStringLiteral("since 2026-11-18 12:06 CET")));
            QVERIFY(!first.sentences().contains(QStringLiteral("11:06")));
        }
        setShownZone(ShownZone::Utc); // another process
        QuietApplication second(folder);
        QVERIFY(second.action("localTimeAction")->isChecked());
        QVERIFY(second.sentences().contains(QStringLiteral("since 2026-11-18 12:06 CET")));
    }
};

SLIPWAY_TEST(ApplicationTest)
#include "application_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/environment/alertsdialog.h"

#include "support/healthstates.h"
#include "support/testmain.h"
#include "support/windowkit.h"
#include "ui/environment/environmentpanel.h"

#include <QSignalSpy>
#include <QToolButton>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

Alert anAlert(const char *title)
{
    return {.title = QString::fromLatin1(title),
            .summary = QStringLiteral("burns 14 times too fast"),
            .since = at(noon, 300),
            .url = QUrl(QStringLiteral("https://grafana.example.com/alerting/") + QString::fromLatin1(title))};
}

EnvironmentView withAlerts(const QList<Alert> &alerts)
{
    EnvironmentView view = aKnownEnvironment();
    view.figures.alerts = alerts;
    return view;
}

struct ShownPanelOfAlerts {
    EnvironmentPanel panel{QStringLiteral("STAGING")};

    explicit ShownPanelOfAlerts(const EnvironmentView &view)
    {
        panel.display(view);
        panel.setNow(noon);
        panel.resize(600, 480);
        panel.show();
        if (!QTest::qWaitForWindowExposed(&panel))
            qFatal("the panel is not shown");
    }
    QToolButton *all() { return named<QToolButton>(&panel, "allAlerts"); }
};

} // namespace

class AlertsDialogTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void eachAlertIsToldWithItsAgeAndItsPage()
    {
        const QList<Line> lines = alertLines(withAlerts({anAlert("budget"), anAlert("queue")}), noon);
        QCOMPARE(lines.size(), 2);
        QCOMPARE(lines.at(1).title, QStringLiteral("queue"));
        QCOMPARE(lines.at(1).detail, QStringLiteral("burns 14 times too fast \u00b7 began 5 min ago"));
        QCOMPARE(lines.at(1).url, QUrl(QStringLiteral("https://grafana.example.com/alerting/queue")));
        QCOMPARE(lines.at(1).look.tone, Tone::Warn);
    }

    void noAgeIsToldBeforeTheTimeIsKnown()
    {
        QCOMPARE(alertLines(withAlerts({anAlert("budget")}), {}).constFirst().detail,
                 QStringLiteral("burns 14 times too fast"));
    }

    void severalAlertsOpenAListByKey()
    {
        ShownPanelOfAlerts shown(withAlerts({anAlert("budget"), anAlert("queue")}));
        QVERIFY(shown.all()->isVisible());
        QVERIFY(!named<LinkButton>(&shown.panel, "alertsLink")->isVisible());
        shown.all()->setFocus();
        pressKey(&shown.panel, Qt::Key_Space);
        auto *dialog = shown.panel.findChild<AlertsDialog *>();
        QVERIFY(dialog);
        QVERIFY(QTest::qWaitForWindowExposed(dialog));
        QVERIFY(visibleTexts(dialog).contains(QStringLiteral("queue")));
        QSignalSpy opened(&shown.panel, &EnvironmentPanel::openRequested);
        clickOn(dialog->findChildren<LinkButton *>().at(1));
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.at(0).at(0).toUrl(), QUrl(QStringLiteral("https://grafana.example.com/alerting/queue")));
    }

    void theListFollowsWhatFires()
    {
        ShownPanelOfAlerts shown(withAlerts({anAlert("budget"), anAlert("queue")}));
        clickOn(shown.all());
        auto *dialog = shown.panel.findChild<AlertsDialog *>();
        QVERIFY(dialog);
        shown.panel.display(withAlerts({}));
        QVERIFY(visibleTexts(dialog).contains(QStringLiteral("No alert fires.")));
        EnvironmentView unreadable = withAlerts({});
        unreadable.figures.alertsText = QStringLiteral("Grafana cannot be reached");
        shown.panel.display(unreadable);
        QVERIFY(visibleTexts(dialog).contains(QStringLiteral("Grafana cannot be reached")));
    }

    void oneAlertNeedsNoList()
    {
        ShownPanelOfAlerts shown(withAlerts({anAlert("budget")}));
        QVERIFY(!shown.all()->isVisible());
        QVERIFY(named<LinkButton>(&shown.panel, "alertsLink")->isVisible());
    }
};

SLIPWAY_TEST(AlertsDialogTest)
#include "alertsdialog_test.moc"

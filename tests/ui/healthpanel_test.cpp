// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/healthstates.h"
#include "support/testmain.h"
#include "support/windowkit.h"
#include "ui/charts/heartbeatbar.h"
#include "ui/controls/theme.h"
#include "ui/environment/checksdialog.h"
#include "ui/environment/environmentpanel.h"
#include "ui/environment/issuesdialog.h"

#include <QImage>
#include <QSignalSpy>
#include <QTabBar>
#include <QToolButton>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

/// What is drawn, whatever its colour: the points that differ from the corner's.
QImage outlineOf(QWidget &widget)
{
    const QImage image = widget.grab().toImage().convertToFormat(QImage::Format_RGB32);
    QImage outline(image.size(), QImage::Format_RGB32);
    const QRgb ground = image.pixel(0, 0);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            outline.setPixel(x, y, image.pixel(x, y) == ground ? 0xFFFFFFFF : 0xFF000000);
    }
    return outline;
}

int differences(const QImage &left, const QImage &right)
{
    int count = 0;
    for (int y = 0; y < std::min(left.height(), right.height()); ++y) {
        for (int x = 0; x < std::min(left.width(), right.width()); ++x)
            count += left.pixel(x, y) != right.pixel(x, y) ? 1 : 0;
    }
    return count;
}

struct ShownPanel {
    EnvironmentPanel panel{QStringLiteral("STAGING")};

    explicit ShownPanel(const EnvironmentView &view, QSize size = {600, 520})
    {
        panel.display(view);
        panel.showChart(aLivelyChart(view.environment));
        panel.setNow(noon);
        panel.resize(size);
        panel.show();
    }
};

} // namespace

class HealthPanelTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyStateIsToldInOtherWords()
    {
        QStringList seen;
        const QList<HealthState> states = healthStates();
        for (const HealthState &state : states) {
            ShownPanel shown(state.view);
            QVERIFY(QTest::qWaitForWindowExposed(&shown.panel));
            auto *pill = named<StatusMark>(&shown.panel, "verdict");
            QVERIFY(pill->isVisible());
            const QString words = pill->accessibleName() + QLatin1Char('|') + textOf(&shown.panel, "verdictReason") +
                                  QLatin1Char('|') + textOf(&shown.panel, "staleText");
            QVERIFY2(!seen.contains(words), qPrintable(words));
            seen.append(words);
        }
    }

    void theVerdictsDifferInShapeWithoutColour()
    {
        QList<Shape> shapes;
        for (const Verdict verdict : {Verdict::Unknown, Verdict::Healthy, Verdict::Degraded, Verdict::Down}) {
            const Shape shape = lookOf(verdict).shape;
            QVERIFY(!shapes.contains(shape));
            shapes.append(shape);
        }
    }

    void heartbeatsDifferInOutlineWithoutColour_data()
    {
        QTest::addColumn<ThemeChoice>("choice");
        QTest::newRow("light") << ThemeChoice::Light;
        QTest::newRow("dark") << ThemeChoice::Dark;
        QTest::newRow("contrast") << ThemeChoice::HighContrast;
    }
    void heartbeatsDifferInOutlineWithoutColour()
    {
        QFETCH(ThemeChoice, choice);
        applyTheme(choice);
        QList<QImage> outlines;
        for (const Verdict verdict : {Verdict::Unknown, Verdict::Healthy, Verdict::Degraded, Verdict::Down}) {
            HeartbeatBar bar;
            bar.resize(420, bar.sizeHint().height());
            bar.display({{.atMs = noon.wallMs, .verdict = verdict}});
            outlines.append(outlineOf(bar));
        }
        for (qsizetype i = 0; i < outlines.size(); ++i) {
            for (qsizetype j = i + 1; j < outlines.size(); ++j)
                QVERIFY2(differences(outlines.at(i), outlines.at(j)) >= 12,
                         qPrintable(QStringLiteral("%1 %2").arg(i).arg(j)));
        }
        applyTheme(ThemeChoice::System);
    }

    void aPendingVerdictSaysHowFarItIs()
    {
        EnvironmentView view = healthStates().at(2).view;
        ShownPanel shown(view);
        QVERIFY(named<StatusMark>(&shown.panel, "verdict")->accessibleName().contains(QStringLiteral("1/3")));
        view.pending.clear();
        shown.panel.display(view);
        QVERIFY(!named<StatusMark>(&shown.panel, "verdict")->accessibleName().contains(QStringLiteral("1/3")));
    }

    void theWindowIsChosenByClickAndByKey()
    {
        ShownPanel shown(aKnownEnvironment());
        QVERIFY(QTest::qWaitForWindowExposed(&shown.panel));
        QSignalSpy chosen(&shown.panel, &EnvironmentPanel::chartWindowChosen);
        auto *windows = named<QTabBar>(&shown.panel, "chartWindows");
        const QPoint day = windows->mapTo(&shown.panel, windows->tabRect(2).center());
        QTest::mouseClick(shown.panel.windowHandle(), Qt::LeftButton, {}, day);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.at(0).at(0).value<ChartWindow>(), ChartWindow::Day);
        windows->setFocus();
        pressKey(&shown.panel, Qt::Key_Left);
        QCOMPARE(chosen.at(1).at(0).value<ChartWindow>(), ChartWindow::SixHours);
        QVERIFY(!windows->accessibleName().isEmpty());
    }

    void theChecksOpenAndFollow()
    {
        EnvironmentView view = aKnownEnvironment();
        ShownPanel shown(view);
        QVERIFY(QTest::qWaitForWindowExposed(&shown.panel));
        clickOn(named<QToolButton>(&shown.panel, "allChecks"));
        auto *dialog = shown.panel.window()->findChild<ChecksDialog *>();
        QVERIFY(dialog);
        QVERIFY(QTest::qWaitForWindowExposed(dialog));
        view.checks[0] = aCheck("health", Verdict::Down, "connection refused");
        shown.panel.display(view);
        QVERIFY(visibleTexts(dialog).contains(QStringLiteral("connection refused")));
        QSignalSpy asked(&shown.panel, &EnvironmentPanel::checkRequested);
        clickOn(named<QAbstractButton>(dialog, "ask-chat completion"));
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked.at(0).at(0).toString(), QStringLiteral("chat completion"));
    }

    void theIssuesOpenByKeyAndFollow()
    {
        EnvironmentView view = aKnownEnvironment();
        view.issues = {anIssue("KeyError")};
        ShownPanel shown(view);
        QVERIFY(QTest::qWaitForWindowExposed(&shown.panel));
        named<QWidget>(&shown.panel, "figures")->setFocus();
        for (const Qt::Key key : {Qt::Key_Right, Qt::Key_Right, Qt::Key_Return})
            pressKey(&shown.panel, key);
        auto *dialog = shown.panel.window()->findChild<IssuesDialog *>();
        QVERIFY(dialog);
        QVERIFY(visibleTexts(dialog).contains(QStringLiteral("KeyError")));
        view.issues.prepend(anIssue("TimeoutError"));
        view.freshIssues = 1;
        shown.panel.display(view);
        QVERIFY(visibleTexts(dialog).contains(QStringLiteral("NEW: TimeoutError")));
    }

    void dashboardsAreAskedForAndInsecureOnesAreNot()
    {
        EnvironmentView view = aKnownEnvironment();
        view.links.append({.title = QStringLiteral("Evil"), .url = QUrl(QStringLiteral("file:///etc/passwd"))});
        ShownPanel shown(view);
        QVERIFY(QTest::qWaitForWindowExposed(&shown.panel));
        const QList<LinkButton *> links = named<QWidget>(&shown.panel, "links")->findChildren<LinkButton *>();
        QSignalSpy opened(&shown.panel, &EnvironmentPanel::openRequested);
        clickOn(links.at(0));
        QCOMPARE(opened.at(0).at(0).toUrl(), QUrl(QStringLiteral("https://grafana.example.com/d/a")));
        QVERIFY(!links.at(2)->isVisible());
        view.links.clear();
        shown.panel.display(view);
        QVERIFY(named<QWidget>(&shown.panel, "links")->findChildren<LinkButton *>().isEmpty());
    }

    void aFiringAlertHasItsRowAndItsLink()
    {
        ShownPanel shown(healthStates().at(3).view);
        QVERIFY(QTest::qWaitForWindowExposed(&shown.panel));
        QVERIFY(textOf(&shown.panel, "alertsText").contains(QStringLiteral("Error budget")));
        QSignalSpy opened(&shown.panel, &EnvironmentPanel::openRequested);
        clickOn(named<LinkButton>(&shown.panel, "alertsLink"));
        QCOMPARE(opened.at(0).at(0).toUrl(), QUrl(QStringLiteral("https://grafana.example.com/alerting/1")));
        shown.panel.display(aKnownEnvironment());
        QVERIFY(!named<QLabel>(&shown.panel, "alertsText")->isVisible());
        QVERIFY(!named<LinkButton>(&shown.panel, "alertsLink")->isVisible());
    }

    void whatCanBeUsedHasANameForThoseWhoCannotSee()
    {
        ShownPanel shown(aKnownEnvironment());
        for (const char *name : {"chart", "heartbeat", "figures", "chartWindows", "allChecks"})
            QVERIFY2(!named<QWidget>(&shown.panel, name)->accessibleName().isEmpty(), name);
    }
};

SLIPWAY_TEST(HealthPanelTest)
#include "healthpanel_test.moc"

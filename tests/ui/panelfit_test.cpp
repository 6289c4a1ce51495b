// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/healthstates.h"
#include "support/shownwindow.h"
#include "support/testmain.h"
#include "support/windowkit.h"

#include <QTabWidget>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

constexpr QSize smallestWindow{1280, 800};
constexpr int tabsInSight = 150;
constexpr int highestCalmPanel = 400;

EnvironmentView tooMuchOfEverything(Environment environment)
{
    const QString text = QStringLiteral("\u202Eevil <b>words</b> that go on and on ").repeated(20);
    EnvironmentView view = healthStates(environment).at(3).view;
    view.verdictReason = text;
    view.flapping = true;
    view.pending = QStringLiteral("1/2 good");
    view.stale = true;
    view.serving->by = text;
    view.serving->proof = ShaProof::Unproven;
    view.serving->proofText = text;
    view.rollout = Rollout{.deployment = {QStringLiteral("d-2")}, .statusText = text, .note = text};
    for (CheckView &check : view.checks)
        check.name = text;
    view.figures.cpu = {.why = text, .error = ErrorKind::Forbidden};
    view.figures.alerts = {{.title = text}, {.title = text}};
    for (int i = 0; i < 40; ++i)
        view.links.append({.title = text, .url = QUrl(QStringLiteral("https://grafana.example.com/d/%1").arg(i))});
    return view;
}

struct PanelsInAWindow {
    MainWindow window{acmeProject()};

    PanelsInAWindow(const EnvironmentView &staging, const EnvironmentView &production)
    {
        window.buildPanels()->pipeline()->display(evaluate({healthyWorld(noon), acmeProject(), noon}).pipeline);
        showEnvironment(window, staging);
        showEnvironment(window, production);
        for (const Environment environment : environments)
            showChart(window, aLivelyChart(environment));
        showNoon(window);
        window.show();
        window.resize(smallestWindow);
        if (!QTest::qWaitForWindowExposed(&window))
            qFatal("the window is not shown");
        QCoreApplication::processEvents();
    }
    int heightOf(const char *name) { return named<QWidget>(&window, name)->height(); }
};

} // namespace

class PanelFitTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyStateFitsASmallWindow()
    {
        const QList<HealthState> staging = healthStates(Environment::Staging);
        const QList<HealthState> production = healthStates(Environment::Production);
        for (qsizetype i = 0; i < staging.size(); ++i) {
            PanelsInAWindow shown(staging.at(i).view, production.at(i).view);
            QVERIFY2(shown.window.size() == smallestWindow, staging.at(i).name);
            QVERIFY2(shown.heightOf("sideTabs") >= tabsInSight, staging.at(i).name);
            QCOMPARE(shown.heightOf("stagingPanel"), shown.heightOf("productionPanel"));
        }
    }

    void aHealthyPanelIsNotHigh()
    {
        PanelsInAWindow shown(aKnownEnvironment(), aKnownEnvironment(Environment::Production));
        const int height = shown.heightOf("stagingPanel");
        QVERIFY2(height <= highestCalmPanel, qPrintable(QString::number(height)));
    }

    void tooMuchOfEverythingFits()
    {
        PanelsInAWindow shown(tooMuchOfEverything(Environment::Staging), tooMuchOfEverything(Environment::Production));
        QCOMPARE(shown.window.size(), smallestWindow);
        const int height = shown.heightOf("sideTabs");
        QVERIFY2(height >= tabsInSight, qPrintable(QString::number(height)));
        for (const char *name : {"stagingPanel", "productionPanel"}) {
            auto *panel = named<QWidget>(&shown.window, name);
            const QRect figures = named<QWidget>(panel, "figures")->geometry();
            QVERIFY(panel->rect().contains(figures));
        }
    }
};

SLIPWAY_TEST(PanelFitTest)
#include "panelfit_test.moc"

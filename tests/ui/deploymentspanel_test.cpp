// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/deployments/deploymentspanel.h"

#include "support/pastdeployments.h"
#include "support/testmain.h"
#include "support/windowkit.h"
#include "ui/controls/actbutton.h"
#include "ui/controls/marks.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QHeaderView>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

struct ShownDeployments {
    explicit ShownDeployments(const DeploymentsView &view = somePasts())
        : back(&panel, &DeploymentsPanel::goBackRequested)
        , older(&panel, &DeploymentsPanel::olderRequested)
        , looked(&panel, &DeploymentsPanel::shown)
    {
        panel.setNow(noon);
        panel.display(view);
        panel.resize(940, 360);
        panel.show();
        panel.activateWindow();
        if (!QTest::qWaitForWindowActive(&panel))
            qFatal("the panel is not shown");
    }
    DeploymentsTable *table() { return named<DeploymentsTable>(&panel, "deployments"); }
    ActButton *button() { return named<ActButton>(&panel, "goBackToThis"); }
    QString state() { return textOf(&panel, "deploymentsState"); }
    QString chosenId() { return table()->chosen().data(DeploymentsModel::IdRole).toString(); }
    QPoint placeOf(int row)
    {
        QWidget *port = table()->viewport();
        return port->mapTo(&panel, table()->visualRect(table()->model()->index(row, 0)).center());
    }
    void clickRow(int row) { QTest::mouseClick(panel.windowHandle(), Qt::LeftButton, {}, placeOf(row)); }

    DeploymentsPanel panel;
    QSignalSpy back;
    QSignalSpy older;
    QSignalSpy looked;
};

} // namespace

class DeploymentsPanelTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void itTellsThatSomebodyLooks()
    {
        ShownDeployments shown;
        QCOMPARE(shown.looked.size(), 1);
        QCOMPARE(shown.looked.at(0).at(0).value<Environment>(), Environment::Production);
        clickOn(named<QPushButton>(&shown.panel, "showStaging"));
        QCOMPARE(shown.looked.size(), 2);
        QCOMPARE(shown.looked.at(1).at(0).value<Environment>(), Environment::Staging);
        clickOn(named<QPushButton>(&shown.panel, "showStaging"));
        QCOMPARE(shown.looked.size(), 2);
    }

    void eachEnvironmentShowsItsOwnDeployments()
    {
        ShownDeployments shown;
        DeploymentsView staging = somePasts(Environment::Staging);
        staging.rows.remove(1, 3);
        shown.panel.display(staging);
        QCOMPARE(shown.table()->model()->rowCount(), 4);
        clickOn(named<QPushButton>(&shown.panel, "showStaging"));
        QCOMPARE(shown.table()->model()->rowCount(), 1);
        QCOMPARE(shown.state(), QStringLiteral("1 deployment, all there are"));
    }

    void theRowsAreWalkedByKeyboardAndEnterGoesBack()
    {
        ShownDeployments shown;
        shown.table()->setFocus();
        pressKey(&shown.panel, Qt::Key_Down);
        pressKey(&shown.panel, Qt::Key_End);
        QCOMPARE(shown.chosenId(), QStringLiteral("d-older"));
        pressKey(&shown.panel, Qt::Key_Up);
        QCOMPARE(shown.chosenId(), QStringLiteral("d-good"));
        pressKey(&shown.panel, Qt::Key_Return);
        QCOMPARE(shown.back.size(), 1);
        QCOMPARE(shown.back.at(0).at(0).value<Environment>(), Environment::Production);
        QCOMPARE(shown.back.at(0).at(1).value<DeploymentId>(), DeploymentId{QStringLiteral("d-good")});
    }

    void aDoubleClickAndTheButtonGoBackToo()
    {
        ShownDeployments shown;
        shown.clickRow(2);
        QVERIFY(shown.button()->isEnabled());
        clickOn(shown.button());
        QCOMPARE(shown.back.size(), 1);
        QTest::mouseDClick(shown.panel.windowHandle(), Qt::LeftButton, {}, shown.placeOf(3));
        QCOMPARE(shown.back.size(), 2);
        QCOMPARE(shown.back.at(1).at(1).value<DeploymentId>(), DeploymentId{QStringLiteral("d-older")});
    }

    void whatOneCannotGoBackToSaysWhy()
    {
        ShownDeployments shown;
        QVERIFY(!shown.button()->isEnabled());
        QCOMPARE(textOf(&shown.panel, "whyNotBack"), QStringLiteral("Select a deployment to go back to it"));
        shown.clickRow(0);
        QVERIFY(!shown.button()->isEnabled());
        QCOMPARE(textOf(&shown.panel, "whyNotBack"), QStringLiteral("It is what serves now"));
        shown.clickRow(1);
        QCOMPARE(textOf(&shown.panel, "whyNotBack"), QStringLiteral("Its build or its start failed"));
        pressKey(&shown.panel, Qt::Key_Return);
        QTest::mouseDClick(shown.panel.windowHandle(), Qt::LeftButton, {}, shown.placeOf(1));
        clickOn(shown.button());
        QVERIFY(shown.back.isEmpty());
        shown.clickRow(2);
        QCOMPARE(textOf(&shown.panel, "whyNotBack"), QString());
    }

    void theShaAndTheIdAreCopied()
    {
        ShownDeployments shown;
        shown.clickRow(2);
        pressKey(&shown.panel, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), goodSha.value);
        pressKey(&shown.panel, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("d-good"));
        clickOn(named<QWidget>(&shown.panel, "copySha"));
        QCOMPARE(QGuiApplication::clipboard()->text(), goodSha.value);
        clickOn(named<QWidget>(&shown.panel, "copyId"));
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("d-good"));
    }

    void withoutACommitNoShaIsCopied()
    {
        DeploymentsView view = somePasts();
        view.rows[2].sha = {};
        ShownDeployments shown(view);
        shown.clickRow(2);
        QGuiApplication::clipboard()->setText(QStringLiteral("untouched"));
        pressKey(&shown.panel, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("untouched"));
        QVERIFY(!named<QWidget>(&shown.panel, "copySha")->isEnabled());
    }

    void aSearchNarrowsTheList()
    {
        ShownDeployments shown;
        auto *search = named<QLineEdit>(&shown.panel, "searchDeployments");
        search->setFocus();
        typeText(&shown.panel, QStringLiteral("a01b"));
        QCOMPARE(shown.table()->model()->rowCount(), 1);
        QCOMPARE(shown.state(), QStringLiteral("1 of 4 deployments, all there are"));
        typeText(&shown.panel, QStringLiteral("zzz"));
        QCOMPARE(shown.table()->model()->rowCount(), 0);
        QCOMPARE(shown.state(), QStringLiteral("0 of 4 deployments, all there are"));
        search->clear();
        QCOMPARE(shown.table()->model()->rowCount(), 4);
    }

    void onlyWhatOneCanGoBackToIsShownOnRequest()
    {
        ShownDeployments shown;
        clickOn(named<QCheckBox>(&shown.panel, "onlyCandidates"));
        QCOMPARE(shown.table()->model()->rowCount(), 2);
        clickOn(named<QCheckBox>(&shown.panel, "onlyCandidates"));
        QCOMPARE(shown.table()->model()->rowCount(), 4);
    }

    void whatIsSelectedAndScrolledToSurvivesNews()
    {
        DeploymentsView view = manyPasts(200);
        ShownDeployments shown(view);
        shown.table()->choose(shown.table()->model()->index(100, 0));
        const QString before = shown.chosenId();
        const int top = shown.table()->rowAt(0);
        view.rows[50].trouble = QStringLiteral("was down");
        view.rows[0].servedFor = Milliseconds(1'000'000);
        shown.panel.display(view);
        QCOMPARE(shown.chosenId(), before);
        QCOMPARE(shown.table()->rowAt(0), top);
        view.rows.prepend(aPast("d-newest", newerSha, 5));
        shown.panel.display(view);
        QCOMPARE(shown.chosenId(), before);
    }

    void whenTheSelectedOneGoesNothingIsSelectedInstead()
    {
        DeploymentsView view = somePasts();
        ShownDeployments shown(view);
        shown.clickRow(2);
        view.rows.removeAt(2);
        shown.panel.display(view);
        QCOMPARE(shown.chosenId(), QString());
        QVERIFY(!shown.button()->isEnabled());
    }

    void olderOnesAreAskedForOnceByTheButton()
    {
        DeploymentsView view = somePasts();
        view.complete = false;
        ShownDeployments shown(view);
        QCOMPARE(shown.state(), QStringLiteral("4 deployments; there are older ones"));
        auto *button = named<QPushButton>(&shown.panel, "loadOlder");
        clickOn(button);
        clickOn(button);
        QCOMPARE(shown.older.size(), 1);
        QCOMPARE(shown.older.at(0).at(0).value<Environment>(), Environment::Production);
        view.loading = true;
        shown.panel.display(view);
        QVERIFY(!button->isEnabled());
        QCOMPARE(shown.state(), QStringLiteral("4 deployments; older ones are being read"));
        view.loading = false;
        view.rows.append(aPast("d-ancient", newerSha, 900'000));
        shown.panel.display(view);
        clickOn(button);
        QCOMPARE(shown.older.size(), 2);
    }

    void olderOnesAreAskedForWhenScrolledToTheEnd()
    {
        DeploymentsView view = manyPasts(100);
        view.complete = false;
        ShownDeployments shown(view);
        shown.table()->setFocus();
        pressKey(&shown.panel, Qt::Key_Down);
        QVERIFY(shown.older.isEmpty());
        pressKey(&shown.panel, Qt::Key_End);
        QCOMPARE(shown.older.size(), 1);
    }

    void whenAllAreThereNoneIsAskedFor()
    {
        ShownDeployments shown(manyPasts(100));
        shown.table()->setFocus();
        pressKey(&shown.panel, Qt::Key_End);
        QVERIFY(shown.older.isEmpty());
        QVERIFY(!named<QPushButton>(&shown.panel, "loadOlder")->isVisible());
        QCOMPARE(shown.state(), QStringLiteral("101 deployments, all there are"));
    }

    void everyStateIsHonest_data()
    {
        QTest::addColumn<DeploymentsView>("view");
        QTest::addColumn<QString>("state");
        const Environment production = Environment::Production;
        QTest::newRow("nothing read yet")
            << DeploymentsView{.environment = production, .loading = true} << "Deployments are being read";
        QTest::newRow("none") << DeploymentsView{.environment = production, .complete = true}
                              << "There are no deployments";
        QTest::newRow("trouble") << DeploymentsView{.environment = production,
                                                    .trouble = QStringLiteral("Railway cannot be reached")}
                                 << "Railway cannot be reached \u00b7 Nothing was read";
        DeploymentsView view = somePasts();
        view.trouble = QStringLiteral("Railway cannot be reached");
        QTest::newRow("trouble over an old list")
            << view << "Railway cannot be reached \u00b7 4 deployments, all there are";
    }
    void everyStateIsHonest()
    {
        QFETCH(DeploymentsView, view);
        QFETCH(QString, state);
        ShownDeployments shown(view);
        QCOMPARE(shown.state(), state);
        const auto *mark = named<StatusMark>(&shown.panel, "deploymentsMark");
        QCOMPARE(mark->isVisible(), !view.trouble.isEmpty());
        QVERIFY(!mark->isVisible() || mark->look() == lookOf(SourceState::Error));
    }

    void anOldListIsMarkedStale()
    {
        DeploymentsView view = somePasts();
        view.stale = true;
        ShownDeployments shown(view);
        const auto *mark = named<StatusMark>(&shown.panel, "deploymentsMark");
        QVERIFY(mark->isVisible());
        QCOMPARE(mark->look(), lookOf(SourceState::Stale));
    }

    void nothingHasToBeScrolledSideways()
    {
        DeploymentsView view = somePasts();
        view.rows[0].deployment.commitMessage = QString(5000, QLatin1Char('W'));
        view.rows[0].deployment.commitAuthor = QString(500, QLatin1Char('W'));
        for (const int width : {500, 700, 940, 1600}) {
            ShownDeployments shown(view);
            shown.panel.resize(width, 360);
            QCoreApplication::processEvents();
            QVERIFY(shown.table()->horizontalHeader()->length() <= shown.table()->viewport()->width());
            QVERIFY(!shown.table()->isColumnHidden(DeploymentsModel::Commit));
            QVERIFY(!shown.table()->isColumnHidden(DeploymentsModel::GoBack));
        }
    }

    void everyControlHasANameThere()
    {
        ShownDeployments shown;
        const QList<QWidget *> widgets = shown.panel.findChildren<QWidget *>();
        for (const QWidget *widget : widgets) {
            const auto *button = qobject_cast<const QAbstractButton *>(widget);
            if (widget->isVisible() && widget->focusPolicy() != Qt::NoFocus)
                QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
                         widget->metaObject()->className());
        }
    }
};

SLIPWAY_TEST(DeploymentsPanelTest)
#include "deploymentspanel_test.moc"

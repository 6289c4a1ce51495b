// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/deploymentsmodel.h"

#include "models/items/deploymentsfilter.h"
#include "models/items/deploymentwords.h"
#include "support/pastdeployments.h"
#include "support/testmain.h"

#include <QAbstractItemModelTester>
#include <QPersistentModelIndex>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

using Reporting = QAbstractItemModelTester::FailureReportingMode;

/// A model that was watched before anything was in it, and what it signalled.
struct WatchedModel {
    WatchedModel()
        : tester(&model, Reporting::QtTest)
        , inserted(&model, &QAbstractItemModel::rowsInserted)
        , removed(&model, &QAbstractItemModel::rowsRemoved)
        , changed(&model, &QAbstractItemModel::dataChanged)
        , reset(&model, &QAbstractItemModel::modelReset)
    {
    }
    void forget()
    {
        for (QSignalSpy *spy : {&inserted, &removed, &changed, &reset})
            spy->clear();
    }
    QStringList ids() const
    {
        QStringList all;
        for (int row = 0; row < model.rowCount(); ++row)
            all.append(model.index(row, 0).data(DeploymentsModel::IdRole).toString());
        return all;
    }

    DeploymentsModel model;
    QAbstractItemModelTester tester;
    QSignalSpy inserted;
    QSignalSpy removed;
    QSignalSpy changed;
    QSignalSpy reset;
};

QStringList idsIn(const DeploymentsView &view)
{
    QStringList ids;
    for (const PastDeployment &row : view.rows)
        ids.append(row.deployment.id.value);
    return ids;
}

QString cellOf(const DeploymentsModel &model, int row, DeploymentsModel::Column column)
{
    return model.index(row, column).data().toString();
}

QStringList filteredIds(const QAbstractItemModel &filter)
{
    QStringList ids;
    for (int row = 0; row < filter.rowCount(); ++row)
        ids.append(filter.index(row, 0).data(DeploymentsModel::IdRole).toString());
    return ids;
}

} // namespace

class DeploymentsModelTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theFirstViewIsOneInsertion()
    {
        WatchedModel watched;
        watched.model.show(somePasts());
        QCOMPARE(watched.ids(), idsIn(somePasts()));
        QCOMPARE(watched.inserted.size(), 1);
        QCOMPARE(watched.reset.size(), 0);
    }

    void theSameViewSignalsNothing()
    {
        WatchedModel watched;
        watched.model.show(somePasts());
        watched.forget();
        watched.model.show(somePasts());
        QCOMPARE(watched.inserted.size() + watched.removed.size() + watched.changed.size(), 0);
    }

    void aNewerOneIsInsertedOnTopAndOnlyWhatDiffersChanges()
    {
        WatchedModel watched;
        watched.model.show(somePasts());
        const QPersistentModelIndex good = watched.model.index(2, 0);
        watched.forget();
        DeploymentsView view = somePasts();
        view.rows[0].serving = false;
        view.rows[0].refusal = ReturnRefusal::None;
        view.rows.prepend(aServing("d-newer", newerSha, 10));
        watched.model.show(view);
        QCOMPARE(watched.inserted.size(), 1);
        QCOMPARE(watched.inserted.at(0).at(1).toInt(), 0);
        QCOMPARE(watched.changed.size(), 1);
        QCOMPARE(watched.changed.at(0).at(0).toModelIndex().row(), 1);
        QCOMPARE(watched.changed.at(0).at(1).toModelIndex().row(), 1);
        QCOMPARE(watched.removed.size(), 0);
        QCOMPARE(good.row(), 3);
        QCOMPARE(good.data(DeploymentsModel::IdRole).toString(), QStringLiteral("d-good"));
    }

    void olderOnesAreAppended()
    {
        WatchedModel watched;
        watched.model.show(manyPasts(30));
        watched.forget();
        watched.model.show(manyPasts(60));
        QCOMPARE(watched.inserted.size(), 1);
        QCOMPARE(watched.inserted.at(0).at(1).toInt(), 31);
        QCOMPARE(watched.changed.size() + watched.removed.size(), 0);
        QCOMPARE(watched.model.rowCount(), 61);
    }

    void oneThatIsGoneIsRemovedAndTheOthersStay()
    {
        WatchedModel watched;
        watched.model.show(somePasts());
        const QPersistentModelIndex last = watched.model.index(3, 0);
        watched.forget();
        DeploymentsView view = somePasts();
        view.rows.removeAt(1);
        watched.model.show(view);
        QCOMPARE(watched.removed.size(), 1);
        QCOMPARE(watched.inserted.size(), 0);
        QCOMPARE(last.row(), 2);
    }

    void nothingLeftIsShownToo()
    {
        WatchedModel watched;
        watched.model.show(somePasts());
        watched.model.show({.environment = Environment::Production});
        QCOMPARE(watched.model.rowCount(), 0);
        QCOMPARE(watched.model.at(0), nullptr);
        QCOMPARE(watched.model.rowOf({QStringLiteral("d-good")}), -1);
    }

    void oneThatIsListedTwiceIsShownOnce()
    {
        WatchedModel watched;
        DeploymentsView view = somePasts();
        view.rows.append(view.rows.at(2));
        watched.model.show(view);
        QCOMPARE(watched.ids(), idsIn(somePasts()));
        watched.forget();
        watched.model.show(view);
        QCOMPARE(watched.inserted.size() + watched.removed.size() + watched.changed.size(), 0);
    }

    void anySequenceOfViewsIsShownAsItIs()
    {
        QRandomGenerator random(7);
        WatchedModel watched;
        DeploymentsFilter filter;
        const QAbstractItemModelTester tester(&filter, Reporting::QtTest);
        filter.setSourceModel(&watched.model);
        filter.setOnlyCandidates(true);
        const DeploymentsView all = manyPasts(12);
        for (int round = 0; round < 300; ++round) {
            DeploymentsView view = all;
            view.rows.clear();
            for (const PastDeployment &row : all.rows) {
                if (random.bounded(3) == 0)
                    continue;
                view.rows.insert(random.bounded(6) == 0 ? random.bounded(int(view.rows.size()) + 1) : view.rows.size(),
                                 row);
                view.rows.last().trouble = random.bounded(2) ? QStringLiteral("down") : QString();
                view.rows.last().refusal = random.bounded(4) ? ReturnRefusal::None : ReturnRefusal::Failed;
            }
            watched.model.show(view);
            QCOMPARE(watched.ids(), idsIn(view));
            QCOMPARE(watched.model.view(), view);
            QStringList candidates;
            for (const PastDeployment &row : std::as_const(view.rows)) {
                if (row.refusal == ReturnRefusal::None)
                    candidates.append(row.deployment.id.value);
            }
            QCOMPARE(filteredIds(filter), candidates);
        }
        QCOMPARE(watched.reset.size(), 0);
    }

    void aRowSaysWhatIsKnown()
    {
        WatchedModel watched;
        watched.model.show(somePasts());
        QCOMPARE(cellOf(watched.model, 2, DeploymentsModel::Commit), QStringLiteral("a01b77e Batch usage inserts"));
        QCOMPARE(cellOf(watched.model, 2, DeploymentsModel::Author), QStringLiteral("dev-one"));
        QCOMPARE(cellOf(watched.model, 2, DeploymentsModel::Route), QStringLiteral("GitHub"));
        QVERIFY(cellOf(watched.model, 2, DeploymentsModel::Served).startsWith(QStringLiteral("2 days, until ")));
        QCOMPARE(cellOf(watched.model, 2, DeploymentsModel::Status), QStringLiteral("removed"));
        QCOMPARE(cellOf(watched.model, 2, DeploymentsModel::GoBack), QStringLiteral("Roll back, redeploy or rebuild"));
        QCOMPARE(cellOf(watched.model, 0, DeploymentsModel::Served), QStringLiteral("serving for 11 min"));
        QCOMPARE(cellOf(watched.model, 1, DeploymentsModel::Served), QStringLiteral("never went live"));
        for (int column = 0; column < DeploymentsModel::ColumnCount; ++column)
            QVERIFY(!watched.model.headerData(column, Qt::Horizontal).toString().isEmpty());
    }

    void aDoubtIsAWordInItsColumnAndASentenceInFull()
    {
        PastDeployment past = somePasts().rows.at(2);
        past.doubt = ReturnRefusal::ServedUnknown;
        WatchedModel watched;
        watched.model.show({.environment = Environment::Production, .rows = {past}});
        const QModelIndex cell = watched.model.index(0, DeploymentsModel::GoBack);
        QCOMPARE(cell.data().toString(), QStringLiteral("Roll back\u2026 (doubtful)"));
        const QString whole =
            QStringLiteral("Roll back, redeploy or rebuild. In doubt: Whether it ever went live cannot be told.");
        QCOMPARE(cell.data(Qt::ToolTipRole).toString(), whole);
        QCOMPARE(cell.data(Qt::AccessibleTextRole).toString(), whole);
    }

    void whatIsNotKnownSaysSo()
    {
        PastDeployment past = aPast("d-x", {}, 100);
        past.deployment.status = DeploymentStatus::Unknown;
        past.deployment.rawStatus = QStringLiteral("HIBERNATING");
        past.deployment.commitMessage.clear();
        past.deployment.cliMessage = QStringLiteral("hotfix\u202E\nsecond line");
        past.deployment.commitAuthor.clear();
        past.deployment.createdAt = {};
        past.served = Served::Unknown;
        past.refusal = ReturnRefusal::StatusUnknown;
        WatchedModel watched;
        watched.model.show({.environment = Environment::Staging, .rows = {past}});
        QCOMPARE(cellOf(watched.model, 0, DeploymentsModel::Commit), QStringLiteral("(no commit) hotfix<U+202E>"));
        QCOMPARE(cellOf(watched.model, 0, DeploymentsModel::Author), QStringLiteral("mira"));
        QCOMPARE(cellOf(watched.model, 0, DeploymentsModel::Deployed), QStringLiteral("not known"));
        QCOMPARE(cellOf(watched.model, 0, DeploymentsModel::Served), QStringLiteral("not known"));
        QCOMPARE(cellOf(watched.model, 0, DeploymentsModel::Status), QStringLiteral("HIBERNATING"));
        QVERIFY(cellOf(watched.model, 0, DeploymentsModel::GoBack).contains(QStringLiteral("HIBERNATING")));
    }

    void everyRouteAndStatusHasAWord()
    {
        for (int route = 0; route <= int(DeploymentRoute::Other); ++route)
            QVERIFY(!routeText(DeploymentRoute(route)).isEmpty());
        for (int status = 0; status <= int(DeploymentStatus::Unknown); ++status)
            QVERIFY(!statusWord(DeploymentStatus(status)).isEmpty());
    }

    void aSearchFindsByEverythingThatIsShown_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("found");
        const QStringList good{QStringLiteral("d-good")};
        QTest::newRow("nothing") << QString() << idsIn(somePasts());
        QTest::newRow("spaces") << QStringLiteral("  ") << idsIn(somePasts());
        QTest::newRow("sha") << QStringLiteral("A01B77E") << good;
        QTest::newRow("id") << QStringLiteral("d-good") << good;
        QTest::newRow("message") << QStringLiteral("chat ROUTE") << QStringList{QStringLiteral("d-now")};
        QTest::newRow("status") << QStringLiteral("failed") << QStringList{QStringLiteral("d-failed")};
        QTest::newRow("author") << QStringLiteral("dev-one") << idsIn(somePasts());
        QTest::newRow("no match") << QStringLiteral("no such thing") << QStringList();
    }
    void aSearchFindsByEverythingThatIsShown()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, found);
        DeploymentsModel model;
        DeploymentsFilter filter;
        const QAbstractItemModelTester tester(&filter, Reporting::QtTest);
        filter.setSourceModel(&model);
        model.show(somePasts());
        filter.setText(text);
        QCOMPARE(filteredIds(filter), found);
    }

    void aSearchStaysInForceForWhatComesLater()
    {
        DeploymentsModel model;
        DeploymentsFilter filter;
        filter.setSourceModel(&model);
        filter.setText(QStringLiteral("d-1"));
        model.show(manyPasts(5));
        QCOMPARE(filteredIds(filter), QStringList{QStringLiteral("d-1")});
        model.show(manyPasts(12));
        QCOMPARE(filteredIds(filter).size(), 3); // d-1, d-10, d-11
    }

    void candidatesAreEverythingButWhatServesAndOnlyGoodOnesCanBeChosen()
    {
        DeploymentsModel model;
        CandidatesFilter filter;
        const QAbstractItemModelTester tester(&filter, Reporting::QtTest);
        filter.setSourceModel(&model);
        model.show(somePasts());
        QCOMPARE(filteredIds(filter),
                 (QStringList{QStringLiteral("d-failed"), QStringLiteral("d-good"), QStringLiteral("d-older")}));
        QVERIFY(!(filter.index(0, 0).flags() & Qt::ItemIsSelectable));
        QVERIFY(filter.index(1, 0).flags() & Qt::ItemIsSelectable);
        filter.setLimit(3);
        QCOMPARE(filter.rowCount(), 2);
    }
};

SLIPWAY_TEST(DeploymentsModelTest)
#include "deploymentsmodel_test.moc"

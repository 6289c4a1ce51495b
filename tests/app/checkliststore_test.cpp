// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/storage/checkliststore.h"
#include "support/builders.h"
#include "support/testmain.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

DeploymentId aFirst()
{
    return {QStringLiteral("d-1")};
}

DeploymentId aSecond()
{
    return {QStringLiteral("d-2")};
}

} // namespace

class ChecklistStoreTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    QString path() const { return m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction())); }
    Result<Done> tick(ChecklistStore &store, const DeploymentId &deployment, bool ticked = true) const
    {
        return store.set(deployment, ChecklistItem::LogsClean, ticked, QStringLiteral("mira"), noon.utc());
    }
private Q_SLOTS:
    void aTickIsThereAfterReopening()
    {
        {
            ChecklistStore store(path());
            QVERIFY(tick(store, aFirst()));
        }
        const auto read = ChecklistStore(path()).load(aFirst());
        QVERIFY(read);
        QVERIFY(read->isTicked(ChecklistItem::LogsClean));
        QCOMPARE(read->ticks.constFirst().by, QStringLiteral("mira"));
        QCOMPARE(read->ticks.constFirst().at, noon.utc());
    }
    void aTickDoesNotCountForAnotherDeployment()
    {
        ChecklistStore store(path());
        QVERIFY(tick(store, aFirst()));
        QVERIFY(store.load(aSecond())->ticks.isEmpty());
    }
    void tickingTwiceIsOneTick()
    {
        ChecklistStore store(path());
        QVERIFY(tick(store, aFirst()));
        QVERIFY(tick(store, aFirst()));
        QCOMPARE(store.load(aFirst())->ticks.size(), 1);
    }
    void aTickTakenBackIsGone()
    {
        ChecklistStore store(path());
        QVERIFY(tick(store, aFirst()));
        QVERIFY(tick(store, aFirst(), false));
        QVERIFY(store.load(aFirst())->ticks.isEmpty());
    }
    void aFileThatCannotBeOpenedIsSaidEachTime()
    {
        QVERIFY(QDir().mkpath(path()));
        ChecklistStore store(path());
        QCOMPARE(store.load(aFirst()).error().kind, ErrorKind::Storage);
        QCOMPARE(tick(store, aFirst()).error().kind, ErrorKind::Storage);
    }
};

SLIPWAY_TEST(ChecklistStoreTest)
#include "checkliststore_test.moc"

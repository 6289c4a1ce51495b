// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/shownlog.h"
#include "support/testmain.h"
#include "ui/controls/theme.h"

#include <QAccessible>

using namespace Slipway;
using namespace Slipway::Test;

class LogListAccessibleTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { applyTheme(ThemeChoice::Light); }

    void itsRowsAreTheItemsOfAList()
    {
        ShownLog shown(3);
        shown.add({.message = "boom\u202E", .level = LogLevel::Error, .afterMs = 5000, .isNew = true});
        shown.add({.message = "42 s without connection", .source = LogSource::Note, .afterMs = 6000});
        const QAccessibleInterface *list = QAccessible::queryAccessibleInterface(&shown.list);
        QVERIFY(list);
        QCOMPARE(list->role(), QAccessible::List);
        QCOMPARE(list->text(QAccessible::Name), QStringLiteral("Log lines"));
        QCOMPARE(list->childCount(), 5);
        const QAccessibleInterface *row = list->child(3);
        QCOMPARE(row->role(), QAccessible::ListItem);
        QCOMPARE(row->text(QAccessible::Name), QStringLiteral("11:06:45.000, production, error, new, boom<U+202E>"));
        QCOMPARE(list->child(4)->text(QAccessible::Name),
                 QStringLiteral("11:06:46.000, production, note, 42 s without connection"));
        QCOMPARE(list->indexOfChild(row), 3);
        QCOMPARE(row->parent(), list);
        QCOMPARE(list->child(5), nullptr);
        QCOMPARE(list->child(-1), nullptr);
    }

    void theCurrentRowHasTheFocus()
    {
        ShownLog shown;
        const QAccessibleInterface *list = QAccessible::queryAccessibleInterface(&shown.list);
        QCOMPARE(list->focusChild(), nullptr);
        shown.key(Qt::Key_Up);
        shown.key(Qt::Key_Up);
        QVERIFY(list->focusChild()->text(QAccessible::Name).endsWith(QStringLiteral("line 98")));
        const QAccessible::State state = list->focusChild()->state();
        QVERIFY(state.focused && state.selected && state.readOnly && !state.offscreen);
        QVERIFY(list->child(0)->state().offscreen);
        QVERIFY(!list->child(0)->state().selected);
    }

    void aRowIsWhereItIsSeen()
    {
        ShownLog shown;
        const QAccessibleInterface *list = QAccessible::queryAccessibleInterface(&shown.list);
        const QRect rect = list->child(95)->rect();
        QCOMPARE(rect.topLeft(), shown.list.viewport()->mapToGlobal(shown.list.rowRect(95).topLeft()));
        QCOMPARE(list->childAt(rect.center().x(), rect.center().y()), list->child(95));
        QCOMPARE(list->childAt(-5, -5), nullptr);
    }

    void aRowThatWentIsNotValidAnyMore()
    {
        ShownLog shown(20, qsizetype(2) << 20);
        const QAccessibleInterface *list = QAccessible::queryAccessibleInterface(&shown.list);
        const QAccessibleInterface *row = list->child(0);
        QVERIFY(row->isValid());
        flood(shown.store, 500'000);
        shown.arrive();
        QVERIFY(!row->isValid());
        QCOMPARE(row->text(QAccessible::Name), QString());
        QVERIFY(row->rect().isNull());
        QVERIFY(row->state().invalid);
    }

    void manyRowsAreAskedForWithoutBeingKeptAll()
    {
        ShownLog shown(10'000);
        const QAccessibleInterface *list = QAccessible::queryAccessibleInterface(&shown.list);
        for (int i = 0; i < list->childCount(); ++i)
            QVERIFY(list->child(i)->text(QAccessible::Name).endsWith(QStringLiteral("line %1").arg(i)));
        QVERIFY(list->child(0)->isValid());
    }
};

SLIPWAY_TEST(LogListAccessibleTest)
#include "loglistaccessible_test.moc"

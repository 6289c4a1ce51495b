// SPDX-License-Identifier: GPL-3.0-or-later
#include "person.h"

#include "models/project/project.h"
#include "models/values/checklist.h"
#include "support/windowkit.h"
#include "ui/confirm/gobackdialog.h"
#include "ui/confirm/promotedialog.h"
#include "ui/window/mainwindow.h"

#include <QCheckBox>
#include <QPointer>
#include <QPushButton>
#include <QRadioButton>

namespace Slipway::Test {

void tickEverything(MainWindow &window)
{
    for (const ChecklistItem item : checklistItems) {
        auto *box = named<QCheckBox>(&window, ("check-" + checklistItemId(item).toLatin1()).constData());
        clickOn(box);
        if (!QTest::qWaitFor([box] { return box->isChecked(); }))
            qFatal("%s was not ticked", qPrintable(box->objectName()));
    }
}

PromoteDialog *openPromotion(MainWindow &window)
{
    clickOn(named<QPushButton>(&window, "promoteButton"));
    auto *dialog = window.findChild<PromoteDialog *>();
    if (dialog && !QTest::qWaitForWindowActive(dialog))
        qFatal("the dialog is not active");
    return dialog;
}

void chooseWay(PromoteDialog *dialog, PromotionWay way)
{
    auto *radio = named<QRadioButton>(dialog, ("way-" + promotionWayId(way).toLatin1()).constData());
    radio->setFocus();
    pressKey(dialog, Qt::Key_Space);
    if (!radio->isChecked())
        qFatal("%s cannot be chosen", qPrintable(radio->objectName()));
    named<QWidget>(dialog, "phraseField")->setFocus();
}

void promote(MainWindow &window, PromotionWay way)
{
    const QPointer<PromoteDialog> dialog = openPromotion(window); // it goes when it is closed
    if (!dialog)
        qFatal("nothing can be promoted: %s", qPrintable(textOf(&window, "whyNotPromotable")));
    chooseWay(dialog, way);
    typeText(dialog, confirmPhrase);
    pressKey(dialog, Qt::Key_Return);
    if (dialog && dialog->isVisible())
        qFatal("nothing was confirmed: %s", qPrintable(textOf(dialog, "promoteHint")));
}

GoBackDialog *openGoBack(MainWindow &window)
{
    clickOn(named<QPushButton>(&window, "goBackButton"));
    auto *dialog = window.findChild<GoBackDialog *>();
    if (!dialog || !QTest::qWaitForWindowActive(dialog))
        qFatal("the dialog is not active");
    return dialog;
}

void goBack(MainWindow &window)
{
    const QPointer<GoBackDialog> dialog = openGoBack(window); // it goes when it is closed
    typeText(dialog, confirmPhrase);
    pressKey(dialog, Qt::Key_Return);
    if (dialog && dialog->isVisible())
        qFatal("nothing was confirmed: %s", qPrintable(textOf(dialog, "goBackHint")));
}

} // namespace Slipway::Test

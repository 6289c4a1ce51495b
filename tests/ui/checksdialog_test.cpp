// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/environment/checksdialog.h"

#include "support/healthstates.h"
#include "support/testmain.h"
#include "support/windowkit.h"

#include <QPushButton>
#include <QSignalSpy>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

EnvironmentView withChecks(const QList<CheckView> &checks)
{
    EnvironmentView view = aKnownEnvironment();
    view.checks = checks;
    return view;
}

} // namespace

class ChecksDialogTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whileACheckIsAskedItCannotBeAskedAgain()
    {
        EnvironmentView view = withChecks({aPaidCheck()});
        ChecksDialog dialog(view);
        dialog.display(view, noon);
        auto *ask = dialog.findChild<QPushButton *>(QStringLiteral("ask-") + view.checks.constFirst().name);
        QVERIFY(ask && ask->isEnabled());
        view.checks.first().asking = true;
        dialog.display(view, noon);
        QVERIFY(!ask->isEnabled());
        QVERIFY(checkLines(view, noon).constFirst().detail.startsWith(QStringLiteral("being asked")));
        view.checks.first().asking = false;
        dialog.display(view, noon);
        QVERIFY(ask->isEnabled());
    }
    void everyCheckIsToldWithWhatFailed()
    {
        const QList<Line> lines =
            checkLines(withChecks({aCheck("health", Verdict::Healthy),
                                   aCheck("models", Verdict::Degraded, "len(body.data) (0) > 0"), aPaidCheck()}),
                       noon);
        QCOMPARE(lines.size(), 3);
        QCOMPARE(lines.at(0).title, QStringLiteral("health"));
        QCOMPARE(lines.at(0).look, lookOf(Verdict::Healthy));
        QCOMPARE(lines.at(0).detail, QStringLiteral("200 \u00b7 84 ms \u00b7 4 s ago"));
        QCOMPARE(lines.at(1).look, lookOf(Verdict::Degraded));
        QVERIFY(lines.at(1).detail.contains(QStringLiteral("len(body.data) (0) > 0")));
        QCOMPARE(lines.at(2).look, lookOf(Verdict::Unknown)); // never asked is not healthy
        QVERIFY(lines.at(2).detail.contains(QStringLiteral("asked only on request")));
    }

    void noAnswerIsNotAStatus()
    {
        CheckView check = aCheck("health", Verdict::Down, "connection refused");
        check.sample->httpStatus = {};
        check.sample->latencyMs = {};
        check.pending = QStringLiteral("2/3");
        const Line line = checkLines(withChecks({check}), noon).constFirst();
        QCOMPARE(line.detail, QStringLiteral("no HTTP answer \u00b7 connection refused \u00b7 4 s ago"));
        QVERIFY(line.word.endsWith(QStringLiteral("2/3")));
    }

    void whatIsAskedForIsTheCheckOnRequest()
    {
        const EnvironmentView view = aKnownEnvironment();
        ChecksDialog dialog(view);
        dialog.display(view, noon);
        dialog.open();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        QSignalSpy asked(&dialog, &ChecksDialog::checkRequested);
        auto *ask = named<QPushButton>(&dialog, "ask-chat completion");
        clickOn(ask);
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked.at(0).at(0).toString(), QStringLiteral("chat completion"));
        ask->setFocus();
        pressKey(&dialog, Qt::Key_Space);
        QCOMPARE(asked.size(), 2);
        QVERIFY(textOf(&dialog, "listNotice").contains(QStringLiteral("may cost something")));
    }

    void openingAsksNothingAndEnterCloses()
    {
        const EnvironmentView view = aKnownEnvironment();
        ChecksDialog dialog(view);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        dialog.display(view, noon);
        dialog.open();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        QSignalSpy asked(&dialog, &ChecksDialog::checkRequested);
        pressKey(&dialog, Qt::Key_Return);
        QVERIFY(asked.isEmpty());
        QVERIFY(!dialog.isVisible());
    }

    void withoutCheckOnRequestNothingIsOffered()
    {
        const EnvironmentView view = withChecks({aCheck("health", Verdict::Healthy)});
        ChecksDialog dialog(view);
        dialog.display(view, noon);
        QCOMPARE(dialog.findChildren<QPushButton *>().size(), 1); // Close
        QVERIFY(!named<QLabel>(&dialog, "listNotice")->isVisibleTo(&dialog));
    }

    void itFollowsWhatHappensWhileItIsOpen()
    {
        EnvironmentView view = withChecks({aCheck("health", Verdict::Healthy)});
        ChecksDialog dialog(view);
        dialog.display(view, noon);
        dialog.open();
        QVERIFY(!visibleTexts(&dialog).contains(QStringLiteral("refused")));
        view.checks[0] = aCheck("health", Verdict::Down, "connection refused");
        dialog.display(view, noon);
        QVERIFY(visibleTexts(&dialog).contains(QStringLiteral("connection refused")));
    }

    void aLongHostileNameKeepsTheDialogOnTheScreen()
    {
        EnvironmentView view = withChecks({aPaidCheck(), aPaidCheck(), aPaidCheck()});
        for (CheckView &check : view.checks)
            check.name = QStringLiteral("\u202Ea & b ").repeated(40);
        ChecksDialog dialog(view);
        dialog.display(view, noon);
        QVERIFY2(dialog.minimumSizeHint().width() <= 1000,
                 qPrintable(QString::number(dialog.minimumSizeHint().width())));
        const QList<QPushButton *> buttons = dialog.findChildren<QPushButton *>();
        for (const QPushButton *button : buttons) {
            QVERIFY(!button->text().contains(QChar(0x202E)));
            QVERIFY(!button->accessibleName().contains(QChar(0x202E)));
        }
    }
};

SLIPWAY_TEST(ChecksDialogTest)
#include "checksdialog_test.moc"

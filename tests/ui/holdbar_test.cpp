// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/holdbar.h"

#include "models/values/utc.h"
#include "support/localzone.h"
#include "support/pastdeployments.h"
#include "support/testmain.h"
#include "support/windowkit.h"
#include "ui/controls/zone.h"

#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

Hold aHold(const char *order = "order-1")
{
    return {.order = {QString::fromLatin1(order)},
            .sha = goodSha,
            .undone = testedSha,
            .reason = QStringLiteral("the pool is exhausted."),
            .who = QStringLiteral("mira"),
            .since = QDateTime(QDate(2026, 11, 24), QTime(3, 12), utcZone)};
}

struct ShownHold {
    explicit ShownHold(const Hold &hold = aHold())
        : lifted(&bar, &HoldBar::lifted)
    {
        bar.display(hold, testedSha);
        bar.resize(900, 90);
        bar.activateWindow();
        if (!QTest::qWaitForWindowActive(&bar))
            qFatal("the bar is not shown");
    }
    QPushButton *confirm() { return named<QPushButton>(&bar, "liftConfirm"); }
    QLineEdit *reason() { return named<QLineEdit>(&bar, "liftReason"); }

    HoldBar bar;
    QSignalSpy lifted;
};

} // namespace

class HoldBarTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void itSaysWhereSinceWhenWhyAndWhatAPromotionWouldDo()
    {
        QCOMPARE(holdText(aHold(), testedSha),
                 QStringLiteral("Production is held at a01b77e since 24 Nov 03:12 UTC by mira, because the pool is "
                                "exhausted; promoting 3f9c2ab would bring back what was undone."));
    }

    void itDoesNotSayHeldBeforeItIsSo()
    {
        Hold hold = aHold();
        hold.progress = Hold::Progress::UnderWay;
        QVERIFY(holdText(hold, testedSha).startsWith(QLatin1String("Production is going back to a01b77e since")));
        hold.progress = Hold::Progress::NotSeen;
        QVERIFY(holdText(hold, testedSha).contains(QLatin1String("was not seen to go back to a01b77e")));
    }

    void anotherZoneIsTakenUpAndWhatIsTypedStays()
    {
        ShownHold shown;
        clickOn(named<QPushButton>(&shown.bar, "liftHold"));
        typeText(&shown.bar, QStringLiteral("fixed"));
        const LocalZone berlin(centralEurope);
        setShownZone(ShownZone::Utc);
        applyZone(ShownZone::Local);
        QVERIFY(textOf(&shown.bar, "holdText").contains(QStringLiteral("since 24 Nov 04:12 CET by mira")));
        QCOMPARE(shown.reason()->text(), QStringLiteral("fixed"));
    }

    void whatIsNotKnownIsLeftOut()
    {
        QCOMPARE(holdText({}, {}), QStringLiteral("Production is held; nothing is promoted until the hold is lifted."));
        QCOMPARE(holdText({.sha = goodSha}, goodSha),
                 QStringLiteral("Production is held at a01b77e; nothing is promoted until the hold is lifted."));
    }

    void whatServesInsteadIsSaid()
    {
        const QString text = holdText(aHold(), testedSha, newerSha);
        QVERIFY2(text.contains(QStringLiteral("but c0ffee1 serves now")), qPrintable(text));
        QVERIFY(!holdText(aHold(), testedSha, goodSha).contains(QStringLiteral("serves now")));
        QVERIFY(!holdText(aHold(), testedSha, {}).contains(QStringLiteral("serves now")));
    }

    void withoutAHoldItIsHidden()
    {
        HoldBar bar;
        bar.display(std::nullopt, testedSha);
        QVERIFY(bar.isHidden());
        bar.display(aHold(), testedSha);
        QVERIFY(!bar.isHidden());
        bar.display(std::nullopt, testedSha);
        QVERIFY(bar.isHidden());
    }

    void liftingNeedsAReason()
    {
        ShownHold shown;
        QVERIFY(!shown.reason()->isVisible());
        clickOn(named<QPushButton>(&shown.bar, "liftHold"));
        QVERIFY(shown.reason()->hasFocus());
        QVERIFY(!shown.confirm()->isEnabled());
        typeText(&shown.bar, QStringLiteral("   "));
        QVERIFY(!shown.confirm()->isEnabled());
        typeText(&shown.bar, QStringLiteral("fixed in c0ffee1 "));
        pressKey(&shown.bar, Qt::Key_Return);
        QCOMPARE(shown.lifted.size(), 0); // Enter is not a decision
        clickOn(shown.confirm());
        QCOMPARE(shown.lifted.size(), 1);
        QCOMPARE(shown.lifted.at(0).at(0).toString(), QStringLiteral("fixed in c0ffee1"));
    }

    void whatIsBeingTypedSurvivesNewsOfTheSameHold()
    {
        ShownHold shown;
        clickOn(named<QPushButton>(&shown.bar, "liftHold"));
        typeText(&shown.bar, QStringLiteral("fixed"));
        shown.bar.display(aHold(), newerSha);
        QCOMPARE(shown.reason()->text(), QStringLiteral("fixed"));
        QVERIFY(textOf(&shown.bar, "holdText").contains(QStringLiteral("promoting c0ffee1")));
    }

    void aReasonForOneHoldDoesNotLiftAnother()
    {
        ShownHold shown;
        clickOn(named<QPushButton>(&shown.bar, "liftHold"));
        typeText(&shown.bar, QStringLiteral("fixed"));
        shown.bar.display(aHold("order-2"), testedSha);
        QCOMPARE(shown.reason()->text(), QString());
        QVERIFY(!shown.reason()->isVisible());
    }

    void aHostileReasonIsPlainText()
    {
        Hold hold = aHold();
        hold.reason = QStringLiteral("<b>all fine</b> \u202Egnp");
        ShownHold shown(hold);
        QVERIFY(textOf(&shown.bar, "holdText").contains(QStringLiteral("<b>all fine</b> <U+202E>gnp")));
    }
};

SLIPWAY_TEST(HoldBarTest)
#include "holdbar_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/environment/issuesdialog.h"

#include "support/healthstates.h"
#include "support/testmain.h"
#include "support/windowkit.h"
#include "ui/controls/marks.h"

#include <QSignalSpy>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

EnvironmentView withIssues(const QList<SentryIssue> &issues, int fresh)
{
    EnvironmentView view = aKnownEnvironment();
    view.issues = issues;
    view.unresolvedIssues = int(issues.size());
    view.freshIssues = fresh;
    return view;
}

} // namespace

class IssuesDialogTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void newOnesAreMarkedByAWord()
    {
        const QList<Line> lines =
            issueLines(withIssues({anIssue("TimeoutError: redis", "fatal"), anIssue("KeyError", "warning")}, 1), noon);
        QCOMPARE(lines.size(), 2);
        QCOMPARE(lines.at(0).title, QStringLiteral("NEW: TimeoutError: redis"));
        QVERIFY(lines.at(0).loud);
        QCOMPARE(lines.at(0).detail,
                 QStringLiteral("120 events \u00b7 1 user \u00b7 first seen 2 h ago \u00b7 last seen 1 min ago \u00b7 "
                                "API-4F"));
        QCOMPARE(lines.at(1).title, QStringLiteral("KeyError"));
        QVERIFY(!lines.at(1).loud);
        QVERIFY(lines.at(0).look.shape != lines.at(1).look.shape);
    }

    void aLevelThatIsNotKnownIsQuoted()
    {
        const auto lookOfLevelNamed = [](const char *level) {
            return issueLines(withIssues({anIssue("KeyError", level)}, 0), noon).constFirst().look;
        };
        QCOMPARE(lookOfLevelNamed("sample").word, QStringLiteral("sample"));
        QCOMPARE(lookOfLevelNamed("").word, QStringLiteral("level not told"));
        QCOMPARE(lookOfLevelNamed("").tone, Tone::Neutral);
    }

    void emptyAndUnreadableAreDifferentThings()
    {
        EnvironmentView view = withIssues({}, 0);
        IssuesDialog dialog(Environment::Staging);
        dialog.display(view, noon);
        dialog.open();
        QVERIFY(visibleTexts(&dialog).contains(QStringLiteral("There is no unresolved issue.")));
        view.unresolvedIssues = {};
        view.freshIssues = {};
        view.issuesText = QStringLiteral("the Sentry token lacks event:read");
        dialog.display(view, noon);
        QVERIFY(visibleTexts(&dialog).contains(QStringLiteral("the Sentry token lacks event:read")));
        QVERIFY(!visibleTexts(&dialog).contains(QStringLiteral("no unresolved issue")));
        view.issuesText.clear();
        dialog.display(view, noon);
        QVERIFY(visibleTexts(&dialog).contains(QStringLiteral("It is not known whether there are any.")));
    }

    void theConstantReleaseIsSaid()
    {
        EnvironmentView view = withIssues({anIssue("KeyError")}, 0);
        IssuesDialog dialog(Environment::Staging);
        dialog.display(view, noon);
        QVERIFY(!named<QLabel>(&dialog, "listNotice")->isVisibleTo(&dialog));
        view.figures.releaseText = QStringLiteral("Every event carries the release 2.0.3");
        dialog.display(view, noon);
        QVERIFY(textOf(&dialog, "listNotice").contains(QStringLiteral("2.0.3")));
        QVERIFY(named<QLabel>(&dialog, "listNotice")->isVisibleTo(&dialog));
    }

    void theIssueIsOpenedByClickAndByKey()
    {
        IssuesDialog dialog(Environment::Staging);
        dialog.display(withIssues({anIssue("KeyError")}, 0), noon);
        dialog.open();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        QSignalSpy opened(&dialog, &IssuesDialog::openRequested);
        auto *link = dialog.findChild<LinkButton *>();
        clickOn(link);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.at(0).at(0).toUrl(), QUrl(QStringLiteral("https://sentry.example.com/issues/71")));
        for (int i = 0; i < 5 && !link->hasFocus(); ++i)
            pressKey(&dialog, Qt::Key_Tab);
        QVERIFY(link->hasFocus());
        pressKey(&dialog, Qt::Key_Return);
        QCOMPARE(opened.size(), 2);
    }

    void anAddressThatIsNotSecureIsNotOffered()
    {
        SentryIssue issue = anIssue("KeyError");
        issue.url = QUrl(QStringLiteral("javascript:alert(1)"));
        IssuesDialog dialog(Environment::Staging);
        dialog.display(withIssues({issue}, 0), noon);
        QVERIFY(!dialog.findChild<LinkButton *>()->isVisibleTo(&dialog));
    }

    void hostileTitlesAreMadeVisible()
    {
        SentryIssue issue = anIssue("");
        issue.title = QStringLiteral("\u202E<b>evil</b> ").repeated(60);
        IssuesDialog dialog(Environment::Staging);
        dialog.display(withIssues({issue}, 1), noon);
        QVERIFY(!visibleTexts(&dialog).contains(QChar(0x202E)));
        QVERIFY(visibleTexts(&dialog).contains(QStringLiteral("<b>evil</b>")));
        QVERIFY(dialog.minimumSizeHint().width() <= 760);
    }

    void itFollowsWhatHappensWhileItIsOpen()
    {
        IssuesDialog dialog(Environment::Staging);
        dialog.display(withIssues({anIssue("KeyError")}, 0), noon);
        dialog.open();
        dialog.display(withIssues({anIssue("TimeoutError"), anIssue("KeyError")}, 1), noon);
        QVERIFY(visibleTexts(&dialog).contains(QStringLiteral("NEW: TimeoutError")));
        dialog.display(withIssues({anIssue("TimeoutError")}, 0), noon);
        QVERIFY(!visibleTexts(&dialog).contains(QStringLiteral("KeyError")));
        QVERIFY(!visibleTexts(&dialog).contains(QStringLiteral("NEW")));
    }
};

SLIPWAY_TEST(IssuesDialogTest)
#include "issuesdialog_test.moc"

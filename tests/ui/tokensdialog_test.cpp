// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/tokensdialog.h"

#include "support/testmain.h"
#include "support/windowkit.h"
#include "ui/controls/marks.h"

#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

QList<TokenRow> twoRows(TokenRow::State state)
{
    return {{.id = QStringLiteral("github"),
             .title = QStringLiteral("GitHub"),
             .origin = QStringLiteral("https://api.github.com"),
             .help = QStringLiteral("Needs Actions: read and write, Contents: read"),
             .state = state},
            {.id = QStringLiteral("railway"),
             .title = QStringLiteral("Railway"),
             .origin = QStringLiteral("https://backboard.railway.com"),
             .state = TokenRow::State::None}};
}

struct OpenedTokens {
    explicit OpenedTokens(TokenRow::State state = TokenRow::State::Stored)
    {
        dialog.display(twoRows(state));
        dialog.open();
        exposed = QTest::qWaitForWindowExposed(&dialog);
    }
    QLineEdit *field(const char *name = "token-github") { return named<QLineEdit>(&dialog, name); }

    TokensDialog dialog;
    bool exposed = false;
};

} // namespace

class TokensDialogTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void itSaysWhetherOneIsStored_data()
    {
        QTest::addColumn<TokenRow::State>("state");
        QTest::addColumn<QString>("word");
        QTest::addColumn<bool>("removable");
        QTest::newRow("stored") << TokenRow::State::Stored << QStringLiteral("stored") << true;
        QTest::newRow("unstored") << TokenRow::State::Unstored << QStringLiteral("used, not stored") << true;
        QTest::newRow("none") << TokenRow::State::None << QStringLiteral("none stored") << false;
        QTest::newRow("locked") << TokenRow::State::Locked << QStringLiteral("keyring locked") << false;
        QTest::newRow("unavailable") << TokenRow::State::Unavailable << QStringLiteral("no keyring") << false;
        QTest::newRow("unknown") << TokenRow::State::Unknown << QStringLiteral("asking the keyring") << false;
    }
    void itSaysWhetherOneIsStored()
    {
        QFETCH(TokenRow::State, state);
        QFETCH(QString, word);
        QFETCH(bool, removable);
        OpenedTokens opened(state);
        QCOMPARE(named<StatusMark>(&opened.dialog, "state-github")->text(), word);
        QCOMPARE(named<QPushButton>(&opened.dialog, "remove-github")->isEnabled(), removable);
    }

    void aTokenIsHandedOnAndForgotten()
    {
        OpenedTokens opened;
        QSignalSpy entered(&opened.dialog, &TokensDialog::tokenEntered);
        opened.field()->setFocus();
        typeText(&opened.dialog, QStringLiteral("made-up-token"));
        clickOn(named<QPushButton>(&opened.dialog, "save-github"));
        QCOMPARE(entered.size(), 1);
        QCOMPARE(entered.at(0).at(0).toString(), QStringLiteral("github"));
        QCOMPARE(entered.at(0).at(1).toString(), QStringLiteral("made-up-token"));
        QVERIFY(opened.field()->text().isEmpty());
        opened.field()->undo();
        QVERIFY(opened.field()->text().isEmpty());
    }

    void enterSavesTheRowItIsTypedIn()
    {
        OpenedTokens opened;
        QSignalSpy entered(&opened.dialog, &TokensDialog::tokenEntered);
        opened.field("token-railway")->setFocus();
        pressKey(&opened.dialog, Qt::Key_Return);
        QCOMPARE(entered.size(), 0);
        typeText(&opened.dialog, QStringLiteral("abc"));
        pressKey(&opened.dialog, Qt::Key_Return);
        QCOMPARE(entered.size(), 1);
        QCOMPARE(entered.at(0).at(0).toString(), QStringLiteral("railway"));
        QVERIFY(opened.dialog.isVisible());
    }

    void whiteSpaceAloneIsNoToken()
    {
        OpenedTokens opened;
        opened.field()->setFocus();
        typeText(&opened.dialog, QStringLiteral("   "));
        QVERIFY(!named<QPushButton>(&opened.dialog, "save-github")->isEnabled());
    }

    void nothingTypedCanBeReadBack()
    {
        OpenedTokens opened;
        opened.field()->setFocus();
        typeText(&opened.dialog, QStringLiteral("made-up-token"));
        QCOMPARE(opened.field()->echoMode(), QLineEdit::Password);
        QVERIFY(!opened.field()->displayText().contains(QLatin1Char('m')));
        QVERIFY(!visibleTexts(&opened.dialog).contains(QStringLiteral("made-up-token")));
    }

    void closingForgetsWhatWasTyped()
    {
        OpenedTokens opened;
        opened.field()->setFocus();
        typeText(&opened.dialog, QStringLiteral("made-up-token"));
        pressKey(&opened.dialog, Qt::Key_Escape);
        QVERIFY(!opened.dialog.isVisible());
        QVERIFY(opened.field()->text().isEmpty());
    }

    void removeAsksForItsOwnRow()
    {
        OpenedTokens opened;
        QSignalSpy removed(&opened.dialog, &TokensDialog::tokenRemoveRequested);
        clickOn(named<QPushButton>(&opened.dialog, "remove-github"));
        QCOMPARE(removed.size(), 1);
        QCOMPARE(removed.at(0).at(0).toString(), QStringLiteral("github"));
        QCOMPARE(named<StatusMark>(&opened.dialog, "state-github")->text(), QStringLiteral("asking the keyring"));
    }

    void anAnswerLeavesWhatIsBeingTyped()
    {
        OpenedTokens opened(TokenRow::State::Unknown);
        opened.field()->setFocus();
        typeText(&opened.dialog, QStringLiteral("half"));
        opened.dialog.display(twoRows(TokenRow::State::Stored));
        typeText(&opened.dialog, QStringLiteral("way"));
        QCOMPARE(opened.field()->text(), QStringLiteral("halfway"));
    }

    void aTroubleIsSaidInWords()
    {
        QList<TokenRow> rows = twoRows(TokenRow::State::Locked);
        rows[0].detail = QStringLiteral("The keyring is locked: unlock it, then try again\u202E");
        OpenedTokens opened;
        opened.dialog.display(rows);
        QVERIFY(textOf(&opened.dialog, "detail-github").contains(QStringLiteral("unlock it, then try again<U+202E>")));
    }

    void eachFieldHasANameForScreenReaders()
    {
        OpenedTokens opened;
        QCOMPARE(opened.field()->accessibleName(), QStringLiteral("GitHub token"));
        QCOMPARE(named<QPushButton>(&opened.dialog, "remove-github")->accessibleName(),
                 QStringLiteral("Remove the GitHub token"));
    }
};

SLIPWAY_TEST(TokensDialogTest)
#include "tokensdialog_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testmain.h"
#include "ui/confirm/confirmhint.h"

#include <QTest>

using namespace Slipway;

class ConfirmHintTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void onlyTheExactPhraseLeavesNothingToSay_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("hint");
        const auto row = [](const char *name, const QString &typed, const QString &hint) {
            QTest::newRow(name) << typed << hint;
        };
        row("nothing", {}, QStringLiteral("20 more characters"));
        row("a beginning", QStringLiteral("deploy-to-produc"), QStringLiteral("4 more characters"));
        row("all but one", QStringLiteral("deploy-to-productio"), QStringLiteral("1 more character"));
        row("the phrase", QStringLiteral("deploy-to-production"), {});
        row("another case", QStringLiteral("Deploy-to-production"), QStringLiteral("does not match at character 1"));
        row("a wrong sign", QStringLiteral("deploy_"), QStringLiteral("does not match at character 7"));
        row("a space before", QStringLiteral(" deploy-to-production"), QStringLiteral("does not match at character 1"));
        row("a space after", QStringLiteral("deploy-to-production "), QStringLiteral("1 character too many"));
        row("a line end", QStringLiteral("deploy-to-production\n"), QStringLiteral("1 character too many"));
        row("another hyphen", QStringLiteral("deploy\u2010to-production"),
            QStringLiteral("does not match at character 7"));
        row("a Cyrillic letter", QStringLiteral("depl\u043Ey-to-production"),
            QStringLiteral("does not match at character 5"));
        row("a hidden sign", QStringLiteral("deploy-to-production\u200B"), QStringLiteral("1 character too many"));
    }
    void onlyTheExactPhraseLeavesNothingToSay()
    {
        QFETCH(QString, typed);
        QFETCH(QString, hint);
        QCOMPARE(phraseHint(typed), hint);
    }
};

SLIPWAY_TEST(ConfirmHintTest)
#include "confirmhint_test.moc"

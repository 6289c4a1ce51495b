// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tokens/tokenrows.h"
#include "support/credentialskit.h"
#include "support/privatekeyring.h"
#include "support/secretservice.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

TokenRow rowOf(const CredentialsKit &kit, const char *id)
{
    for (const TokenRow &row : tokenRows(kit.credentials)) {
        if (row.id == QLatin1String(id))
            return row;
    }
    qFatal("there is no row %s", id);
}

} // namespace

/// What the tokens dialog says of each token.
class TokenRowsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void eachTokenOfTheProjectHasARow()
    {
        const CredentialsKit kit;
        QStringList ids;
        for (const TokenRow &row : tokenRows(kit.credentials)) {
            ids.append(row.id);
            QVERIFY(!row.title.isEmpty() && !row.help.isEmpty());
        }
        QCOMPARE(ids, QStringList({QStringLiteral("github"), QStringLiteral("railway"),
                                   QStringLiteral("railway-staging"), QStringLiteral("railway-production")}));
        QCOMPARE(rowOf(kit, "github").origin, QStringLiteral("https://api.github.com"));
        QCOMPARE(rowOf(kit, "railway").origin, QStringLiteral("https://backboard.railway.com"));
    }
    void sentryHasOneWhereItIsConfigured()
    {
        Project project = acmeProject();
        project.sentry = SentryProject{.api = QUrl(QStringLiteral("https://sentry.example.com/path"))};
        const CredentialsKit kit;
        ConsoleStore store(project);
        HttpClient client(kit.clock, std::make_unique<FakeNetwork>());
        Schedule schedule(kit.clock, 7);
        const Credentials credentials(client, schedule, store, kit.clock);
        const QList<TokenRow> rows = tokenRows(credentials);
        QCOMPARE(rows.constLast().id, QStringLiteral("sentry"));
        QCOMPARE(rows.constLast().origin, QStringLiteral("https://sentry.example.com"));
    }
    void grafanaHasOneAndWithoutItTheAlertsSaySo()
    {
        Project project = acmeProject();
        project.grafana = GrafanaProject{.api = QUrl(QStringLiteral("https://tools.example.com/grafana"))};
        const CredentialsKit kit;
        ConsoleStore store(project);
        HttpClient client(kit.clock, std::make_unique<FakeNetwork>());
        Schedule schedule(kit.clock, 7);
        Credentials credentials(client, schedule, store, kit.clock);
        QCOMPARE(tokenRows(credentials).constLast().id, QStringLiteral("grafana"));
        QVERIFY(tokenRows(credentials).constLast().help.contains(QStringLiteral("Viewer")));
        credentials.load({{{CredentialId::GitHub, "made-up"}}});
        for (const Environment environment : environments) {
            QCOMPARE(store.observations().alerts[environment].error->kind, ErrorKind::NoToken);
            QVERIFY(!store.observations().errors[environment].error);
        }
    }
    void beforeTheKeyringAnsweredNothingIsKnown()
    {
        const CredentialsKit kit;
        for (const TokenRow &row : tokenRows(kit.credentials)) {
            QCOMPARE(row.state, TokenRow::State::Unknown);
            QVERIFY(row.detail.isEmpty());
        }
    }
    void aTokenForThisRunOnlyIsSaidToBeThat()
    {
        CredentialsKit kit;
        kit.load({{CredentialId::GitHub, "made-up"}});
        const TokenRow row = rowOf(kit, "github");
        QCOMPARE(row.state, TokenRow::State::Stored);
        QVERIFY2(row.detail.contains(QStringLiteral("for this run only")), qPrintable(row.detail));
        QCOMPARE(rowOf(kit, "railway").state, TokenRow::State::None);
        QVERIFY(rowOf(kit, "railway").detail.isEmpty());
    }
    void aTokenThatIsThereAndDoesNotWorkIsStoredAndSaysWhy()
    {
        SLIPWAY_IN_SESSION(UnlockedKeyring, "tokenrows_test")
        CredentialsKit kit;
        kit.load();
        QCOMPARE(rowOf(kit, "railway").state, TokenRow::State::None);
        kit.credentials.enter(credentialWord(CredentialId::Railway), "mistyped");
        QTRY_COMPARE(rowOf(kit, "railway").state, TokenRow::State::Stored);
        QVERIFY2(rowOf(kit, "railway").detail.contains(QStringLiteral("does not know this token")),
                 qPrintable(rowOf(kit, "railway").detail));
    }
    void aTokenThatIsStoredAndWorksSaysNothingMore()
    {
        SLIPWAY_IN_SESSION(UnlockedKeyring, "tokenrows_test")
        CredentialsKit kit;
        kit.load();
        kit.credentials.enter(credentialWord(CredentialId::GitHub), "typed");
        QTRY_COMPARE(rowOf(kit, "github").state, TokenRow::State::Stored);
        QVERIFY(rowOf(kit, "github").detail.isEmpty());
    }
    void aLockedKeyringIsNotAMissingToken()
    {
        SLIPWAY_IN_SESSION(UnlockedKeyring, "tokenrows_test")
        CredentialsKit kit;
        QVERIFY(lockTheKeyring());
        kit.load();
        QCOMPARE(rowOf(kit, "github").state, TokenRow::State::Locked);
        QVERIFY(rowOf(kit, "github").detail.contains(QStringLiteral("unlock it")));
    }
    void anAbsentKeyringIsNotAMissingTokenEither()
    {
        SLIPWAY_IN_SESSION(NoBus, "tokenrows_test")
        CredentialsKit kit;
        kit.load();
        QCOMPARE(rowOf(kit, "github").state, TokenRow::State::Unavailable);
        QVERIFY(!rowOf(kit, "github").detail.isEmpty());
    }
    void noRowEverHoldsAToken()
    {
        CredentialsKit kit;
        kit.load({{CredentialId::GitHub, "made-up-secret"}, {CredentialId::Railway, "made-up-secret"}});
        for (const TokenRow &row : tokenRows(kit.credentials)) {
            for (const QString &text : {row.id, row.title, row.origin, row.help, row.detail})
                QVERIFY(!text.contains(QStringLiteral("made-up-secret")));
        }
    }
};

SLIPWAY_TEST(TokenRowsTest)
#include "tokenrows_test.moc"

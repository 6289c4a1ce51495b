// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tokens/tokenstore.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;

namespace {

constexpr std::array everyCredential{CredentialId::GitHub,         CredentialId::Railway,
                                     CredentialId::RailwayStaging, CredentialId::RailwayProduction,
                                     CredentialId::Sentry,         CredentialId::Grafana};

Project projectWithSentry()
{
    Project project;
    project.name = QStringLiteral("gatewayz-api");
    project.github.api = QUrl(QStringLiteral("https://ghe.example.com:443/api/v3"));
    project.railway.api = QUrl(QStringLiteral("https://backboard.railway.com/graphql/v2"));
    project.sentry = SentryProject{.api = QUrl(QStringLiteral("http://127.0.0.1:9000/sentry"))};
    return project;
}

/// Where the environment's token goes without being told.
QUrl ownOrigin(CredentialId id)
{
    switch (id) {
    case CredentialId::GitHub:
        return QUrl(QStringLiteral("https://api.github.com"));
    case CredentialId::Railway:
    case CredentialId::RailwayStaging:
    case CredentialId::RailwayProduction:
        return QUrl(QStringLiteral("https://backboard.railway.com"));
    case CredentialId::Sentry:
        return QUrl(QStringLiteral("https://de.sentry.io"));
    case CredentialId::None:
    case CredentialId::Grafana:
        break;
    }
    return QUrl(QStringLiteral("https://tools.example.com"));
}

TokenKey storeKey(CredentialId id)
{
    return {QStringLiteral("gatewayz-api"), id, ownOrigin(id)};
}

TokenKey keyElsewhere(CredentialId id)
{
    return {QStringLiteral("gatewayz-api"), id, QUrl(QStringLiteral("https://ghe.example.com:8443"))};
}

constexpr std::array originVariables{"SLIPWAY_GITHUB_ORIGIN", "SLIPWAY_RAILWAY_ORIGIN", "SLIPWAY_SENTRY_ORIGIN",
                                     "SLIPWAY_GRAFANA_ORIGIN"};

/// The answer that comes from the environment, without any keyring.
Result<QByteArray> readFromStore(TokenStore &store, const TokenKey &key)
{
    std::optional<Result<QByteArray>> answer;
    store.read(key, &store, [&answer](const Result<QByteArray> &told) { answer = told; });
    const bool tooSoon = answer.has_value();
    const bool came = QTest::qWaitFor([&answer] { return answer.has_value(); });
    return came && !tooSoon ? *answer : Error{.kind = ErrorKind::Timeout, .detail = QStringLiteral("not as promised")};
}

Result<QByteArray> readFromStore(TokenStore &store, CredentialId id)
{
    return readFromStore(store, storeKey(id));
}

} // namespace

class TokenStoreTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup()
    {
        for (const CredentialId id : everyCredential)
            qunsetenv(environmentVariable(id).constData());
        for (const char *variable : originVariables)
            qunsetenv(variable);
    }
    void oneEntryForEachProjectProviderAndOrigin()
    {
        QStringList entries;
        for (const TokenKey &key : tokenKeys(projectWithSentry()))
            entries.append(key.entry());
        QCOMPARE(entries, QStringList({QStringLiteral("slipway/gatewayz-api/github/https://ghe.example.com"),
                                       QStringLiteral("slipway/gatewayz-api/railway/https://backboard.railway.com"),
                                       QStringLiteral("slipway/gatewayz-api/railway-staging/"
                                                      "https://backboard.railway.com"),
                                       QStringLiteral("slipway/gatewayz-api/railway-production/"
                                                      "https://backboard.railway.com"),
                                       QStringLiteral("slipway/gatewayz-api/sentry/http://127.0.0.1:9000")}));
    }
    void withGrafanaThereIsATokenForItsOrigin()
    {
        Project project = projectWithSentry();
        project.grafana = GrafanaProject{.api = QUrl(QStringLiteral("https://tools.example.com/grafana"))};
        QCOMPARE(tokenKeys(project).constLast().entry(),
                 QStringLiteral("slipway/gatewayz-api/grafana/https://tools.example.com"));
        QCOMPARE(environmentVariable(CredentialId::Grafana), QByteArray("SLIPWAY_GRAFANA_TOKEN"));
    }
    void withoutSentryThereIsNoTokenForIt()
    {
        Project project = projectWithSentry();
        project.sentry.reset();
        QCOMPARE(tokenKeys(project).size(), 4);
    }
    void aProjectsNameCannotReachAnothersEntry()
    {
        TokenKey sly = storeKey(CredentialId::GitHub);
        sly.project = QStringLiteral("gatewayz-api/github/https://api.github.com");
        QVERIFY(sly.entry() != storeKey(CredentialId::GitHub).entry());
        QCOMPARE(sly.entry().count(QStringLiteral("/github/")), 1);
    }
    void pathAndCaseDoNotMakeAnotherOrigin()
    {
        TokenKey key = storeKey(CredentialId::GitHub);
        key.origin = QUrl(QStringLiteral("https://API.github.com:443/some/path?x=1"));
        QCOMPARE(key.entry(), storeKey(CredentialId::GitHub).entry());
        key.origin = QUrl(QStringLiteral("http://api.github.com"));
        QVERIFY(key.entry() != storeKey(CredentialId::GitHub).entry());
    }

    void theEnvironmentWinsForEveryCredential()
    {
        for (const CredentialId id : everyCredential)
            qputenv(environmentVariable(id).constData(), "made-up-" + credentialWord(id).toLatin1());
        qputenv("SLIPWAY_GRAFANA_ORIGIN", "https://tools.example.com");
        TokenStore store;
        for (const CredentialId id : everyCredential)
            QCOMPARE(*readFromStore(store, id), "made-up-" + credentialWord(id).toLatin1());
    }
    void aProjectFileCannotSendATokenOfTheEnvironmentElsewhere()
    {
        for (const CredentialId id : everyCredential)
            qputenv(environmentVariable(id).constData(), "made-up-token");
        TokenStore store;
        for (const CredentialId id : everyCredential) {
            const auto token = readFromStore(store, keyElsewhere(id));
            QVERIFY2(!token, environmentVariable(id).constData());
            QCOMPARE(token.error().kind, ErrorKind::Configuration);
            const QString said = token.error().detail;
            QVERIFY2(said.contains(QLatin1String(environmentVariable(id))), qPrintable(said));
            QVERIFY2(said.contains(QStringLiteral("_ORIGIN=https://ghe.example.com:8443")), qPrintable(said));
            QVERIFY2(!said.contains(QStringLiteral("made-up-token")), qPrintable(said));
        }
    }
    void theEnvironmentCanAllowIt()
    {
        for (const CredentialId id : everyCredential)
            qputenv(environmentVariable(id).constData(), "made-up-token");
        for (const char *variable : originVariables)
            qputenv(variable, "https://other.example.com https://GHE.example.com:8443/");
        TokenStore store;
        for (const CredentialId id : everyCredential) {
            QCOMPARE(*readFromStore(store, keyElsewhere(id)), QByteArray("made-up-token"));
            if (id != CredentialId::Grafana)
                QVERIFY(readFromStore(store, id)); // it still goes where it belongs
        }
    }
    void onlyThatOriginIsAllowed_data()
    {
        QTest::addColumn<QByteArray>("origins");
        for (const char *origins :
             {"*", "ghe.example.com:8443", "https://ghe.example.com", "http://ghe.example.com:8443",
              "https://*.example.com:8443", "https://ghe.example.com:8443.evil.example", "https://example.com:8443",
              "https://ghe.example.com:8443@evil.example", "https://a@ghe.example.com:8443",
              "https://ghe.example.com:8443/api", "https://ghe.example.com:8443?x", "https://",
              "https://ghe.example.com:8443,https://b.example.com"})
            QTest::newRow(origins) << QByteArray(origins);
    }
    void onlyThatOriginIsAllowed()
    {
        QFETCH(QByteArray, origins);
        qputenv("SLIPWAY_GITHUB_TOKEN", "made-up-token");
        qputenv("SLIPWAY_GITHUB_ORIGIN", origins);
        TokenStore store;
        QVERIFY(!readFromStore(store, keyElsewhere(CredentialId::GitHub)));
    }
    void whatWeStartDoesNotInheritIt()
    {
        qputenv("SLIPWAY_GITHUB_TOKEN", "made-up-token");
        const TokenStore store;
        QVERIFY(!qEnvironmentVariableIsSet("SLIPWAY_GITHUB_TOKEN"));
    }
    void oneRailwayVariableReplacesAllThatIsStoredForRailway()
    {
        qputenv("SLIPWAY_RAILWAY_STAGING_TOKEN", "made-up-token");
        TokenStore store;
        QCOMPARE(*readFromStore(store, CredentialId::RailwayStaging), QByteArray("made-up-token"));
        QCOMPARE(readFromStore(store, CredentialId::RailwayProduction).error().kind, ErrorKind::NoToken);
        QCOMPARE(readFromStore(store, CredentialId::Railway).error().kind, ErrorKind::NoToken);
    }
    void aVariableThatIsNoTokenIsSaidWithoutItsValue()
    {
        qputenv("SLIPWAY_SENTRY_TOKEN", "abc def");
        TokenStore store;
        const auto token = readFromStore(store, CredentialId::Sentry);
        QCOMPARE(token.error().kind, ErrorKind::Malformed);
        QVERIFY(token.error().detail.startsWith(QStringLiteral("SLIPWAY_SENTRY_TOKEN cannot be used")));
        QVERIFY(!token.error().detail.contains(QStringLiteral("abc")));
    }
    void aTokenForAHeaderIsCheckedBeforeItIsStored()
    {
        TokenStore store;
        std::optional<Result<Done>> answer;
        store.write(storeKey(CredentialId::GitHub), "two words", &store,
                    [&answer](const Result<Done> &told) { answer = told; });
        QTRY_VERIFY(answer.has_value());
        QCOMPARE(answer->error().kind, ErrorKind::Malformed);
    }
};

SLIPWAY_TEST(TokenStoreTest)
#include "tokenstore_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tokens/keyring.h"
#include "app/tokens/tokenstore.h"
#include "support/privatekeyring.h"
#include "support/secretservice.h"
#include "support/testmain.h"

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusReply>
#include <QSignalSpy>
#include <QTest>

#include <csignal>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

TokenKey keyringKeyFor(const char *project, CredentialId credential, const char *origin)
{
    return {QString::fromLatin1(project), credential, QUrl(QString::fromLatin1(origin))};
}

TokenKey keyringKey()
{
    return keyringKeyFor("gatewayz-api", CredentialId::GitHub, "https://api.github.com");
}

Error noAnswerAtAll()
{
    return {.kind = ErrorKind::Malformed, .detail = QStringLiteral("the test got no answer")};
}

/// Asks, and waits for the one answer.
class AskedStore {
public:
    Result<QByteArray> read(const TokenKey &key)
    {
        std::optional<Result<QByteArray>> answer;
        store.read(key, this->context(), [&answer](const Result<QByteArray> &told) { answer = told; });
        return QTest::qWaitFor([&answer] { return answer.has_value(); }, patience) ? *answer : noAnswerAtAll();
    }
    Result<Done> write(const TokenKey &key, const QByteArray &token)
    {
        std::optional<Result<Done>> answer;
        store.write(key, token, this->context(), [&answer](const Result<Done> &told) { answer = told; });
        return QTest::qWaitFor([&answer] { return answer.has_value(); }, patience) ? *answer : noAnswerAtAll();
    }
    Result<Done> remove(const TokenKey &key)
    {
        std::optional<Result<Done>> answer;
        store.remove(key, this->context(), [&answer](const Result<Done> &told) { answer = told; });
        return QTest::qWaitFor([&answer] { return answer.has_value(); }, patience) ? *answer : noAnswerAtAll();
    }

    TokenStore store;

private:
    static constexpr int patience = 20'000;
    QObject *context() { return &store; }
};

pid_t keyringProcess()
{
    const QDBusReply<uint> pid =
        QDBusConnection::sessionBus().interface()->servicePid(QStringLiteral("org.freedesktop.secrets"));
    return pid.isValid() ? pid_t(pid.value()) : 0;
}

} // namespace

/// Each function runs again in a process with a session of its own, so that no real keyring is touched.
class KeyringTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aTokenIsStoredReadAndRemoved()
    {
        SLIPWAY_IN_SESSION(UnlockedKeyring, "keyring_test")
        AskedStore asked;
        QCOMPARE(asked.write(keyringKey(), " made-up-token\n"), Result<Done>(Done{}));
        QCOMPARE(*asked.read(keyringKey()), QByteArray("made-up-token"));
        QCOMPARE(asked.write(keyringKey(), "another-one"), Result<Done>(Done{}));
        QCOMPARE(*AskedStore().read(keyringKey()), QByteArray("another-one"));
        QCOMPARE(asked.remove(keyringKey()), Result<Done>(Done{}));
        QCOMPARE(asked.read(keyringKey()).error().kind, ErrorKind::NoToken);
    }
    void removingWhatIsNotThereIsFine()
    {
        SLIPWAY_IN_SESSION(UnlockedKeyring, "keyring_test")
        AskedStore asked;
        QCOMPARE(asked.read(keyringKey()).error().kind, ErrorKind::NoToken);
        QCOMPARE(asked.remove(keyringKey()), Result<Done>(Done{}));
    }
    void projectsProvidersAndOriginsAreApart()
    {
        SLIPWAY_IN_SESSION(UnlockedKeyring, "keyring_test")
        const QList<TokenKey> keys{
            keyringKey(),
            keyringKeyFor("other", CredentialId::GitHub, "https://api.github.com"),
            keyringKeyFor("gatewayz-api", CredentialId::GitHub, "https://ghe.example.com"),
            keyringKeyFor("gatewayz-api", CredentialId::GitHub, "https://api.github.com:8443"),
            keyringKeyFor("gatewayz-api", CredentialId::Railway, "https://api.github.com"),
            keyringKeyFor("gatewayz-api", CredentialId::RailwayStaging, "https://api.github.com"),
        };
        AskedStore asked;
        for (qsizetype i = 0; i < keys.size(); ++i)
            QVERIFY(asked.write(keys.at(i), "made-up-" + QByteArray::number(i)));
        QVERIFY(asked.remove(keys.at(1)));
        for (qsizetype i = 0; i < keys.size(); ++i) {
            const auto token = asked.read(keys.at(i));
            if (i == 1)
                QCOMPARE(token.error().kind, ErrorKind::NoToken);
            else
                QCOMPARE(*token, "made-up-" + QByteArray::number(i));
        }
    }
    void whatIsNoTokenIsNeitherStoredNorHandedOut()
    {
        SLIPWAY_IN_SESSION(UnlockedKeyring, "keyring_test")
        AskedStore asked;
        QCOMPARE(asked.write(keyringKey(), "abc\r\nX-Injected: 1").error().kind, ErrorKind::Malformed);
        QCOMPARE(asked.read(keyringKey()).error().kind, ErrorKind::NoToken);
        Keyring keyring;
        bool written = false;
        keyring.write(keyringKey().entry(), "abc\r\nX-Injected: 1",
                      [&written](const Result<Done> &done) { written = static_cast<bool>(done); });
        QTRY_VERIFY(written);
        QCOMPARE(asked.read(keyringKey()).error().kind, ErrorKind::Malformed);
    }
    void aLockedKeyringIsNotAnEmptyOne()
    {
        SLIPWAY_IN_SESSION(UnlockedKeyring, "keyring_test")
        AskedStore asked;
        QVERIFY(asked.write(keyringKey(), "made-up-token"));
        QVERIFY(lockTheKeyring());
        QCOMPARE(asked.read(keyringKey()).error().kind, ErrorKind::KeyringLocked);
        QCOMPARE(asked.write(keyringKey(), "another-one").error().kind, ErrorKind::KeyringLocked);
        QCOMPARE(asked.remove(keyringKey()).error().kind, ErrorKind::KeyringLocked);
    }
    void aFrozenKeyringIsGivenUpAndAskedAgain()
    {
        SLIPWAY_IN_SESSION(UnlockedKeyring, "keyring_test")
        AskedStore asked;
        QVERIFY(asked.write(keyringKey(), "made-up-token"));
        const pid_t keyring = keyringProcess();
        QVERIFY(keyring > 0);
        QVERIFY(::kill(keyring, SIGSTOP) == 0);
        asked.store.setWatchdog(Milliseconds(300));
        const QSignalSpy late(&asked.store, &TokenStore::answeredLate);
        const auto unread = asked.read(keyringKey());
        const auto unremoved = asked.remove(keyringKey());
        const auto unwritten = asked.write(keyringKey(), "another-one");
        const bool nothingLate = late.isEmpty();
        QVERIFY(::kill(keyring, SIGCONT) == 0);
        QCOMPARE(unread.error().kind, ErrorKind::KeyringUnavailable);
        QVERIFY(unread.error().detail.contains(QStringLiteral("did not answer within 0.3 s")));
        QCOMPARE(unremoved.error().kind, ErrorKind::KeyringUnavailable);
        QCOMPARE(unwritten.error().kind, ErrorKind::KeyringUnavailable);
        QVERIFY(unwritten.error().detail.startsWith(QStringLiteral("It is not known whether the token was stored.")));
        QVERIFY(nothingLate);
        QTRY_COMPARE(late.size(), 1); // once, for the read and the write
        asked.store.setWatchdog(Milliseconds(5000));
        QCOMPARE(*asked.read(keyringKey()), QByteArray("another-one"));
    }
    void theStoreMayGoWhileTheKeyringHangs()
    {
        SLIPWAY_IN_SESSION(UnlockedKeyring, "keyring_test")
        AskedStore survivor;
        QVERIFY(survivor.write(keyringKey(), "made-up-token"));
        const pid_t keyring = keyringProcess();
        QVERIFY(keyring > 0 && ::kill(keyring, SIGSTOP) == 0);
        int answers = 0;
        {
            TokenStore store;
            store.read(keyringKey(), &store, [&answers](const Result<QByteArray> &) { ++answers; });
            QTest::qWait(50); // the question is on its way
        }
        QVERIFY(::kill(keyring, SIGCONT) == 0);
        QCOMPARE(*survivor.read(keyringKey()), QByteArray("made-up-token")); // queued behind the other
        QCOMPARE(answers, 0);
    }
    void aGoneContextIsNotCalledBack()
    {
        SLIPWAY_IN_SESSION(UnlockedKeyring, "keyring_test")
        AskedStore asked;
        QVERIFY(asked.write(keyringKey(), "made-up-token"));
        int answers = 0;
        auto context = std::make_unique<QObject>();
        asked.store.read(keyringKey(), context.get(), [&answers](const Result<QByteArray> &) { ++answers; });
        context.reset();
        QCOMPARE(*asked.read(keyringKey()), QByteArray("made-up-token"));
        QCOMPARE(answers, 0);
    }
    void aBusWithoutAKeyringIsSaid()
    {
        SLIPWAY_IN_SESSION(NoSecretService, "keyring_test")
        AskedStore asked;
        QCOMPARE(asked.read(keyringKey()).error().kind, ErrorKind::KeyringUnavailable);
        QCOMPARE(asked.write(keyringKey(), "made-up-token").error().kind, ErrorKind::KeyringUnavailable);
        QCOMPARE(asked.remove(keyringKey()).error().kind, ErrorKind::KeyringUnavailable);
    }
    void noBusIsSaid()
    {
        SLIPWAY_IN_SESSION(NoBus, "keyring_test")
        AskedStore asked;
        const auto read = asked.read(keyringKey());
        QCOMPARE(read.error().kind, ErrorKind::KeyringUnavailable);
        QVERIFY2(read.error().detail.contains(QStringLiteral("SLIPWAY_GITHUB_TOKEN")), qPrintable(read.error().detail));
        QCOMPARE(asked.write(keyringKey(), "made-up-token").error().kind, ErrorKind::KeyringUnavailable);
        QCOMPARE(asked.remove(keyringKey()).error().kind, ErrorKind::KeyringUnavailable);
    }
};

SLIPWAY_TEST(KeyringTest)
#include "keyring_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/redaction.h"
#include "support/testmain.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Slipway;

namespace {

QByteArray madeUpToken()
{
    return QByteArrayLiteral("made-up-token-0123456789");
}

QByteArray redacted(QByteArray text, const Redaction &redaction)
{
    redaction.hide(std::span<char>(text.data(), size_t(text.size())));
    return text;
}

QByteArray redacted(const QByteArray &text, const QList<QByteArray> &secrets = {})
{
    return redacted(text, Redaction(secrets));
}

} // namespace

class RedactionTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void knownSecretsAreHiddenWhereverTheyStand_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::newRow("alone") << QByteArray() << QByteArray();
        QTest::newRow("at the beginning") << QByteArray() << QByteArray(" was refused");
        QTest::newRow("at the end") << QByteArray("refused: ") << QByteArray();
        QTest::newRow("at an odd place") << QByteArray("x") << QByteArray("y");
        QTest::newRow("at an even place") << QByteArray("xx") << QByteArray("y");
        QTest::newRow("in a word") << QByteArray("abc") << QByteArray("def");
        QTest::newRow("beside bytes that are no text") << QByteArray("\0\xFF\n", 3) << QByteArray("\0\xC3", 2);
    }
    void knownSecretsAreHiddenWhereverTheyStand()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        const QByteArray stars(madeUpToken().size(), '*');
        QCOMPARE(redacted(before + madeUpToken() + after, {madeUpToken()}), before + stars + after);
        QCOMPARE(redacted(before + madeUpToken() + " " + madeUpToken() + after, {madeUpToken()}),
                 before + stars + " " + stars + after);
        QCOMPARE(redacted(before + madeUpToken() + madeUpToken() + after, {madeUpToken()}),
                 before + stars + stars + after);
    }
    void whetherThereWasOneIsTold()
    {
        const Redaction redaction({madeUpToken()});
        QByteArray text = "it was " + madeUpToken();
        QVERIFY(redaction.hide(std::span<char>(text.data(), size_t(text.size()))));
        QVERIFY(!redaction.hide(std::span<char>(text.data(), size_t(text.size()))));
        QVERIFY(!redaction.hide({}));
    }
    void partOfASecretIsNone()
    {
        for (qsizetype size = 0; size < madeUpToken().size(); ++size)
            QCOMPARE(redacted(madeUpToken().left(size), {madeUpToken()}), madeUpToken().left(size));
        QCOMPARE(redacted("made-up-token-0123456780", {madeUpToken()}), QByteArray("made-up-token-0123456780"));
    }
    void ofSecretsWithinOneAnotherAllIsHidden()
    {
        const QList<QByteArray> secrets{"abcdefgh1234", "1234efghijkl", "abcdefgh1234efgh"};
        QCOMPARE(redacted("<abcdefgh1234efghijkl>", secrets), '<' + QByteArray(20, '*') + '>');
        QCOMPARE(redacted("<abcdefgh1234 1234efghijkl>", secrets),
                 '<' + QByteArray(12, '*') + ' ' + QByteArray(12, '*') + '>');
    }
    void aSecretWithinAPasswordThatEndsBeforeItIsHidden()
    {
        const QByteArray secret("first&second=third");
        QCOMPARE(redacted("password=" + secret + "&next=1", {secret}),
                 "password=" + QByteArray(secret.size(), '*') + "&next=1");
    }
    void shortSecretsAreNotLookedFor()
    {
        QCOMPARE(redacted("release", {"release"}), QByteArray("release"));
        QCOMPARE(redacted("releases", {"releases"}), QByteArray("********"));
        QCOMPARE(redacted("anything", {""}), QByteArray("anything"));
    }
    void specialBytesOfASecretStandForThemselves()
    {
        const QByteArray secret("a.*[b]\\E(c)+\0\xFF?$|^", 19);
        QCOMPARE(redacted("x" + secret + "x", {secret}), "x" + QByteArray(secret.size(), '*') + "x");
        QCOMPARE(redacted("axx[b]E(c)+00?$|^ abcdefgh", {secret}), QByteArray("axx[b]E(c)+00?$|^ abcdefgh"));
    }
    void base64IsHiddenWhereverTheSecretBegins_data()
    {
        QTest::addColumn<QByteArray>("secret");
        QTest::addColumn<bool>("forUrls");
        for (const bool forUrls : {false, true}) {
            QTest::newRow("a multiple of three") << QByteArray("made-up-token-0123456789") << forUrls;
            QTest::newRow("one more") << QByteArray("made-up-token-0123456789a") << forUrls;
            QTest::newRow("two more") << QByteArray("made-up-token-0123456789ab") << forUrls;
            QTest::newRow("where the alphabets differ") << QByteArray("?>?>\xFB\xFF~~?>?>\xFE\xFF~~") << forUrls;
            QTest::newRow("short") << QByteArray("12345678") << forUrls;
        }
    }
    void base64IsHiddenWhereverTheSecretBegins()
    {
        QFETCH(QByteArray, secret);
        QFETCH(bool, forUrls);
        const auto alphabet = forUrls ? QByteArray::Base64UrlEncoding : QByteArray::Base64Encoding;
        for (int before = 0; before < 7; ++before) {
            for (int after = 0; after < 4; ++after) {
                const QByteArray user = QByteArray("someone").left(before);
                const QByteArray encoded = (user + secret + QByteArray("next").left(after)).toBase64(alphabet);
                const QByteArray hidden = redacted("Sent: " + encoded + "\n", {secret});
                const qsizetype stars = hidden.count('*');
                // Only the characters at its ends, which depend on what is beside it, may stay.
                QVERIFY2(stars >= secret.size() * 8 / 6 - 2 && stars <= secret.size() * 8 / 6 + 1, hidden.constData());
                QVERIFY(hidden.startsWith("Sent: ") && hidden.endsWith('\n'));
                QVERIFY(hidden.contains(QByteArray(stars, '*')));
                QVERIFY(!QByteArray::fromBase64(hidden.mid(6), alphabet).contains(secret.mid(3, 4)));
            }
        }
    }
    void percentEncodedSecretsAreHidden()
    {
        const QByteArray secret("pa/ss+wo rd=\xC3\xA4(1)!");
        const QByteArray stays = "https://example.org/?q=1&t=";
        for (const QByteArray &encoded :
             {secret.toPercentEncoding(), QByteArray("pa%2fss%2bwo%20rd%3d%c3%a4%281%29%21"),
              QByteArray("pa%2Fss%2Bwo%20rd%3D%C3%A4(1)!"), QByteArray("pa%2fss%2bwo%20rd%3d%c3%a4(1)!")})
            QCOMPARE(redacted(stays + encoded + "&n=2", {secret}), stays + QByteArray(encoded.size(), '*') + "&n=2");
    }
    void secretsWithinJsonStringsAreHidden()
    {
        QCOMPARE(redacted("{\"a\":\"one\\\"two\\\\three\"}", {"one\"two\\three"}),
                 QByteArray("{\"a\":\"***************\"}"));
    }
    void usualSecretsAreHidden_data()
    {
        QTest::addColumn<QByteArray>("kept");
        QTest::addColumn<QByteArray>("secret");
        const auto row = [](const char *name, const char *kept, const QByteArray &secret) {
            QTest::newRow(name) << QByteArray(kept) << secret;
        };
        const QByteArray letters("abcdefghijklmnopQRSTUVWXYZ0123456789");
        for (const char *kind :
             {"ghp_",     "gho_",    "ghu_",     "ghs_",     "ghr_",     "github_pat_", "sntrys_", "sntryu_", "sk-",
              "sk-proj-", "sk-ant-", "sk_live_", "rk_live_", "sk_test_", "whsec_",      "AIza",    "ya29.",   "GOCSPX-",
              "glsa_",    "glpat-",  "npm_",     "xapp-",    "Bearer ",  "bearer ",     "BEARER "})
            row(kind, kind, letters);
        for (const char *kind : {"xoxb-", "xoxp-", "xoxa-", "xoxs-", "xoxe.", "xapp-"})
            row((QByteArray(kind) + " of Slack").constData(), kind, "1-2345678901-abcDEF");
        row("fine-grained", "github_pat_", letters + "_" + letters);
        row("OpenAI with hyphens", "sk-proj-", "abcdefgh-abcdefgh_abcdefgh");
        row("Anthropic", "sk-ant-", "api03-" + letters);
        row("Sentry's organisation", "sntrys_", "eyJpYXQiOjF9_" + letters);
        row("AWS", "AKIA", "ABCDEFGHIJ234567");
        row("AWS for a while", "ASIA", "ABCDEFGHIJ234567");
        row("Slack's hook", "https://hooks.slack.com/services/", "T0000/B0000/" + letters);
        row("JSON Web Token", "eyJ", "hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJlMDE");
        row("JSON Web Token without signature", "eyJ", "hbGciOiJub25lIn0.eyJzdWIiOiIxMjM0In0.");
        row("Bearer, a UUID", "Bearer ", "00000000-1111-2222-3333-444444444444");
        row("Bearer within JSON", "\"authorization\":\"Bearer ", letters);
        row("Basic", "Authorization: Basic ", "dXNlcjpwYXNz");
        row("Authorization without a scheme", "authorization: ", letters);
        row("password", "password=", "hunter2");
        row("of one letter", "password=", "x");
        row("name in capitals", "DB_PASSWORD=", "hunter2;x,y");
        row("within a name", "userPassword=", "hunter2");
        row("passphrase", "passphrase = ", "hunter2");
        row("quoted", "password='", "correct horse");
        row("quoted with a quote", "password=\"", "correct \\\" horse");
        row("JSON", "{\"password\":\"", "correct horse");
        row("JSON within JSON", "{\\\"password\\\": \\\"", "correct horse");
        row("YAML", "password: ", "hunter2-and-more");
        row("Ruby", "\"password\"=>\"", "hunter2");
        row("query", "/login?user=a&password=", "hunter2");
        row("form", "password%3D", "hunter2");
        row("token", "access_token=", letters);
        row("camel case", "\"refreshToken\":\"", letters);
        row("key", "api_key=", letters);
        row("key as header", "X-Api-Key: ", letters);
        row("token as header", "X-Staging-Access-Token: ", letters);
        row("AWS secret", "AWS_SECRET_ACCESS_KEY=", letters + "/+");
        row("client secret", "clientSecret: \"", letters);
        row("address", "postgres://user:", "hunter2");
        row("address without user", "redis://:", "hunter2");
        row("private key", "-----BEGIN RSA PRIVATE KEY-----", "\nMIIEabc\nabc=\n");
        row("private key within JSON", "\"key\":\"-----BEGIN PRIVATE KEY-----", "\\nMIIEabc\\nabc=\\n");
    }
    void usualSecretsAreHidden()
    {
        QFETCH(QByteArray, kept);
        QFETCH(QByteArray, secret);
        const QByteArray end = kept.contains("://") && !kept.contains("slack") ? "@db.internal/app"
                               : kept.contains("-----")                        ? "-----END PRIVATE KEY-----"
                               : kept.contains("\\\"")                         ? "\\\","
                               : kept.endsWith('\'')                           ? "' "
                               : kept.endsWith("%3D")                          ? "%26next%3D1"
                                                                               : "\" ";
        const QByteArray stars(secret.size(), '*');
        for (const QByteArray &before : {QByteArray(), QByteArray("a line: "), QByteArray("line: ")}) {
            QCOMPARE(redacted(before + kept + secret + end), before + kept + stars + end);
            QCOMPARE(redacted(before + kept + secret + end + before + kept + secret + end),
                     before + kept + stars + end + before + kept + stars + end);
        }
    }
    void tokensBehindEscapesAreHidden()
    {
        const QByteArray token("ghp_abcdefghijklmnopqrstuvwxyz0123456789");
        const QByteArray hidden("ghp_************************************");
        for (const char *before : {"\"one\\n", "one\\t", "t%3D", "t=", "\n", "_", "-", "/", "(", "\xC3\xA4"})
            QCOMPARE(redacted(before + token + ")"), before + hidden + ")");
    }
    void withoutItsEndAllTheRestIsSecret()
    {
        QCOMPARE(redacted("password=\"correct horse"), QByteArray("password=\"*************"));
        QCOMPARE(redacted("-----BEGIN PRIVATE KEY-----\nMIIE"), QByteArray("-----BEGIN PRIVATE KEY-----*****"));
        for (const char *kept : {"password=\"", "password=", "-----BEGIN PRIVATE KEY-----", "ghp_", "Bearer "}) {
            const QByteArray secret(100'000, 'x');
            QCOMPARE(redacted(kept + secret), kept + QByteArray(secret.size(), '*'));
        }
    }
    void ordinaryLinesStayAsTheyAre_data()
    {
        QTest::addColumn<QByteArray>("line");
        int number = 0;
        for (const char *line :
             {"GET /orders/42?page=3&sort=-date HTTP/1.1 200 512 bytes in 12 ms",
              "request_id=7f3a9c2e-51d0-4b1d-9f00-1234567890ab user=81 trace=4bf92f3577b34da6a3ce929d0e0e4736",
              "deployed 3f9c2ab4d5e6f708192a3b4c5d6e7f8091a2b3c4 to staging",
              "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
              "https://example.org:8080/a/b?c=d#e and postgres://db.internal:5432/app and http://[::1]:80/",
              "mailto:someone@example.org, at https://example.org/@someone/posts:42@latest",
              "task-runner-with-a-very-long-name1 risk-assessment-2026-version2 disk-usage-of-the-volume-0123456789",
              "ask-me-anything-0123456789-0123456789 sk-short sk-learn-pipeline-with-words",
              "highs_and_lows_of_the_percentiles lengths_of_all_the_identifiers",
              "Error: invalid token: expected a name at line 10",
              "Unexpected token '<', is it HTML?",
              "token=3 tokens=12345678 prompt_tokens: 12345678 max_tokens=409600000",
              "password: must have at least one letter",
              "forgot password? reset it",
              "passwords=3",
              "if password == other",
              "the secret: be patient",
              "PWD=/home/app/releases/20261128",
              "Bearer authentication failed",
              "the bearer of bad news 2026-11-28",
              "authorization: required",
              "npm_lifecycle_event_of_a_script",
              "AKIAlike ASIA markets open",
              "eyJust a word. And another sentence",
              "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
              "-----------------------------",
              "-----BEGIN PUBLIC KEY-----\nMIIB",
              "2026-11-28T15:06:03.123456789Z INFO [main] a.b.C - started in 3 s",
              "key=value keys=5 keyboard=us primary_key=12345678901",
              "secretary=12345678901 tokenizer=abcdefghijkl",
              "authorized=true authorization=none",
              "password=\"\" secret='' token=\"\""})
            QTest::addRow("%d", ++number) << QByteArray(line);
    }
    void ordinaryLinesStayAsTheyAre()
    {
        QFETCH(QByteArray, line);
        QCOMPARE(redacted(line), line);
        QCOMPARE(redacted(line, {madeUpToken()}), line);
    }
    void ofARandomTextJustTheSecretsAreHidden()
    {
        QRandomGenerator random(7);
        const QList<QByteArray> secrets{"aabbaabb", "abababab", "aabbaabbaabb", "bbbbbbbba"};
        const Redaction redaction(secrets);
        for (int round = 0; round < 5'000; ++round) {
            QByteArray text;
            for (int i = random.bounded(40); i > 0; --i)
                text += random.bounded(8) == 0 ? ' ' : "ab"[random.bounded(2)];
            QByteArray expected = text;
            for (const QByteArray &secret : secrets) {
                for (qsizetype at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 1))
                    expected.replace(at, secret.size(), QByteArray(secret.size(), '*'));
            }
            QCOMPARE(redacted(text, redaction), expected);
        }
    }
    void whatIsHiddenStaysAsItIs()
    {
        const Redaction redaction({madeUpToken()});
        const QByteArray hidden =
            redacted("password=hunter2 ghp_abcdefghijklmnopqrstuv Bearer abcdefgh0123 " + madeUpToken(), redaction);
        QCOMPARE(redacted(hidden, redaction), hidden);
    }
    void aRedactionCanBeMoved()
    {
        Redaction first({madeUpToken()});
        Redaction second(std::move(first));
        QCOMPARE(redacted(madeUpToken(), second), QByteArray(madeUpToken().size(), '*'));
        second = Redaction();
        QCOMPARE(redacted(madeUpToken(), second), madeUpToken());
    }
};

SLIPWAY_TEST(RedactionTest)
#include "redaction_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/logattributes.h"
#include "models/logs/logstore.h"
#include "models/logs/redaction.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;

namespace {

std::string packedSecret(std::string_view name, std::string_view value)
{
    std::string packed;
    packAttribute(packed, name, value);
    return packed;
}

} // namespace

/// What is secret in the lines of a store.
class LogSecretsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void noSecretGetsIn()
    {
        LogStore store;
        store.append({.message = "usual: ghp_abcdefghijklmnopqrstuvwx", .attributes = packedSecret("a", "no secret")});
        QVERIFY(store.line(0).message == "usual: ghp_************************");
        QVERIFY(store.line(0).attributes == packedSecret("a", "no secret"));
        store.setRedaction(Redaction({"made-up-token"}));
        store.append({.message = "made-up-token", .attributes = packedSecret("sent", "made-up-token")});
        QVERIFY(store.line(1).message == "*************");
        QVERIFY(store.line(1).attributes == packedSecret("sent", "*************"));
    }
    void anAttributeIsHiddenForItsName()
    {
        const std::string attributes = packedSecret("method", "POST") + packedSecret("password", "correct horse") +
                                       packedSecret("token", "\"abc\"") + packedSecret("x", "");
        LogStore store;
        store.append({.attributes = attributes});
        QVERIFY(store.line(0).attributes == packedSecret("method", "POST") + packedSecret("password", "*************") +
                                                packedSecret("token", "\"***\"") + packedSecret("x", ""));
    }
    void noHalfOfASecretStaysWhereALineIsCut()
    {
        const std::string secret = "made-up-token-0123456789";
        for (size_t before = 0; before <= secret.size(); ++before) {
            LogStore store;
            store.setRedaction(Redaction({QByteArray::fromStdString(secret)}));
            const std::string start = std::string(size_t(LogStore::longestMessage) - before, ' ');
            store.append({.message = start + secret + " and more"});
            QVERIFY(store.line(0).message == start + std::string(before, '*'));
        }
    }
    void aNewSecretIsHiddenInWhatIsThere()
    {
        LogStore store;
        for (int i = 0; i < 30'000; ++i) {
            store.append({.message = i % 1'000 == 0 ? "it was made-up-token, no other" : std::to_string(i),
                          .attributes = i % 3'000 == 0 ? packedSecret("sent", "a made-up-token") : std::string()});
        }
        const qsizetype bytes = store.bytes();
        store.setRedaction(Redaction({"made-up-token"}));
        QCOMPARE(store.bytes(), bytes);
        for (LineNumber line = 0; line < store.end(); ++line) {
            const LogLine kept = store.line(line);
            QVERIFY(kept.message == (line % 1'000 == 0 ? "it was *************, no other" : std::to_string(line)));
            QVERIFY(line % 3'000 != 0 || kept.attributes == packedSecret("sent", "a *************"));
        }
    }
    void aSecretAcrossTwoLinesIsNone()
    {
        LogStore store;
        store.append({.message = "first"});
        store.append({.message = "second"});
        store.setRedaction(Redaction({"first\nsecond"}));
        QVERIFY(store.line(0).message == "first");
        QVERIFY(store.line(1).message == "second");
    }
};

SLIPWAY_TEST(LogSecretsTest)
#include "logsecrets_test.moc"

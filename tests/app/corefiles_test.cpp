// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/net/httpclient.h"
#include "app/net/knownsecrets.h"
#include "app/net/wipe.h"
#include "app/tokens/environmenttokens.h"
#include "support/fakeclock.h"
#include "support/fakenetwork.h"
#include "support/testmain.h"

#include <QFile>
#include <QTest>

#include <cstdint>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

/// What the kernel says of the memory where that lies, "rd wr mr ..."; empty: it does not tell.
QByteArray flagsAt(const void *place)
{
    QFile maps(QStringLiteral("/proc/self/smaps"));
    if (!maps.open(QIODevice::ReadOnly))
        return {};
    const auto address = reinterpret_cast<std::uintptr_t>(place);
    bool isHere = false;
    const QList<QByteArray> lines = maps.readAll().split('\n');
    for (const QByteArray &line : lines) {
        const QList<QByteArray> range = line.left(line.indexOf(' ')).split('-');
        bool isRange = range.size() == 2;
        const quint64 from = isRange ? range.at(0).toULongLong(&isRange, 16) : 0;
        const quint64 to = isRange ? range.at(1).toULongLong(&isRange, 16) : 0;
        if (isRange)
            isHere = address >= from && address < to;
        else if (isHere && line.startsWith("VmFlags:"))
            return line.mid(8).simplified();
    }
    return {};
}

bool isLeftOut(const QByteArray &secret)
{
    return flagsAt(secret.constData()).split(' ').contains("dd") &&
           flagsAt(secret.constData() + secret.size() - 1).split(' ').contains("dd");
}

QByteArray aSecret()
{
    return QByteArray("made-up-") + QByteArray(40'000, 'x'); // on more pages than one
}

} // namespace

/// A token in use is in no core file: whoever raised the limit that the program sets finds none.
class CoreFilesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (flagsAt(this).isEmpty())
            QSKIP("The kernel does not tell here what a core file would hold.");
    }
    void thePagesOfASecretAreLeftOut()
    {
        const QByteArray secret = aSecret();
        QVERIFY(!isLeftOut(secret));
        keepOutOfCores(secret);
        QVERIFY(isLeftOut(secret));
        keepOutOfCores({}); // nothing
    }
    void soAreThoseOfTheTokensInUse()
    {
        KnownSecrets known;
        known.add(aSecret());
        QVERIFY(isLeftOut(known.all().constFirst()));
        const FakeClock clock;
        HttpClient client(clock, std::make_unique<FakeNetwork>());
        const QByteArray header = "Bearer " + aSecret();
        QVERIFY(client.setCredential(CredentialId::GitHub,
                                     {"Authorization", header, QUrl(QStringLiteral("https://api.github.com"))}));
        QVERIFY(isLeftOut(header));
    }
    void soAreThoseOfTheEnvironment()
    {
        qputenv("SLIPWAY_GITHUB_TOKEN", aSecret().left(100)); // longer ones are no tokens
        const EnvironmentTokens tokens;
        const auto token = tokens.tokenFor(CredentialId::GitHub, QUrl(QStringLiteral("https://api.github.com")));
        QVERIFY(token);
        QVERIFY(isLeftOut(*token));
    }
};

SLIPWAY_TEST(CoreFilesTest)
#include "corefiles_test.moc"

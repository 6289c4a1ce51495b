// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tokens/tokeninput.h"
#include "support/testmain.h"

#include <QTest>

#include <cstdlib>
#include <fcntl.h>
#include <termios.h>
#include <thread>
#include <unistd.h>

using namespace Slipway;

namespace {

/// A pipe with something in it, closed behind it.
class Piped {
public:
    explicit Piped(const QByteArray &bytes)
    {
        if (::pipe(m_ends) != 0 || ::write(m_ends[1], bytes.constData(), size_t(bytes.size())) != bytes.size())
            qFatal("no pipe");
        ::close(m_ends[1]);
    }
    ~Piped() { ::close(m_ends[0]); }
    Piped(const Piped &) = delete;
    Piped &operator=(const Piped &) = delete;
    int end() const { return m_ends[0]; }

private:
    int m_ends[2] = {-1, -1};
};

bool echoes(int terminal)
{
    termios state{};
    return tcgetattr(terminal, &state) == 0 && (state.c_lflag & tcflag_t(ECHO)) != 0;
}

} // namespace

class TokenInputTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void oneLineIsTheToken()
    {
        const Piped input("made-up-token\r\nwhat follows is not ours\n");
        QCOMPARE(*readToken(input.end()), QByteArray("made-up-token"));
        char next = 0;
        QCOMPARE(::read(input.end(), &next, 1), ssize_t(1));
        QCOMPARE(next, 'w');
    }
    void aTokenWithoutALineEndIsOne()
    {
        const Piped input("made-up-token");
        QCOMPARE(*readToken(input.end()), QByteArray("made-up-token"));
    }
    void whatIsNoTokenIsRefused_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<int>("kind");
        QTest::newRow("nothing") << QByteArray() << int(ErrorKind::NoToken);
        QTest::newRow("empty line") << QByteArray("\nmade-up-token\n") << int(ErrorKind::NoToken);
        QTest::newRow("spaces") << QByteArray("   \n") << int(ErrorKind::NoToken);
        QTest::newRow("space inside") << QByteArray("made up\n") << int(ErrorKind::Malformed);
        QTest::newRow("header injection") << QByteArray("abc\rX-Injected: 1\n") << int(ErrorKind::Malformed);
        QTest::newRow("escape") << QByteArray("abc\x1B[A\n") << int(ErrorKind::Malformed);
        QTest::newRow("nul") << QByteArray("abc\0def\n", 8) << int(ErrorKind::Malformed);
        QTest::newRow("not ASCII") << QByteArray("abc\xC3\xA4\n") << int(ErrorKind::Malformed);
        QTest::newRow("Ctrl+C") << QByteArray("abc\x03") << int(ErrorKind::NoToken);
        QTest::newRow("endless") << QByteArray(60'000, 'x') << int(ErrorKind::TooLarge);
    }
    void whatIsNoTokenIsRefused()
    {
        QFETCH(QByteArray, line);
        QFETCH(int, kind);
        const Piped input(line);
        const auto token = readToken(input.end());
        QVERIFY(!token);
        QCOMPARE(int(token.error().kind), kind);
        QVERIFY(!token.error().detail.contains(QStringLiteral("abc")));
    }
    void aClosedInputIsSaid() { QCOMPARE(readToken(-1).error().kind, ErrorKind::NoToken); }
    void aTerminalDoesNotEchoAndIsRestored()
    {
        const int master = ::posix_openpt(O_RDWR | O_NOCTTY);
        const bool unlocked = master >= 0 && ::grantpt(master) == 0 && ::unlockpt(master) == 0;
        const int terminal = unlocked ? ::open(::ptsname(master), O_RDWR | O_NOCTTY) : -1;
        if (terminal < 0)
            QSKIP("no terminal can be opened here: /dev/pts is not mounted");
        QVERIFY(echoes(terminal));
        Result<QByteArray> token = QByteArray();
        std::thread reader([&token, terminal] { token = readToken(terminal); });
        const bool silent = QTest::qWaitFor([terminal] { return !echoes(terminal); });
        const QByteArray typed("made-up-token\n");
        const auto written = ::write(master, typed.constData(), size_t(typed.size()));
        reader.join();
        QVERIFY(silent);
        QCOMPARE(written, ssize_t(typed.size()));
        QCOMPARE(*token, QByteArray("made-up-token"));
        QVERIFY(echoes(terminal));
        char shown[64] = {};
        ::fcntl(master, F_SETFL, O_NONBLOCK);
        const auto count = ::read(master, shown, sizeof(shown));
        QVERIFY(!QByteArray(shown, count > 0 ? qsizetype(count) : 0).contains("made"));
        ::close(terminal);
        ::close(master);
    }
};

SLIPWAY_TEST(TokenInputTest)
#include "tokeninput_test.moc"

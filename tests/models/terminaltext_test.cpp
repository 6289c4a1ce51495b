// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/terminaltext.h"
#include "support/testmain.h"

#include <QRandomGenerator>
#include <QTest>

#include <array>

using namespace Slipway;

namespace {

QByteArray withoutEscapes(const QByteArray &text)
{
    std::string plain = "what was there before";
    stripTerminalText(std::string_view(text.constData(), size_t(text.size())), plain);
    return QByteArray::fromStdString(plain);
}

bool holdsEscape(const QByteArray &text)
{
    return hasTerminalEscape(std::string_view(text.constData(), size_t(text.size())));
}

QByteArray esc()
{
    return QByteArrayLiteral("\x1B");
}

} // namespace

class TerminalTextTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void ordinaryTextStaysAsItIs_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("words") << QByteArray("GET /health 200 [31m in 4 ms");
        QTest::newRow("beyond ASCII") << QByteArray("F\xC3\xBCge \xF0\x9F\x9A\x80 hinzu \xC2\xA0\xC2\xBF");
        QTest::newRow("other controls") << QByteArray("a\tb\r\nc\x07\x08\0d\x7F", 10);
        QTest::newRow("no UTF-8") << QByteArray("\x9B\x31m \xFF\xFE\xC2");
        QTest::newRow("half a character before ASCII") << QByteArray("\xC2[31m");
    }
    void ordinaryTextStaysAsItIs()
    {
        QFETCH(QByteArray, text);
        QCOMPARE(withoutEscapes(text), text);
        QVERIFY(!holdsEscape(text));
    }
    void escapesAreLeftOut_data()
    {
        QTest::addColumn<QByteArray>("escape");
        QTest::newRow("colour") << esc() + "[31m";
        QTest::newRow("colour of many") << esc() + "[1;38;2;255;100;0m";
        QTest::newRow("colons") << esc() + "[4:3m";
        QTest::newRow("reset") << esc() + "[m";
        QTest::newRow("cursor") << esc() + "[2K" + esc() + "[1G";
        QTest::newRow("private mode") << esc() + "[?25l";
        QTest::newRow("intermediate") << esc() + "[0 q";
        QTest::newRow("title with bell") << esc() + "]0;title\x07";
        QTest::newRow("title with ST") << esc() + "]0;title" + esc() + "\\";
        QTest::newRow("title with C1 ST") << esc() + "]0;title\xC2\x9C";
        QTest::newRow("link") << esc() + "]8;;https://example.org/" + esc() + "\\";
        QTest::newRow("device control") << esc() + "P1$r0m" + esc() + "\\";
        QTest::newRow("start of string") << esc() + "Xwhatever" + esc() + "\\";
        QTest::newRow("privacy message") << esc() + "^whatever" + esc() + "\\";
        QTest::newRow("application command") << esc() + "_Gf=24;AAAA" + esc() + "\\";
        QTest::newRow("bell within a device control") << esc() + "Pa\x07z" + esc() + "\\";
        QTest::newRow("save cursor") << esc() + "7";
        QTest::newRow("full reset") << esc() + "c";
        QTest::newRow("ST alone") << esc() + "\\";
        QTest::newRow("character set") << esc() + "(B";
        QTest::newRow("two intermediates") << esc() + "$(C";
        QTest::newRow("C1 colour") << QByteArray("\xC2\x9B\x33\x31m");
        QTest::newRow("C1 title") << QByteArray("\xC2\x9D\x30;title\x07");
        QTest::newRow("C1 device control") << QByteArray("\xC2\x90q\xC2\x9C");
        QTest::newRow("C1 alone") << QByteArray("\xC2\x85");
        QTest::newRow("one cut off by another") << esc() + "[3" + esc() + "[0m";
        QTest::newRow("a string cut off by another") << esc() + "]0;ti" + esc() + "[0m";
    }
    void escapesAreLeftOut()
    {
        QFETCH(QByteArray, escape);
        QCOMPARE(withoutEscapes("before " + escape + "after"), QByteArray("before after"));
        QCOMPARE(withoutEscapes(escape), QByteArray());
        QCOMPARE(withoutEscapes(escape + escape + "\xC3\xA4"), QByteArray("\xC3\xA4"));
        QVERIFY(holdsEscape("before " + escape));
    }
    void whatIsCutOffIsLeftOut_data()
    {
        QTest::addColumn<QByteArray>("escape");
        QTest::newRow("nothing behind it") << esc();
        QTest::newRow("nothing but its beginning") << esc() + "[";
        QTest::newRow("parameters") << esc() + "[38;5";
        QTest::newRow("intermediate") << esc() + "(";
        QTest::newRow("title") << esc() + "]0;tit";
        QTest::newRow("half an ST") << esc() + "]0;title" + esc();
        QTest::newRow("C1") << QByteArray("\xC2\x9B");
    }
    void whatIsCutOffIsLeftOut()
    {
        QFETCH(QByteArray, escape);
        QCOMPARE(withoutEscapes("before" + escape), QByteArray("before"));
    }
    void whatCannotBeInAnEscapeEndsIt()
    {
        QCOMPARE(withoutEscapes(esc() + "[31\nm"), QByteArray("\nm"));
        QCOMPARE(withoutEscapes(esc() + "[3\xC3\xA4m"), QByteArray("\xC3\xA4m"));
        QCOMPARE(withoutEscapes(esc() + "[ 31m"), QByteArray("31m"));
        QCOMPARE(withoutEscapes(esc() + "\nnext"), QByteArray("\nnext"));
        QCOMPARE(withoutEscapes(esc() + "\xF0\x9F\x9A\x80"), QByteArray("\xF0\x9F\x9A\x80"));
        QCOMPARE(withoutEscapes(esc() + "(\xC3\xA4"), QByteArray("\xC3\xA4"));
    }
    void aStringWithoutEndHidesNoOtherLine()
    {
        QCOMPARE(withoutEscapes(esc() + "]0;title\nERROR it failed"), QByteArray("\nERROR it failed"));
        QCOMPARE(withoutEscapes(esc() + "Pq\r\nERROR it failed"), QByteArray("\r\nERROR it failed"));
        QCOMPARE(withoutEscapes(QByteArray("\xC2\x9D\x30;\nERROR")), QByteArray("\nERROR"));
    }
    void aStringThatIsTooLongHidesNothing()
    {
        const QByteArray longest(4'096, 'x');
        QCOMPARE(withoutEscapes(esc() + "]" + longest), QByteArray());
        QCOMPARE(withoutEscapes(esc() + "]" + longest + " ERROR it failed"), longest + " ERROR it failed");
        QCOMPARE(withoutEscapes(esc() + "P" + longest + "x" + esc() + "\\end"), longest + "xend");
    }
    void halvesOfACharacterDoNotBecomeAnEscape()
    {
        QCOMPARE(withoutEscapes("a\xC2" + esc() + "[0m\x9B" + "b"), QByteArray("ab"));
        QCOMPARE(withoutEscapes("\xC2\xC2" + esc() + "c\x9B\x9B" + "b"), QByteArray("b"));
        QCOMPARE(withoutEscapes("\xC2" + esc() + "c\xA4"), QByteArray("\xC2\xA4"));
    }
    void ofAnyTextNoEscapeIsLeft()
    {
        static const std::array pieces{esc(),
                                       QByteArray("["),
                                       QByteArray("]"),
                                       QByteArray("\xC2"),
                                       QByteArray("\x9B"),
                                       QByteArray("\x9C"),
                                       QByteArray("m"),
                                       QByteArray("\\"),
                                       QByteArray("\x07"),
                                       QByteArray("\n"),
                                       QByteArray("P"),
                                       QByteArray("3;1"),
                                       QByteArray("\xC2\x9D")};
        QRandomGenerator random(20'261);
        for (int round = 0; round < 20'000; ++round) {
            QByteArray text;
            for (int i = random.bounded(12); i > 0; --i)
                text += pieces[random.bounded(quint32(pieces.size()))];
            const QByteArray plain = withoutEscapes(text);
            QVERIFY2(!holdsEscape(plain), text.toHex(' ').constData());
            QVERIFY2(holdsEscape(text) || plain == text, text.toHex(' ').constData());
            QCOMPARE(withoutEscapes(plain), plain);
        }
    }
};

SLIPWAY_TEST(TerminalTextTest)
#include "terminaltext_test.moc"

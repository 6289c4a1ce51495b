// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/search/visiblemessage.h"

#include "support/testmain.h"

#include <QTest>

using namespace Slipway;

namespace {

QString seen(std::string_view message, qsizetype from = 0, qsizetype columns = 1000)
{
    return visibleMessage(message, from, columns, {}).text;
}

/// The runs as text, what was found in brackets and marks in braces.
QString marked(const VisibleMessage &message)
{
    QString text;
    qsizetype end = 0;
    for (const VisibleMessage::Run &run : message.runs) {
        const QString part = message.text.mid(run.start, run.length);
        text += run.kind == VisibleMessage::Kind::Found  ? QLatin1Char('[') + part + QLatin1Char(']')
                : run.kind == VisibleMessage::Kind::Mark ? QLatin1Char('{') + part + QLatin1Char('}')
                                                         : part;
        end += run.length;
    }
    return end == message.text.size() ? text : QStringLiteral("runs are not the whole text");
}

QString marked(std::string_view message, const QList<Pattern::Hit> &hits, qsizetype from = 0)
{
    return marked(visibleMessage(message, from, 1000, hits));
}

} // namespace

class VisibleMessageTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void plainWordsStayAsTheyAre()
    {
        const VisibleMessage message = visibleMessage("GET /v1/models 200", 0, 100, {});
        QCOMPARE(message.text, QStringLiteral("GET /v1/models 200"));
        QVERIFY(message.isGrid);
        QVERIFY(visibleMessage("", 0, 100, {}).text.isEmpty());
    }

    void lineEndsAndTabsAreMarks()
    {
        QCOMPARE(marked("a\nb\r\nc\td", {}), QStringLiteral("a{\u21B5}b{\u21B5}c{\u2192}d"));
        QVERIFY(visibleMessage("a\nb\tc", 0, 100, {}).isGrid);
    }

    void whatCannotBeSeenIsSpelledOut()
    {
        QCOMPARE(marked("a\u202Eb", {}), QStringLiteral("a{<U+202E>}b"));
        QCOMPARE(seen(std::string_view("a\0b", 3)), QStringLiteral("a<U+0000>b"));
        QCOMPARE(seen("\x1b[31mred\rover\x7f"), QStringLiteral("<U+001B>[31mred<U+000D>over<U+007F>"));
        QCOMPARE(seen("a\u200Bb\uFEFFc\u2028d"), QStringLiteral("a<U+200B>b<U+FEFF>c<U+2028>d"));
        QVERIFY(visibleMessage("a\u202Eb", 0, 100, {}).isGrid);
    }

    void otherLettersAreNoGrid()
    {
        const VisibleMessage message = visibleMessage("gr\u00fc\u00dfe \U0001F600", 0, 100, {});
        QCOMPARE(message.text, QStringLiteral("gr\u00fc\u00dfe \U0001F600"));
        QVERIFY(!message.isGrid);
    }

    void bytesThatAreNoUtf8AreReplacedOneByOne_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("text");
        const QString lost(QChar(0xFFFD));
        QTest::newRow("a stray byte") << QByteArray("a\xFFz") << QStringLiteral("a%1z").arg(lost);
        QTest::newRow("cut off") << QByteArray("a\xE2\x82") << QStringLiteral("a%1%1").arg(lost);
        QTest::newRow("no continuation") << QByteArray("\xC3(") << QStringLiteral("%1(").arg(lost);
        QTest::newRow("too long a form") << QByteArray("\xC0\xAF") << QStringLiteral("%1%1").arg(lost);
        QTest::newRow("three for two") << QByteArray("\xE0\x80\xAF") << QStringLiteral("%1%1%1").arg(lost);
        QTest::newRow("surrogate") << QByteArray("\xED\xA0\x80") << QStringLiteral("%1%1%1").arg(lost);
        QTest::newRow("beyond the last") << QByteArray("\xF4\x90\x80\x80") << QStringLiteral("%1%1%1%1").arg(lost);
    }
    void bytesThatAreNoUtf8AreReplacedOneByOne()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, text);
        QCOMPARE(seen({bytes.constData(), size_t(bytes.size())}), text);
    }

    void onlyTheColumnsThatAreSeenAreConverted()
    {
        const std::string message = std::string(60'000, 'x') + "end";
        QCOMPARE(seen(message, 0, 80).size(), 80);
        QCOMPARE(seen(message, 59'998, 80), QStringLiteral("xxend"));
        QVERIFY(seen(message, 70'000, 80).isEmpty());
    }

    void aSpelledOutCharacterIsScrolledThrough()
    {
        QCOMPARE(seen("a\x1bz", 0, 4), QStringLiteral("a<U+"));
        QCOMPARE(seen("a\x1bz", 3, 4), QStringLiteral("+001"));
        QCOMPARE(seen("a\x1bz", 7, 80), QStringLiteral("B>z"));
        QCOMPARE(seen("\u00fc\u00f6\u00e4", 1, 1), QStringLiteral("\u00f6"));
    }

    void whatWasFoundIsMarked()
    {
        QCOMPARE(marked("timeout after a timeout", {{0, 7}, {16, 7}}), QStringLiteral("[timeout] after a [timeout]"));
        QCOMPARE(marked("gr\u00fc\u00dfe", {{2, 4}}), QStringLiteral("gr[\u00fc\u00df]e"));
        QCOMPARE(marked("a\x1bz", {{1, 1}}), QStringLiteral("a[<U+001B>]z"));
        QCOMPARE(marked("a\nb", {{0, 3}}), QStringLiteral("[a\u21B5b]"));
    }

    void whatWasFoundIsMarkedWhereItIsScrolledTo()
    {
        QCOMPARE(marked("timeout after", {{0, 7}}, 4), QStringLiteral("[out] after"));
        QCOMPARE(marked("timeout after", {{0, 7}}, 7), QStringLiteral(" after"));
        QCOMPARE(marked("one two three", {{0, 3}, {8, 5}}, 5), QStringLiteral("wo [three]"));
    }

    void hitsThatAreEmptyOrBeyondTheEndBreakNothing()
    {
        QCOMPARE(marked("abc", {{1, 0}, {2, 100}, {500, 3}}), QStringLiteral("ab[c]"));
    }

    void columnsAreCountedAsTheyAreSeen_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("plain") << QByteArray("GET /v1/models 200");
        QTest::newRow("escapes") << QByteArray("\x1b[31mred\x1b[0m");
        QTest::newRow("line ends") << QByteArray("a\nb\tc");
        QTest::newRow("letters") << QByteArray("gr\u00fc\u00dfe \u4e2d");
        QTest::newRow("no UTF-8") << QByteArray("\xFF\xFE"
                                                "a");
    }
    void columnsAreCountedAsTheyAreSeen()
    {
        QFETCH(QByteArray, bytes);
        const std::string_view message(bytes.constData(), size_t(bytes.size()));
        QCOMPARE(visibleColumns(message), seen(message).size());
    }
};

SLIPWAY_TEST(VisibleMessageTest)
#include "visiblemessage_test.moc"

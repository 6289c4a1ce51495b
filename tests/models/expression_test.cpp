// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/search/expression.h"
#include "models/logs/search/pattern.h"
#include "support/testmain.h"

#include <QRandomGenerator>
#include <QTest>

#include <array>

using namespace Slipway;

namespace {

QString requiredOf(const QString &expression, bool caseSensitive = true)
{
    return readExpression({.text = expression, .regularExpression = true, .caseSensitive = caseSensitive})
        .requiredWords;
}

template <size_t Count>
QString anyOf(QRandomGenerator &random, const std::array<const char *, Count> &pieces, int most)
{
    QString text;
    for (int piece = random.bounded(1, most); piece > 0; --piece)
        text += QString::fromUtf8(pieces[size_t(random.bounded(int(Count)))]);
    return text;
}

} // namespace

class ExpressionTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theLongestCertainRunIsFound_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *expression, const char *words) {
            QTest::newRow(expression) << QString::fromUtf8(expression) << QString::fromUtf8(words);
        };
        row("timeout after [0-9]{5}ms", "timeout after ");
        row("req_[0-9a-f]*deadline", "deadline");
        row("abc*def", "def");
        row("req_[0-9a-f]*dead", "dead");
        row("abcd?e", "abc");
        row("abc+d", "abc");
        row("abcd{0,3}efgh", "efgh");
        row("abcd{0}ef", "abc");
        row("{\"level\":\"error\"}", "{\"level\":\"error\"}");
        row("a{b}c", "a{b}c");
        row("^status=5\\d\\d$", "status=5");
        row("gpt-4\\.1", "gpt-4.1");
        row("(timeout|refused) by peer", " by peer");
        row("(?:timeout|refused) by peer", " by peer");
        row("[]abc]after", "after");
        row("[^]abc]after", "after");
        row("[a\\]b]after", "after");
        row("[\\d\\s]after", "after");
        row("abc.def", "def");
        row("abcd.efg", "abcd");
        row("abcd\xC3\xA9*ef", "abcd");
    }
    void theLongestCertainRunIsFound()
    {
        QFETCH(QString, expression);
        QTEST(requiredOf(expression), "words");
    }

    void whereNoneIsCertainThereAreNone_data()
    {
        QTest::addColumn<QString>("expression");
        for (const char *expression :
             {"timeout|refused", "ab", "(timeout)?", "(?i)timeout", "(?x)time out", "(?=x)timeout", "(*UCP)timeout",
              "\\Qtimeout*\\E", "\\x74imeout", "timeout\\p{Lu}", "[[:alpha:]]timeout", "[\\Q]\\E]timeout",
              "[\\E]abc]timeout", "[^\\E]abc]timeout", "[\\c]abc]timeout", ".*"})
            QTest::newRow(expression) << QString::fromUtf8(expression);
    }
    void whereNoneIsCertainThereAreNone()
    {
        QFETCH(QString, expression);
        QCOMPARE(requiredOf(expression), QString());
    }

    /// The Kelvin sign is a "k" in either case, the long s an "s".
    void lettersThatHaveAThirdFormAreNotCertain()
    {
        QCOMPARE(requiredOf(QStringLiteral("unlocked")), QStringLiteral("unlocked"));
        QCOMPARE(requiredOf(QStringLiteral("unlocked"), false), QStringLiteral("unloc"));
        QCOMPARE(requiredOf(QStringLiteral("deadlines"), false), QStringLiteral("deadline"));
    }

    void whatHoldsNoLineEndStaysInItsLine_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<bool>("stays");
        for (const char *stays : {"(timeout|exhausted).* (7|8)", "timeout|refused", "^\\d{3}ms$", "[a-z0-9_-]+\\b",
                                  "\\w+\\S", "[\\d\\w.]+", "a{2}?", "(?:a|b)++c", ""})
            QTest::newRow(stays) << QString::fromUtf8(stays) << true;
        for (const char *leaves :
             {"a\\sb", "[^\"]*", "\\W", "\\D", "\\n", "\\R", "\\v", "\\Aa", "a\\z", "[\\s]", "[\\t-~]", "[\\W]", "a\nb",
              "[\n]", "[\t-~]", "(?s)a.b", "a(?=b)", "(a)\\1", "(*ANYCRLF)a"})
            QTest::newRow(leaves) << QString::fromUtf8(leaves) << false;
    }
    void whatHoldsNoLineEndStaysInItsLine()
    {
        QFETCH(QString, expression);
        QTEST(readExpression({.text = expression, .regularExpression = true}).staysInLine, "stays");
    }

    /// Whatever an expression matches holds them.
    void noMatchIsWithoutThem()
    {
        constexpr std::array pieces{"a",    "b",    "abc",  "xyz",   "abc", "k",  "S",   "*",        "+",    "?",
                                    "{2}",  "{0,}", "{,2}", "{0,1}", "{",   "}",  "(",   ")",        "(?:",  "|",
                                    "[ab]", "[^",   "[",    "]",     "^",   "-",  "\\d", "\\.",      "\\",   "\\Q",
                                    "\\E",  "\\c",  "$",    ".",     "\\b", "++", "*?",  "\xC3\xA9", "\\x61"};
        constexpr std::array texts{"a", "b", "abc", "xyz", "k",   "S",        "s", ".",    "-",           "{",
                                   "}", "]", "\\",  "ab",  "aab", "\xC3\xA9", "1", "\x1d", "\xE2\x84\xAA"};
        QRandomGenerator random(20261128);
        int tried = 0;
        for (int round = 0; round < 60'000; ++round) {
            const PatternText expression{
                .text = anyOf(random, pieces, 10), .regularExpression = true, .caseSensitive = random.bounded(2) == 0};
            const QString words = readExpression(expression).requiredWords;
            const Result<Pattern> pattern = Pattern::compile(expression);
            if (words.isEmpty() || !pattern)
                continue;
            for (int each = 0; each < 20; ++each) {
                const std::string text = anyOf(random, texts, 12).toStdString();
                if (pattern->matches(text) != Pattern::Found::Yes)
                    continue;
                ++tried;
                QVERIFY2(QString::fromStdString(text).contains(words, expression.caseSensitive ? Qt::CaseSensitive
                                                                                               : Qt::CaseInsensitive),
                         qPrintable(expression.text + QStringLiteral(" / ") + QString::fromStdString(text)));
            }
        }
        QVERIFY(tried > 1'000);
    }
};

SLIPWAY_TEST(ExpressionTest)
#include "expression_test.moc"

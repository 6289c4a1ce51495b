// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/search/pattern.h"
#include "support/testmain.h"

#include <QRandomGenerator>
#include <QTest>

#include <string>

using namespace Slipway;

namespace {

PatternText wordsOf(const char *text, bool caseSensitive = false)
{
    return {.text = QString::fromUtf8(text), .caseSensitive = caseSensitive};
}

PatternText expressionOf(const char *text, bool caseSensitive = false)
{
    return {.text = QString::fromUtf8(text), .regularExpression = true, .caseSensitive = caseSensitive};
}

Pattern compiledPattern(const PatternText &text)
{
    Result<Pattern> pattern = Pattern::compile(text);
    return *std::move(pattern);
}

Pattern::Found foundIn(const PatternText &pattern, std::string_view text)
{
    return compiledPattern(pattern).matches(text);
}

QString mistakeIn(const PatternText &text)
{
    const Result<Pattern> pattern = Pattern::compile(text);
    if (pattern)
        return {};
    return pattern.error().kind == ErrorKind::Configuration ? pattern.error().detail : QStringLiteral("another kind");
}

} // namespace

/// What a person looks for in the logs.
class PatternTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void wordsAreFoundInAnyCase()
    {
        QCOMPARE(foundIn(wordsOf("Upstream TIMEOUT"), "level=warn upstream timeout after 30 s"), Pattern::Found::Yes);
        QCOMPARE(foundIn(wordsOf("upstream timeout"), "upstream  timeout"), Pattern::Found::No);
    }
    void wordsAreFoundInTheirCaseOnlyWhenAsked()
    {
        QCOMPARE(foundIn(wordsOf("Timeout", true), "a timeout, a TIMEOUT"), Pattern::Found::No);
        QCOMPARE(foundIn(wordsOf("Timeout", true), "a Timeout"), Pattern::Found::Yes);
    }
    void wordsAreNoExpression()
    {
        QCOMPARE(foundIn(wordsOf("a.c(*"), "abc"), Pattern::Found::No);
        QCOMPARE(foundIn(wordsOf("a.c(*"), "xA.C(*x"), Pattern::Found::Yes);
    }
    void lettersBeyondAsciiAreFoundInAnyCase()
    {
        QCOMPARE(foundIn(wordsOf("\xC3\xA4rger"), "\xC3\x84RGER mit der Zahlung"), Pattern::Found::Yes);
        QCOMPARE(foundIn(wordsOf("\xC3\x84\xC3\x96"), "\xC3\xA4\xC3\xB6"), Pattern::Found::Yes);
        QCOMPARE(foundIn(wordsOf("\xC3\x84\xC3\x96", true), "\xC3\xA4\xC3\xB6"), Pattern::Found::No);
        QCOMPARE(foundIn(expressionOf("^\xC3\xA4+$"), "\xC3\x84\xC3\xA4"), Pattern::Found::Yes);
    }
    void anExpressionIsFoundLineByLineOfAMessage()
    {
        QCOMPARE(foundIn(expressionOf("^at .*\\.py$"), "Traceback\nat main.py\nend"), Pattern::Found::Yes);
        QCOMPARE(foundIn(expressionOf("^at .*\\.py$"), "Traceback\r\nat main.py\r\nend"), Pattern::Found::Yes);
        QCOMPARE(foundIn(expressionOf("Traceback.*main"), "Traceback\nat main.py"), Pattern::Found::No);
    }
    void aDotIsOneCharacterOfSeveralBytes()
    {
        QCOMPARE(foundIn(expressionOf("^.$"), "\xE2\x82\xAC"), Pattern::Found::Yes);
    }
    void findGoesOnWhereItIsTold()
    {
        const Pattern pattern = compiledPattern(wordsOf("ab"));
        Pattern::Hit hit;
        QCOMPARE(pattern.find("ab--AB--", 0, hit), Pattern::Found::Yes);
        QCOMPARE(hit, (Pattern::Hit{0, 2}));
        QCOMPARE(pattern.find("ab--AB--", 1, hit), Pattern::Found::Yes);
        QCOMPARE(hit, (Pattern::Hit{4, 2}));
        QCOMPARE(pattern.find("ab--AB--", 5, hit), Pattern::Found::No);
        QCOMPARE(pattern.find("ab", 2, hit), Pattern::Found::No);
        QCOMPARE(pattern.find("ab", 3, hit), Pattern::Found::No);
        QCOMPARE(pattern.find({}, 0, hit), Pattern::Found::No);
    }
    void whereTheMistakeIsIsCountedInCharacters_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char *expression, const char *sentence) {
            QTest::newRow(expression) << QString::fromUtf8(expression) << QString::fromUtf8(sentence);
        };
        row("(a|bcd", "The expression has a mistake at character 6: missing closing parenthesis.");
        row("a)b", "The expression has a mistake at character 2: unmatched closing parenthesis.");
        row("*a", "The expression has a mistake at character 1: quantifier does not follow a repeatable item.");
        row("\xC3\x84\xC3\x96\xE2\x82\xAC)",
            "The expression has a mistake at character 4: unmatched closing parenthesis.");
        row("\xF0\x9F\x9A\x80)", "The expression has a mistake at character 2: unmatched closing parenthesis.");
        row("a\\C", "The expression has a mistake at character 3: using \\C is disabled by the application.");
    }
    void whereTheMistakeIsIsCountedInCharacters()
    {
        QFETCH(QString, expression);
        QFETCH(QString, sentence);
        QCOMPARE(mistakeIn({.text = expression, .regularExpression = true}), sentence);
        QCOMPARE(mistakeIn({.text = expression}), QString());
    }
    void whatIsTooLongIsRefused()
    {
        const QString longest(4096, QLatin1Char('a'));
        for (const bool expression : {false, true}) {
            QCOMPARE(mistakeIn({.text = longest, .regularExpression = expression}), QString());
            QCOMPARE(mistakeIn({.text = longest + QLatin1Char('a'), .regularExpression = expression}),
                     QStringLiteral("The expression is longer than 4096 characters."));
        }
    }
    void aCostlyExpressionIsGivenUp_data()
    {
        QTest::addColumn<QByteArray>("expression");
        QTest::addColumn<int>("length");
        for (const char *expression : {"(a+)+$", "(a|aa)+$", "(?:a+)+[0-9]", "(?R)a|(?R)b"}) {
            for (const int length : {30, 31, 200, 5'000, 65'536})
                QTest::addRow("%s of %d", expression, length) << QByteArray(expression) << length;
        }
        // The steps from each place where a match may begin are few, but there are many such places.
        QTest::newRow("many beginnings") << QByteArray("[a-z]*[a-z]*[0-9]") << 65'536;
        QTest::newRow("many beginnings, in a group") << QByteArray("([a-z]+[a-z0-9]+)[#-+]") << 65'536;
        QTest::newRow("without just-in-time code") << QByteArray("(*NO_JIT)(a+)+$") << 100;
    }
    void aCostlyExpressionIsGivenUp()
    {
        QFETCH(QByteArray, expression);
        QFETCH(int, length);
        const std::string text = std::string(size_t(length), 'a') + '!';
        QCOMPARE(foundIn(expressionOf(expression.constData()), text), Pattern::Found::GaveUp);
    }
    void aPersonCannotRaiseTheLimit()
    {
        const std::string text = std::string(5'000, 'a') + '!';
        QCOMPARE(foundIn(expressionOf("(*LIMIT_MATCH=4000000000)(a+)+$"), text), Pattern::Found::GaveUp);
    }
    void aPatternThatGaveUpStillFinds()
    {
        const Pattern pattern = compiledPattern(expressionOf("(a+)+$"));
        QCOMPARE(pattern.matches(std::string(100, 'a') + '!'), Pattern::Found::GaveUp);
        QCOMPARE(pattern.matches(std::string(100, 'a')), Pattern::Found::Yes);
        QCOMPARE(pattern.matches("b"), Pattern::Found::No);
    }
    void longTextIsSearchedToItsEnd_data()
    {
        QTest::addColumn<QByteArray>("expression");
        for (const char *expression : {"needle", "^needle", "need[a-z]e$", "[a-z]+ ?needle", "\xC3\x84 needle|needle"})
            QTest::newRow(expression) << QByteArray(expression);
    }
    void longTextIsSearchedToItsEnd()
    {
        QFETCH(QByteArray, expression);
        std::string text;
        while (text.size() < 65'000)
            text += "all is well here. \xC3\xA4 ";
        const Pattern pattern = compiledPattern(expressionOf(expression.constData()));
        QCOMPARE(pattern.matches(text), Pattern::Found::No);
        const std::string holding = text + "\nword needle\nneedle";
        QCOMPARE(pattern.matches(holding), Pattern::Found::Yes);
    }
    void wordsAreFoundAnywhereInAMebibyte()
    {
        for (const char *needle : {"needle", "n\xC3\x84\xC3\x84"
                                             "dle"}) {
            const Pattern pattern = compiledPattern(wordsOf(needle));
            std::string text;
            while (text.size() < 1'000'000)
                text += "n\xC3\xA4"
                        "d\xC3\xA4 ";
            Pattern::Hit hit;
            QCOMPARE(pattern.find(text, 0, hit), Pattern::Found::No);
            const auto end = qsizetype(text.size());
            text += needle;
            QCOMPARE(pattern.find(text, 0, hit), Pattern::Found::Yes);
            QCOMPARE(hit, (Pattern::Hit{end, qsizetype(std::string_view(needle).size())}));
        }
    }
    void zeroBytesAndBrokenUtf8BreakNothing()
    {
        using namespace std::string_view_literals;
        const std::string_view broken = "\xFF\xC3 a\0b \x80\xE2\x82 error \xF0\x9F"sv;
        QCOMPARE(foundIn(wordsOf("error"), broken), Pattern::Found::Yes);
        QCOMPARE(foundIn(wordsOf("\xC3\x84"), broken), Pattern::Found::No);
        QCOMPARE(foundIn(expressionOf("ERR[a-z]r"), broken), Pattern::Found::Yes);
        QCOMPARE(foundIn(expressionOf("a.b"), broken), Pattern::Found::Yes);
        QCOMPARE(foundIn(expressionOf("\\x{FFFD}"), broken), Pattern::Found::No);
        const PatternText zero{.text = QString::fromUtf8("A\0B", 3)};
        QCOMPARE(foundIn(zero, broken), Pattern::Found::Yes);
        QCOMPARE(foundIn(zero, "ab"), Pattern::Found::No);
    }
    void randomBytesBreakNothing()
    {
        QRandomGenerator random(7);
        const std::array<Pattern, 4> patterns{compiledPattern(wordsOf("\xC3\xA4")),
                                              compiledPattern(expressionOf("\xC3\xA4.")),
                                              compiledPattern(expressionOf("(*NO_JIT)[^a]\\b.")),
                                              compiledPattern(expressionOf("[\xC3\x84-\xE2\x82\xAC]+x?"))};
        for (int round = 0; round < 3'000; ++round) {
            std::string text(random.bounded(40U), '\0');
            for (char &byte : text)
                byte = "\xC3\xA4\xE2\x82\xAC\xF0\x9F\x80 ax"[random.bounded(11)];
            for (const Pattern &pattern : patterns) {
                for (const Pattern::Hit &hit : pattern.hits(text))
                    QVERIFY(hit.offset >= 0 && hit.length > 0 && hit.offset + hit.length <= qsizetype(text.size()));
            }
        }
    }
    void allHitsOfALineAreMarked()
    {
        const Pattern pattern = compiledPattern(expressionOf("[0-9]*"));
        QCOMPARE(pattern.hits("a12b3"), (QList<Pattern::Hit>{{1, 2}, {4, 1}})); // none of the empty ones
        QCOMPARE(pattern.hits("none"), QList<Pattern::Hit>());
        QCOMPARE(compiledPattern(wordsOf("aa")).hits("aaaaa"), (QList<Pattern::Hit>{{0, 2}, {2, 2}}));
        QCOMPARE(compiledPattern(wordsOf("a")).hits(std::string(50, 'a'), 3).size(), 3);
        QCOMPARE(compiledPattern(expressionOf("a|")).hits("ba"), (QList<Pattern::Hit>{{1, 1}}));
    }
    void hitsBeforeTheLimitStay()
    {
        const std::string text = "a " + std::string(60, 'a') + '!';
        QCOMPARE(compiledPattern(expressionOf("(a+)+(?= |$)")).hits(text), (QList<Pattern::Hit>{{0, 1}}));
    }
    void onlyWhatHoldsNoLineEndIsSearchedInManyLines()
    {
        QVERIFY(compiledPattern(wordsOf("a b")).isWords());
        QVERIFY(!compiledPattern(wordsOf("a\nb")).isWords());
        QVERIFY(!compiledPattern(expressionOf("ab")).isWords());
        QVERIFY(compiledPattern(wordsOf("a b")).staysInLine());
        QVERIFY(!compiledPattern(wordsOf("a\nb")).staysInLine());
        QVERIFY(compiledPattern(expressionOf("[ab]")).staysInLine());
        QVERIFY(!compiledPattern(expressionOf("[^ab]")).staysInLine());
    }
    void whatIsMovedStillFinds()
    {
        Pattern one = compiledPattern(wordsOf("one"));
        Pattern other = compiledPattern(expressionOf("other"));
        one = std::move(other);
        const Pattern third(std::move(one));
        QCOMPARE(third.matches("another"), Pattern::Found::Yes);
        QCOMPARE(third.matches("one"), Pattern::Found::No);
    }
};

SLIPWAY_TEST(PatternTest)
#include "pattern_test.moc"

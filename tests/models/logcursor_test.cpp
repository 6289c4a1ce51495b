// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/logcursor.h"
#include "models/logs/logtime.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;

namespace {

constexpr qint64 aLogMoment = 1'795'000'000 * nanosecondsPerSecond;

LogLine lineSaying(qint64 at, std::string_view message, std::string_view replica = "r1")
{
    return {.at = at, .message = message, .replica = replica};
}

} // namespace

class LogCursorTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aLineIsTakenOnce()
    {
        LogCursor cursor;
        QVERIFY(cursor.takes(lineSaying(aLogMoment, "a")));
        cursor.beginConnection({});
        QVERIFY(!cursor.takes(lineSaying(aLogMoment, "a")));
    }

    void twoEqualLinesOfOneConnectionAreTwo()
    {
        LogCursor cursor;
        QVERIFY(cursor.takes(lineSaying(aLogMoment, "a")));
        QVERIFY(cursor.takes(lineSaying(aLogMoment, "a")));
        cursor.beginConnection({});
        QVERIFY(!cursor.takes(lineSaying(aLogMoment, "a")));
        QVERIFY(!cursor.takes(lineSaying(aLogMoment, "a")));
        QVERIFY(cursor.takes(lineSaying(aLogMoment, "a"))); // a third, of which the first connection told nothing
    }

    void ofAPageToo()
    {
        LogCursor cursor;
        LogPage page;
        QVERIFY(cursor.takes(lineSaying(aLogMoment, "a"), page));
        QVERIFY(cursor.takes(lineSaying(aLogMoment, "a"), page));
        LogPage overlapping;
        QVERIFY(!cursor.takes(lineSaying(aLogMoment, "a"), overlapping));
        QVERIFY(!cursor.takes(lineSaying(aLogMoment, "a"), overlapping));
        QVERIFY(!cursor.takes(lineSaying(aLogMoment, "a"))); // the connection tells the first of them
        QVERIFY(!cursor.takes(lineSaying(aLogMoment, "a")));
        QVERIFY(cursor.takes(lineSaying(aLogMoment, "a")));
    }

    /// A page that comes between does not make the connection's count begin anew.
    void aPageBetweenTwoEqualLinesHidesNone()
    {
        LogCursor cursor;
        QVERIFY(cursor.takes(lineSaying(aLogMoment, "a")));
        LogPage page;
        QVERIFY(!cursor.takes(lineSaying(aLogMoment, "a"), page));
        QVERIFY(cursor.takes(lineSaying(aLogMoment, "a")));
    }

    void whatIsOlderThanWasAskedForIsNotTakenAgain()
    {
        LogCursor cursor;
        for (int i = 0; i < 600; ++i)
            QVERIFY(cursor.takes(lineSaying(aLogMoment + i * nanosecondsPerSecond, "a")));
        const std::optional<qint64> from = cursor.resumeFrom();
        LogPage page{.from = from};
        cursor.beginConnection(from);
        for (int i = 0; i < 600; ++i) { // the server ignores the date
            QVERIFY(!cursor.takes(lineSaying(aLogMoment + i * nanosecondsPerSecond, "a"), page));
            QVERIFY(!cursor.takes(lineSaying(aLogMoment + i * nanosecondsPerSecond, "a")));
        }
        QVERIFY(cursor.takes(lineSaying(aLogMoment + 590 * nanosecondsPerSecond, "late"), page));
    }

    void linesOfOneMomentAreToldApart()
    {
        LogCursor cursor;
        QVERIFY(cursor.takes(lineSaying(aLogMoment, "a")));
        QVERIFY(cursor.takes(lineSaying(aLogMoment, "b")));
        QVERIFY(cursor.takes(lineSaying(aLogMoment, "a", "r2")));
        QVERIFY(cursor.takes(lineSaying(aLogMoment + 1, "a")));
        LogLine other = lineSaying(aLogMoment, "a");
        other.attributes = "x";
        QVERIFY(cursor.takes(other));
    }

    void nothingIsAskedForBeforeTheFirstLine() { QVERIFY(!LogCursor().resumeFrom()); }

    void itGoesOnSomeTimeBeforeTheNewestLine()
    {
        LogCursor cursor;
        cursor.takes(lineSaying(aLogMoment, "a"));
        cursor.takes(lineSaying(aLogMoment - nanosecondsPerSecond, "late"));
        QCOMPARE(cursor.newest(), std::optional(aLogMoment));
        QCOMPARE(cursor.resumeFrom(), std::optional(aLogMoment - 30 * nanosecondsPerSecond));
    }

    /// However many there are: what may come again is known again.
    void everythingFromThereOnIsRemembered()
    {
        LogCursor cursor;
        constexpr int count = 400'000; // more than are remembered
        for (int i = 0; i < count; ++i)
            cursor.takes(lineSaying(aLogMoment + i * qint64(10'000), "storm"));
        const qint64 from = *cursor.resumeFrom();
        cursor.beginConnection(from);
        QVERIFY(from < *cursor.newest());
        QVERIFY(from > aLogMoment);
        for (int i = 0; i < count; ++i) {
            const qint64 at = aLogMoment + i * qint64(10'000);
            if (at >= from && cursor.takes(lineSaying(at, "storm")))
                QFAIL("a line was taken twice");
        }
    }

    void whatIsExpectedIsNotForgotten()
    {
        LogCursor cursor;
        cursor.takes(lineSaying(aLogMoment, "a"));
        cursor.expectFrom(cursor.resumeFrom());
        cursor.takes(lineSaying(aLogMoment + 3600 * nanosecondsPerSecond, "b"));
        cursor.beginConnection({});
        QVERIFY(!cursor.takes(lineSaying(aLogMoment, "a")));
        cursor.expectFrom({});
        cursor.takes(lineSaying(aLogMoment + 3601 * nanosecondsPerSecond, "c"));
        QVERIFY(cursor.takes(lineSaying(aLogMoment, "a")));
    }

    void whatIsOldIsForgotten()
    {
        LogCursor cursor;
        cursor.takes(lineSaying(aLogMoment, "a"));
        cursor.takes(lineSaying(aLogMoment + 3600 * nanosecondsPerSecond, "b"));
        QVERIFY(cursor.takes(lineSaying(aLogMoment, "a")));
    }
};

SLIPWAY_TEST(LogCursorTest)
#include "logcursor_test.moc"

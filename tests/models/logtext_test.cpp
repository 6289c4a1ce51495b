// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/logtext.h"

#include "support/somelines.h"
#include "support/testmain.h"

#include <QTest>
#include <QTimeZone>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

QString lineText(const SomeLine &line)
{
    return logLineText(lineOf(line), QTimeZone::utc());
}

} // namespace

class LogTextTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aLineSaysItsTimeEnvironmentLevelAndMessage()
    {
        QCOMPARE(lineText({.message = "boom", .level = LogLevel::Error, .afterMs = 533}),
                 QStringLiteral("2026-11-18T11:06:40.533Z production ERROR boom"));
        QCOMPARE(lineText({.message = "ok", .level = LogLevel::None, .environment = Environment::Staging}),
                 QStringLiteral("2026-11-18T11:06:40.000Z staging - ok"));
    }

    void aNoteOfOursIsToldFromAMessage()
    {
        QCOMPARE(lineText({.message = "42 s without connection", .source = LogSource::Note}),
                 QStringLiteral("2026-11-18T11:06:40.000Z production NOTE 42 s without connection"));
    }

    void anotherZoneIsNamedByItsOffset()
    {
        QCOMPARE(logLineText(lineOf({.message = "ok"}), QTimeZone(3600)),
                 QStringLiteral("2026-11-18T12:06:40.000+01:00 production INFO ok"));
    }

    void noMessageCanPassForAnotherLine()
    {
        const QString text = lineText({.message = "a\r\n2026-11-18T11:06:41.000Z production INFO all is well\n"});
        QCOMPARE(text.split(QLatin1Char('\n')).size(), 3);
        QVERIFY(text.contains(QStringLiteral("INFO a\n\t2026-11-18T11:06:41.000Z production INFO all is well\n\t")));
    }

    void whatCannotBeSeenIsSpelledOut()
    {
        QVERIFY(lineText({.message = "\x1b[2Ja\u202Eb\rc\td"})
                    .endsWith(QStringLiteral("INFO <U+001B>[2Ja<U+202E>b<U+000D>c\td")));
        QVERIFY(lineText({.message = "\uFEFFa"}).endsWith(QStringLiteral("INFO <U+FEFF>a")));
    }
};

SLIPWAY_TEST(LogTextTest)
#include "logtext_test.moc"

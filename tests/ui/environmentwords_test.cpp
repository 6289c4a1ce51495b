// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/environment/environmentwords.h"

#include "support/healthstates.h"
#include "support/testmain.h"
#include "support/windowkit.h"
#include "ui/environment/environmentpanel.h"
#include "ui/environment/figurewords.h"

using namespace Slipway;
using namespace Slipway::Test;

namespace {

Look lookOfState(const char *name)
{
    const QList<HealthState> states = healthStates();
    for (const HealthState &state : states) {
        if (qstrcmp(state.name, name) == 0)
            return *verdictWords(state.view).look;
    }
    qFatal("there is no state %s", name);
}

} // namespace

class EnvironmentWordsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// What is pending is degraded, too: it differs by its count.
    void everyVerdictDiffersByWordAndByShape()
    {
        QStringList words;
        QList<Shape> shapes;
        for (const char *name : {"unknown", "healthy", "degraded", "down", "flapping", "offline", "stale"}) {
            const Look look = lookOfState(name);
            QVERIFY2(!words.contains(look.word), name);
            QVERIFY2(!shapes.contains(look.shape), name);
            words.append(look.word);
            shapes.append(look.shape);
        }
        QCOMPARE(lookOfState("pending"), lookOf(Verdict::Degraded));
    }

    void whatIsNotKnownIsGrey()
    {
        for (const char *name : {"unknown", "offline", "stale"})
            QCOMPARE(lookOfState(name).tone, Tone::Neutral);
        for (const char *name : {"degraded", "pending"})
            QCOMPARE(lookOfState(name).tone, Tone::Warn);
        QCOMPARE(lookOfState("down").tone, Tone::Bad);
        QCOMPARE(lookOfState("healthy").tone, Tone::Good);
    }

    void flappingKeepsTheGravityOfItsVerdict()
    {
        EnvironmentView view{.verdict = Verdict::Degraded, .flapping = true};
        QCOMPARE(verdictWords(view).look->tone, Tone::Warn);
        QCOMPARE(verdictWords(view).look->word, QStringLiteral("Degraded, flapping"));
        view.verdict = Verdict::Down;
        QCOMPARE(verdictWords(view).look->tone, Tone::Bad);
        view.verdict = Verdict::Healthy; // whatever it did before
        QCOMPARE(*verdictWords(view).look, lookOf(Verdict::Healthy));
    }

    /// The verdict comes from fresh probes alone; stale may be only what Railway said.
    void aStaleAnswerOfRailwayHidesNoOutage()
    {
        EnvironmentView view{.verdict = Verdict::Down, .stale = true};
        QCOMPARE(*verdictWords(view).look, lookOf(Verdict::Down));
        view.verdict = Verdict::Healthy;
        QCOMPARE(verdictWords(view).look->tone, Tone::Neutral);
    }

    void offlineIsNeverRed()
    {
        const EnvironmentView view{.verdict = Verdict::Down, .stale = true, .flapping = true, .offline = true};
        QCOMPARE(verdictWords(view).look->word, QStringLiteral("Offline"));
        QCOMPARE(verdictWords(view).look->tone, Tone::Neutral);
    }

    void eachMissingFigureOfRailwayIsNamedWithItsReason()
    {
        EnvironmentView view = aKnownEnvironment();
        view.serving = {};
        view.figures.errorPercent = noFigure("no data yet");
        view.figures.p95Ms = noFigure("no data yet");
        QVERIFY(railwayWords(view).text.endsWith(QStringLiteral(" \u00b7 5xx, p95: no data yet")));
        QVERIFY(!railwayWords(view).look);
        view.figures.memoryGb = noFigure("not permitted", ErrorKind::Forbidden);
        QCOMPARE(railwayWords(view).text,
                 QStringLiteral("0.21 vCPU \u00b7 memory: not permitted \u00b7 5xx, p95: no data yet"));
        QCOMPARE(railwayWords(view).look, lookOf(ErrorKind::Forbidden));
    }

    void aNumberThatCannotBeIsNotTheEnd()
    {
        EnvironmentView view = aKnownEnvironment();
        view.figures.p95Ms = aFigure(1e300);
        QVERIFY(railwayWords(view).text.contains(QStringLiteral("p95 86400 s")));
    }

    void aCertificateHasARowOnlyWhenItEndsSoon()
    {
        EnvironmentPanel panel(QStringLiteral("STAGING"));
        EnvironmentView view = aKnownEnvironment();
        panel.display(view);
        QVERIFY(textOf(&panel, "healthText").endsWith(QStringLiteral("certificate ends in 61 days")));
        QVERIFY(!named<QLabel>(&panel, "certificateText")->isVisibleTo(&panel));
        view.certificateDays = 6;
        panel.display(view);
        QVERIFY(!textOf(&panel, "healthText").contains(QStringLiteral("certificate")));
        QVERIFY(named<QLabel>(&panel, "certificateText")->isVisibleTo(&panel));
        QCOMPARE(named<StatusMark>(&panel, "certificateMark")->look().tone, Tone::Bad);
        view.certificateDays = {};
        panel.display(view);
        QVERIFY(!named<QLabel>(&panel, "certificateText")->isVisibleTo(&panel));
    }

    void thePillSaysWordAndCount()
    {
        EnvironmentPanel panel(QStringLiteral("STAGING"));
        EnvironmentView view = aKnownEnvironment();
        view.verdict = Verdict::Degraded;
        view.pending = QStringLiteral("1/3");
        panel.display(view);
        QCOMPARE(named<StatusMark>(&panel, "verdict")->text(), QStringLiteral("Degraded 1/3"));
        view.pending.clear();
        panel.display(view);
        QCOMPARE(named<StatusMark>(&panel, "verdict")->text(), QStringLiteral("Degraded"));
    }
};

SLIPWAY_TEST(EnvironmentWordsTest)
#include "environmentwords_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testmain.h"
#include "walk.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QTest>

#include <algorithm>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

constexpr int stepsOfOneWorld = 60; ///< then it has become large, and another one begins

const char *scenarioOf(quint32 seed)
{
    return seed % 3 == 2 ? "railway-up" : "normal";
}

/// Whether something of that kind is wrong after those moves.
bool isFoundIn(const QStringList &moves, quint32 seed, const QString &kind)
{
    Walk walk(scenarioOf(seed), seed);
    return std::any_of(moves.cbegin(), moves.cend(), [&](const QString &move) {
        const QStringList wrong = walk.play(move) ? walk.look() : QStringList();
        return std::any_of(wrong.cbegin(), wrong.cend(), [&](const QString &each) { return each.startsWith(kind); });
    });
}

/// Without the moves that it does not need.
QStringList shortened(QStringList moves, quint32 seed, const QString &kind)
{
    for (qsizetype i = moves.size() - 1; i >= 0; --i) {
        QStringList fewer = moves;
        fewer.removeAt(i);
        if (isFoundIn(fewer, seed, kind))
            moves = fewer;
    }
    return moves;
}

} // namespace

/// Nothing that is green is not so, nothing that is red is well, and what is grey says why. SLIPWAY_WALK_SEED (of the
/// first world) and SLIPWAY_WALK_STEPS make it another walk or a longer one; SLIPWAY_WALK_MOVES are a world's moves,
/// in one line. With SLIPWAY_WALK_SHORTEN moves that do not matter are left out of what is found.
class WalkTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aWrongClaimIsFound()
    {
        ServedWorld world("normal", 1);
        const QTemporaryDir folder;
        ServedConsole console(world, folder.path(), ServedConsole::For::Status);
        console.passUntilQuiet();
        const QJsonObject said = console.status();
        Knowledge known{.truths = {Truth(world.world(), {})}};
        qint64 claims = 0;
        const auto wrongWith = [&](const char *part, const char *id, const char *state) {
            QJsonArray claimed = said.value(QLatin1String(part)).toArray();
            for (auto &&each : claimed) {
                QJsonObject claim = each.toObject();
                if (claim.value(QLatin1String("id")) == QLatin1String(id))
                    claim.insert(QStringLiteral("state"), QLatin1String(state));
                each = claim;
            }
            QJsonObject wrong = said;
            wrong.insert(QLatin1String(part), claimed);
            return wrongIn(wrong, known, claims);
        };
        QCOMPARE(wrongIn(said, known, claims).size(), 0);
        QVERIFY(claims > 25);
        QCOMPARE(wrongWith("gates", "tests-ticked", "pass").value(0).kind, Wrong::Kind::FalseGreen);
        QCOMPARE(wrongWith("gates", "production-idle", "block").value(0).kind, Wrong::Kind::FalseRed);
        QCOMPARE(wrongWith("stages", "ci", "unknown").value(0).kind, Wrong::Kind::Causeless);
        QCOMPARE(wrongWith("identity", "tested-live", "proven").value(0).kind, Wrong::Kind::FalseGreen);
        known.cutOff = {QStringLiteral("github")};
        QVERIFY(wrongIn(said, known, claims).size() > 3); // nobody can know it
    }

    void whatIsSaidIsSo()
    {
        const quint32 firstSeed = qEnvironmentVariable("SLIPWAY_WALK_SEED", QStringLiteral("1")).toUInt();
        const int steps = qEnvironmentVariable("SLIPWAY_WALK_STEPS", QStringLiteral("90")).toInt();
        const QStringList given =
            qEnvironmentVariable("SLIPWAY_WALK_MOVES").split(QLatin1Char(' '), Qt::SkipEmptyParts);
        const bool shortens = qEnvironmentVariableIsSet("SLIPWAY_WALK_SHORTEN");
        QElapsedTimer took;
        took.start();
        qint64 claims = 0;
        QMap<QString, int> kinds;
        std::unique_ptr<Walk> walk;
        QStringList moves;
        for (int step = 0; step < (given.isEmpty() ? steps : int(given.size())); ++step) {
            const quint32 seed = firstSeed + quint32(step / stepsOfOneWorld);
            if (step % stepsOfOneWorld == 0 && (given.isEmpty() || step == 0)) {
                claims += walk ? walk->claims() : 0;
                walk = std::make_unique<Walk>(scenarioOf(seed), seed);
                moves.clear();
            }
            moves.append(given.isEmpty() ? walk->randomMove() : given.at(step));
            QVERIFY2(walk->play(moves.constLast()), qPrintable(moves.constLast()));
            const QStringList wrong = walk->look();
            for (const QString &each : wrong) {
                const QString kind = each.section(QLatin1String(" says "), 0, 0);
                if (++kinds[kind] > 1)
                    continue;
                qWarning("step %d: %s\n  replay: SLIPWAY_WALK_SEED=%u SLIPWAY_WALK_MOVES=\"%s\"", step,
                         qPrintable(each), seed, qPrintable(moves.join(QLatin1Char(' '))));
                if (shortens) {
                    const QStringList fewer = shortened(moves, seed, kind);
                    qWarning("  shorter: SLIPWAY_WALK_SEED=%u SLIPWAY_WALK_MOVES=\"%s\"", seed,
                             qPrintable(fewer.join(QLatin1Char(' '))));
                }
            }
        }
        claims += walk->claims();
        qInfo("%d steps, %lld claims in %lld s", steps, claims, took.elapsed() / 1'000);
        for (auto kind = kinds.cbegin(); kind != kinds.cend(); ++kind)
            qWarning("%d times: %s", kind.value(), qPrintable(kind.key()));
        QCOMPARE(kinds.keys(), QStringList());
    }
};

SLIPWAY_TEST(WalkTest)
#include "walk_test.moc"

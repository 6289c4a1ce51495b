// SPDX-License-Identifier: GPL-3.0-or-later
#include "truth.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <functional>

namespace Slipway::Test {

namespace {

using Rehearsal::SimDeployment;
using Rehearsal::SimJob;
using Rehearsal::SimRun;
using Rehearsal::World;

bool isOnItsWay(const QString &status)
{
    static const QStringList words{QStringLiteral("QUEUED"),         QStringLiteral("WAITING"),
                                   QStringLiteral("NEEDS_APPROVAL"), QStringLiteral("INITIALIZING"),
                                   QStringLiteral("BUILDING"),       QStringLiteral("DEPLOYING")};
    return words.contains(status);
}

QString endOfRun(const SimRun &run, const QDateTime &now)
{
    if (run.isCancelled(now))
        return QStringLiteral("cancelled");
    if (Rehearsal::endOf(run) > now)
        return QStringLiteral("running");
    const bool failed = std::any_of(run.jobs.cbegin(), run.jobs.cend(), [](const SimJob &job) { return job.failed(); });
    return failed ? QStringLiteral("failed") : QStringLiteral("passed");
}

/// Judges claims one by one, each against every moment that it may be about.
class Judge {
public:
    Judge(const QJsonObject &status, const Knowledge &known, qint64 &claims)
        : m_status(status)
        , m_known(known)
        , m_claims(claims)
    {
    }

    QList<Wrong> judge()
    {
        const QJsonArray stages = m_status.value(QLatin1String("stages")).toArray();
        for (const auto &each : stages)
            judgeStage(each.toObject());
        const QJsonArray gates = m_status.value(QLatin1String("gates")).toArray();
        for (const auto &each : gates)
            judgeGate(each.toObject());
        const QJsonArray links = m_status.value(QLatin1String("identity")).toArray();
        for (const auto &each : links)
            judgeLink(each.toObject());
        for (const Environment environment : environments)
            judgeEnvironment(environment);
        begin(QStringLiteral("promotable"), m_status.value(QLatin1String("promotable")), {"github", "railway"});
        if (m_status.value(QLatin1String("promotable")).toBool())
            green([](const Truth &truth) { return truth.mayPromote(); });
        return m_wrong;
    }

private:
    using Holds = std::function<bool(const Truth &)>;

    void begin(const QString &claim, const QJsonValue &said, std::initializer_list<const char *> needs)
    {
        m_claim = claim;
        m_said = QString::fromUtf8(QJsonDocument(QJsonArray{said}).toJson(QJsonDocument::Compact)).mid(1).chopped(1);
        m_needs.clear();
        for (const char *need : needs)
            m_needs.append(QLatin1String(need));
        ++m_claims;
    }
    bool ever(const Holds &holds) const { return std::any_of(m_known.truths.cbegin(), m_known.truths.cend(), holds); }
    bool always(const Holds &holds) const { return std::all_of(m_known.truths.cbegin(), m_known.truths.cend(), holds); }
    bool isCutOff() const
    {
        return std::any_of(m_needs.cbegin(), m_needs.cend(),
                           [this](const QString &need) { return m_known.cutOff.contains(need); });
    }
    bool isDisturbed() const
    {
        return std::any_of(m_needs.cbegin(), m_needs.cend(),
                           [this](const QString &need) { return m_known.disturbed.contains(need); });
    }
    void add(Wrong::Kind kind, const QString &why)
    {
        const Truth &now = m_known.truths.constLast();
        const QString truth =
            QStringLiteral("%1; tip %2; staging %3 of %4, %5%6; production %7 of %8, %9")
                .arg(why, now.tip.left(7), now.serving.staging.left(8), now.commit.staging.left(7), now.health.staging,
                     now.rollsOut.staging ? QStringLiteral(", rolling out") : QString(), now.serving.production.left(8),
                     now.commit.production.left(7), now.health.production) +
            QStringLiteral("%1; CI of staging's: %2; newest runs: staging %3 on %4, production %5")
                .arg(now.productionIsBusy() ? QStringLiteral(", busy") : QString(), now.testedCi(), now.newestStaging,
                     now.newestStagingSha.left(7), now.newestProduction);
        m_wrong.append({kind, m_claim, m_said, truth});
    }

    void green(const Holds &holds)
    {
        if (isCutOff())
            add(Wrong::Kind::FalseGreen, QStringLiteral("nothing can be known of it now"));
        else if (!ever(holds))
            add(Wrong::Kind::FalseGreen, QStringLiteral("it is not so"));
    }
    void red(const Holds &holds)
    {
        if (!ever(holds))
            add(Wrong::Kind::FalseRed, QStringLiteral("it is not so"));
    }
    /// `knowable`: every source of it answers, and says it.
    void grey(const QString &why, const Holds &knowable)
    {
        if (why.isEmpty())
            add(Wrong::Kind::Causeless, QStringLiteral("it does not say why"));
        else if (!isDisturbed() && always(knowable))
            add(Wrong::Kind::Causeless, QStringLiteral("it can be known"));
    }
    static bool isNot(const Truth &truth, Environment environment) { return !truth.isWell(environment); }

    void judgeStage(const QJsonObject &stage)
    {
        const QString id = stage.value(QLatin1String("id")).toString();
        const QString state = stage.value(QLatin1String("state")).toString();
        const QString sha = stage.value(QLatin1String("sha")).toString();
        const QString why = stage.value(QLatin1String("detail")).toString();
        const QString claim = QStringLiteral("stage ") + id;
        const bool unknown = state == QLatin1String("unknown");
        if (id == QLatin1String("push")) {
            begin(claim, stage, {"github"});
            if (unknown)
                return grey(why, [](const Truth &) { return true; });
            return green([&](const Truth &truth) { return truth.tip == sha; });
        }
        if (id == QLatin1String("ci"))
            return judgeCi(claim, stage, state, sha, why);
        if (id == QLatin1String("staging-deploy"))
            return judgeStaging(claim, stage, state, sha, why);
        if (id == QLatin1String("testing")) {
            begin(claim, stage, {"railway"});
            if (unknown)
                return grey(why, [](const Truth &truth) { return !truth.serving.staging.isEmpty(); });
            if (state == QLatin1String("passed"))
                return green([](const Truth &truth) { return truth.tested.contains(truth.serving.staging); });
            return red([](const Truth &truth) { return !truth.tested.contains(truth.serving.staging); });
        }
        if (id == QLatin1String("production-deploy"))
            return judgeRelease(claim, stage, state, why);
        begin(claim, stage, {"railway", "production"});
        if (unknown)
            return grey(why, [](const Truth &) { return true; });
        if (state == QLatin1String("passed"))
            return green([](const Truth &truth) {
                return truth.isWell(Environment::Production) && !truth.serving.production.isEmpty();
            });
        if (isDisturbed()) // what it answers is what it is
            return;
        red([&](const Truth &truth) { return isNot(truth, Environment::Production) || truth.failedLast.production; });
    }

    void judgeCi(const QString &claim, const QJsonObject &stage, const QString &state, const QString &sha,
                 const QString &why)
    {
        begin(claim, stage, {"github"});
        const auto isOfPush = [&](const char *end) {
            return [&sha, end](const Truth &truth) { return truth.ci.value(sha) == QLatin1String(end); };
        };
        if (state == QLatin1String("unknown")) {
            begin(claim, stage, {"github", "railway"}); // which says what is tested
            return grey(why, [&](const Truth &truth) {
                return truth.ci.contains(sha.isEmpty() ? truth.commit.staging : sha) && truth.isNamed.staging;
            });
        }
        if (state == QLatin1String("passed"))
            return green(isOfPush("passed"));
        if (state == QLatin1String("failed"))
            return red(isOfPush("failed"));
        if (state == QLatin1String("cancelled"))
            return red(isOfPush("cancelled"));
        red([&](const Truth &truth) { return truth.ci.value(sha) != QLatin1String("passed"); });
    }

    void judgeStaging(const QString &claim, const QJsonObject &stage, const QString &state, const QString &sha,
                      const QString &why)
    {
        begin(claim, stage, {"github", "railway", "staging"});
        if (state == QLatin1String("unknown")) {
            return grey(why,
                        [](const Truth &truth) { return truth.isNamed.staging || truth.serving.staging.isEmpty(); });
        }
        if (state == QLatin1String("passed")) {
            return green([&](const Truth &truth) {
                return truth.commit.staging == sha && truth.isWell(Environment::Staging) &&
                       !truth.newestRollsOut.staging;
            });
        }
        if (isDisturbed())
            return;
        red([](const Truth &truth) {
            return truth.serving.staging.isEmpty() || !truth.isWell(Environment::Staging) || truth.rollsOut.staging ||
                   truth.failedLast.staging || truth.newestStaging != QLatin1String("passed") ||
                   truth.newestStagingSha != truth.commit.staging;
        });
    }

    void judgeRelease(const QString &claim, const QJsonObject &stage, const QString &state, const QString &why)
    {
        begin(claim, stage, {"github"});
        if (state == QLatin1String("unknown"))
            return grey(why, [](const Truth &) { return true; });
        if (state == QLatin1String("passed")) {
            begin(claim, stage, {"github", "railway"});
            return green([](const Truth &truth) {
                return !truth.commit.staging.isEmpty() && truth.commit.staging == truth.commit.production;
            });
        }
        if (state == QLatin1String("failed") || state == QLatin1String("degraded"))
            return red([](const Truth &truth) { return truth.newestProduction == QLatin1String("failed"); });
        if (state == QLatin1String("running"))
            return red([](const Truth &truth) { return truth.productionRuns; });
    }

    void judgeGate(const QJsonObject &gate)
    {
        const QString id = gate.value(QLatin1String("id")).toString();
        const QString state = gate.value(QLatin1String("state")).toString();
        const QString why = gate.value(QLatin1String("reason")).toString();
        const bool pass = state == QLatin1String("pass");
        const bool unknown = state == QLatin1String("unknown");
        const bool block = state == QLatin1String("block");
        const QString claim = QStringLiteral("gate ") + id;
        const auto judge = [&](std::initializer_list<const char *> needs, const Holds &holds, const Holds &knowable) {
            begin(claim, gate, needs);
            if (pass)
                green(holds);
            else if (unknown)
                grey(why, knowable);
            else if (block)
                red([&](const Truth &truth) { return !holds(truth); });
            else if (why.isEmpty())
                add(Wrong::Kind::Causeless, QStringLiteral("it does not say why"));
        };
        const Holds named = [](const Truth &truth) { return truth.isNamed.staging; };
        const Holds any = [](const Truth &) { return true; };
        if (id == QLatin1String("ci-passed"))
            return judge(
                {"github", "railway"}, [](const Truth &truth) { return truth.testedCi() == QLatin1String("passed"); },
                named);
        if (id == QLatin1String("staging-serves"))
            return judge(
                {"railway"}, [](const Truth &truth) { return !truth.commit.staging.isEmpty(); }, named);
        if (id == QLatin1String("staging-healthy") && !(block && m_known.disturbed.contains(QStringLiteral("staging"))))
            return judge(
                {"staging"}, [](const Truth &truth) { return truth.isWell(Environment::Staging); }, any);
        if (id == QLatin1String("tests-ticked"))
            return judge(
                {"railway"}, [](const Truth &truth) { return truth.tested.contains(truth.serving.staging); },
                [](const Truth &truth) { return !truth.serving.staging.isEmpty(); });
        if (id == QLatin1String("target-is-tested"))
            return judge(
                {"github", "railway"}, [](const Truth &truth) { return truth.tip == truth.commit.staging; }, named);
        if (id == QLatin1String("production-idle"))
            return judge(
                {"github", "railway"}, [](const Truth &truth) { return !truth.productionIsBusy(); }, any);
        if (id == QLatin1String("production-healthy"))
            return judge(
                {"production"}, [](const Truth &truth) { return truth.isWell(Environment::Production); }, any);
        if (id == QLatin1String("sources-fresh"))
            return judge({"github", "railway"}, any, [&](const Truth &) {
                return !m_known.disturbed.contains(QStringLiteral("staging")) &&
                       !m_known.disturbed.contains(QStringLiteral("production"));
            });
        if (id == QLatin1String("workflow-ready")) {
            begin(claim, gate, {"github"}); // read every ten minutes: what was so stays so for long
            if (unknown)
                return grey(why, any);
            return red([&](const Truth &) { return pass; });
        }
    }

    void judgeLink(const QJsonObject &link)
    {
        const QString id = link.value(QLatin1String("id")).toString();
        const QString state = link.value(QLatin1String("state")).toString();
        const QString why = link.value(QLatin1String("evidence")).toString();
        const QString claim = QStringLiteral("link ") + id;
        const auto judge = [&](std::initializer_list<const char *> needs, const Holds &holds, const Holds &knowable) {
            begin(claim, link, needs);
            if (state == QLatin1String("proven"))
                green(holds);
            else if (state == QLatin1String("broken"))
                red([&](const Truth &truth) { return !holds(truth); });
            else if (state == QLatin1String("unproven"))
                grey(why, knowable);
            else if (why.isEmpty())
                add(Wrong::Kind::Causeless, QStringLiteral("it does not say why"));
        };
        const Holds named = [](const Truth &truth) { return truth.isNamed.staging; };
        if (id == QLatin1String("tested-tip"))
            return judge(
                {"github", "railway"}, [](const Truth &truth) { return truth.tip == truth.commit.staging; }, named);
        if (id == QLatin1String("tested-ci"))
            return judge(
                {"github", "railway"}, [](const Truth &truth) { return truth.testedCi() == QLatin1String("passed"); },
                [](const Truth &truth) {
                    const QString end = truth.testedCi();
                    return truth.isNamed.staging && (end == QLatin1String("passed") || end == QLatin1String("failed"));
                });
        if (id == QLatin1String("tested-run"))
            return judge(
                {"github", "railway"},
                [](const Truth &truth) { return truth.stagedByRun.contains(truth.commit.staging); },
                [](const Truth &truth) {
                    return truth.isNamed.staging && truth.stagedByRun.contains(truth.commit.staging);
                });
        if (id == QLatin1String("staging-serving"))
            return judge(
                {"railway"}, [](const Truth &truth) { return !truth.commit.staging.isEmpty(); }, named);
        if (id == QLatin1String("production-serving"))
            return judge(
                {"railway"}, [](const Truth &truth) { return !truth.commit.production.isEmpty(); },
                [](const Truth &truth) { return truth.isNamed.production; });
        if (id == QLatin1String("tested-live"))
            return judge(
                {"railway"},
                [](const Truth &truth) {
                    return !truth.commit.staging.isEmpty() && truth.commit.staging == truth.commit.production;
                },
                [](const Truth &truth) {
                    return truth.isNamed.staging && truth.isNamed.production &&
                           truth.commit.staging == truth.commit.production;
                });
    }

    void judgeEnvironment(Environment environment)
    {
        const QString name =
            environment == Environment::Staging ? QStringLiteral("staging") : QStringLiteral("production");
        const QJsonObject view = m_status.value(QLatin1String("environments"))[name].toObject();
        const QString verdict = view.value(QLatin1String("verdict")).toString();
        begin(QStringLiteral("verdict of ") + name, view, {});
        m_needs = QStringList{name};
        if (verdict == QLatin1String("healthy"))
            green([&](const Truth &truth) { return truth.isWell(environment); });
        else if (verdict == QLatin1String("unknown") && !isDisturbed())
            add(Wrong::Kind::Causeless, QStringLiteral("it can be known"));
        else if (verdict == QLatin1String("down") && !isDisturbed())
            red([&](const Truth &truth) { return truth.health[environment] != QLatin1String("healthy"); });
        const QJsonObject serving = view.value(QLatin1String("serving")).toObject();
        begin(QStringLiteral("serving in ") + name, view.value(QLatin1String("serving")), {"railway"});
        if (serving.isEmpty()) {
            if (!isDisturbed() && always([&](const Truth &truth) { return !truth.serving[environment].isEmpty(); }))
                add(Wrong::Kind::Causeless, QStringLiteral("something serves"));
            return;
        }
        const QString id = serving.value(QLatin1String("deploymentId")).toString();
        green([&](const Truth &truth) { return truth.serving[environment] == id; });
        const QString sha = serving.value(QLatin1String("sha")).toString();
        begin(QStringLiteral("commit in ") + name, serving, {"railway"});
        if (!sha.isEmpty())
            green([&](const Truth &truth) { return truth.commit[environment] == sha; });
        else if (!isDisturbed() && always([&](const Truth &truth) { return truth.isNamed[environment]; }))
            add(Wrong::Kind::Causeless, QStringLiteral("Railway names it"));
    }

    const QJsonObject &m_status;
    const Knowledge &m_known;
    qint64 &m_claims;
    QString m_claim;
    QString m_said;
    QStringList m_needs;
    QList<Wrong> m_wrong;
};

} // namespace

Truth::Truth(const World &world, const QSet<QString> &testedOnes)
    : at(world.now())
    , tip(world.commits().constLast().sha)
    , tested(testedOnes)
{
    for (const Environment environment : environments) {
        health[environment] = world.healthOf(environment);
        const QList<SimDeployment> all = world.deployments(environment);
        for (const SimDeployment &each : all)
            rollsOut[environment] = rollsOut[environment] || isOnItsWay(world.statusOf(each));
        const SimDeployment *current = world.serving(environment);
        const QString last = all.isEmpty() ? QString() : world.statusOf(all.constFirst());
        newestRollsOut[environment] = isOnItsWay(last);
        failedLast[environment] = (!current || current->id != all.constFirst().id) &&
                                  (last == QLatin1String("FAILED") || last == QLatin1String("CRASHED"));
        if (!current)
            continue;
        serving[environment] = current->id;
        commit[environment] = current->isLocal ? QString() : current->sha;
        isNamed[environment] = current->hasCommit;
    }
    qint64 newest[] = {0, 0};
    QHash<QString, qint64> newestCi;
    const QList<SimRun> runs = world.runs();
    for (const SimRun &run : runs) {
        const QString end = endOfRun(run, at);
        if (run.file == Rehearsal::ciFile && run.event == QLatin1String("push") && run.id > newestCi.value(run.sha)) {
            newestCi.insert(run.sha, run.id);
            ci.insert(run.sha, end);
        } else if (run.file == Rehearsal::stagingFile) {
            stagedByRun.insert(run.sha);
            if (run.id > newest[0]) {
                newest[0] = run.id;
                newestStaging = end;
                newestStagingSha = run.sha;
            }
        } else if (run.file == Rehearsal::productionFile) {
            productionRuns = productionRuns || end == QLatin1String("running");
            if (run.id > newest[1]) {
                newest[1] = run.id;
                newestProduction = end;
            }
        }
    }
}

bool Truth::mayPromote() const
{
    return !commit.staging.isEmpty() && testedCi() == QLatin1String("passed") && isWell(Environment::Staging) &&
           tested.contains(serving.staging) && !productionIsBusy();
}

QString Wrong::text() const
{
    const QString word = kind == Kind::FalseGreen ? QStringLiteral("FALSE GREEN")
                         : kind == Kind::FalseRed ? QStringLiteral("FALSE RED")
                                                  : QStringLiteral("GREY WITHOUT CAUSE");
    return QStringLiteral("%1: %2 says %3; truth: %4").arg(word, claim, said, truth);
}

QList<Wrong> wrongIn(const QJsonObject &status, const Knowledge &known, qint64 &claims)
{
    return Judge(status, known, claims).judge();
}

} // namespace Slipway::Test

// SPDX-License-Identifier: GPL-3.0-or-later
// Reports how long one evaluation of everything takes, of a small team's facts and of many, in turn.
#include "benchmarks/measuring.h"
#include "models/store/evaluate.h"
#include "support/builders.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>

using namespace Slipway;
using namespace Slipway::Bench;
using namespace Slipway::Test;

namespace {

constexpr int rounds = 200;
constexpr int runs = 30;
constexpr int commits = 400;
constexpr int deployments = 1'000; ///< in each environment

Observations manyFacts()
{
    Observations all = healthyWorld(noon);
    for (int i = 0; i < runs; ++i) {
        const auto seconds = 10'000 + i;
        all.runs.value->append(aRun(100 + i).of("ci.yml").on(liveSha).during(noon, seconds, seconds - 300).succeeded());
    }
    const Commit commit = all.ahead.value->commits.constFirst();
    all.ahead.value->commits = QList<Commit>(commits, commit);
    for (const Environment environment : environments) {
        for (int i = 0; i < deployments; ++i) {
            const QByteArray id = "past-" + QByteArray::number(i);
            Deployment past = aDeployment(id.constData(), DeploymentStatus::Removed, liveSha, noon, 100'000 + i);
            past.imageDigest = QStringLiteral("sha256:") + QString::number(i);
            all.olderDeployments[environment].deployments.append(past);
        }
    }
    return all;
}

double evaluationMs(const Observations &all)
{
    QElapsedTimer timer;
    timer.start();
    const Snapshot snapshot = evaluate({all, acmeProject(), noon});
    return snapshot.promotable ? elapsedMs(timer) : -1; // it is used, so it is made
}

} // namespace

int main()
{
    const Observations worlds[] = {healthyWorld(noon), manyFacts()};
    QList<double> times[2];
    for (int round = 0; round < rounds; ++round) {
        for (int i = 0; i < 2; ++i)
            times[i].append(evaluationMs(worlds[i]));
    }
    const QJsonObject result{{QStringLiteral("fewMs"), median(times[0])}, {QStringLiteral("manyMs"), median(times[1])}};
    std::puts(QJsonDocument(result).toJson().constData());
    return 0;
}

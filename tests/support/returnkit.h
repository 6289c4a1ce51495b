// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/runnerkit.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace Slipway::Test {

inline const char goodDigest[] = "sha256:good";
inline QJsonObject deploymentJson(const QString &id, const char *status, const QDateTime &createdAt,
                                  bool canRollback = true)
{
    return {{QStringLiteral("id"), id},
            {QStringLiteral("status"), QString::fromLatin1(status)},
            {QStringLiteral("createdAt"), createdAt.toString(Qt::ISODateWithMs)},
            {QStringLiteral("statusUpdatedAt"), createdAt.addSecs(90).toString(Qt::ISODateWithMs)},
            {QStringLiteral("deploymentStopped"), false},
            {QStringLiteral("canRedeploy"), true},
            {QStringLiteral("canRollback"), canRollback},
            {QStringLiteral("meta"), QJsonObject{{QStringLiteral("imageDigest"), QLatin1String(goodDigest)}}},
            {QStringLiteral("instances"), QJsonArray()}};
}

inline QByteArray answerOf(const QJsonObject &data)
{
    return QJsonDocument(QJsonObject{{QStringLiteral("data"), data}}).toJson();
}

/// Production is bad, and Railway is asked again before anything is sent. The runner's fake network plays Railway.
struct ReturnKit : RunnerKit {
    QString servingNow = QStringLiteral("d-production");
    QString newestNow = QStringLiteral("d-production");
    bool canRollback = true;
    QJsonObject ofTarget; ///< what Railway says of it besides
    FakeReply toMutation{.status = 200, .body = R"({"data":{"deploymentRollback":true}})"};
    std::optional<FakeReply> toReads; ///< instead of the truth

    explicit ReturnKit(RunnerPlace thePlace = {})
        : RunnerKit(std::move(thePlace))
    {
        network->setHandler([this](const FakeRequest &request) { return reply(request); });
    }

    FakeReply reply(const FakeRequest &request)
    {
        if (request.body.contains("mutation"))
            return toMutation;
        if (toReads)
            return *toReads;
        const QDateTime then = at(noon, 89'900);
        if (request.body.contains("DeploymentDetail")) {
            QJsonObject target = deploymentJson(QStringLiteral("d-good"), "REMOVED", then, canRollback);
            for (auto each = ofTarget.constBegin(); each != ofTarget.constEnd(); ++each)
                target.insert(each.key(), each.value());
            return {.status = 200, .body = answerOf({{QStringLiteral("deployment"), target}})};
        }
        const QJsonObject serving = deploymentJson(servingNow, "SUCCESS", then);
        return {.status = 200,
                .body = answerOf(
                    {{QStringLiteral("serviceInstance"),
                      QJsonObject{{QStringLiteral("serviceName"), QStringLiteral("api")},
                                  {QStringLiteral("latestDeployment"), deploymentJson(newestNow, "SUCCESS", then)},
                                  {QStringLiteral("activeDeployments"), QJsonArray{serving}}}}})};
    }

    ReturnRequest request() const
    {
        return {.target = {QStringLiteral("d-good")},
                .targetSha = liveSha,
                .imageDigest = QLatin1String(goodDigest),
                .serving = {QStringLiteral("d-production")},
                .servingSha = testedSha,
                .newest = {QStringLiteral("d-production")},
                .hold = true,
                .reason = QStringLiteral("pool exhaustion")};
    }
    OrderId goBack() { return runner->goBack(request(), QStringLiteral("somebody")); }
    OrderId goBack(ReturnMeans means)
    {
        ReturnRequest wanted = request();
        wanted.means = means;
        return runner->goBack(wanted, QStringLiteral("somebody"));
    }
    CommandState stateOf(const OrderId &id) const { return record(id).state; }
    bool waitFor(const OrderId &id, CommandState state)
    {
        return QTest::qWaitFor([&] { return stateOf(id) == state; });
    }
    /// The new deployment appears, serves, and production answers well twice.
    void restore()
    {
        Deployment made = aDeployment("d-restored", DeploymentStatus::Success, {}, clock.now(), 0);
        made.imageDigest = QLatin1String(goodDigest);
        observe([&](Observations &all) {
            all.deployments.production.value->prepend(made);
            all.services.production.value = serving(made);
        });
        for (int probe = 0; probe < 3; ++probe) {
            QTest::qWait(0);
            observe([&](Observations &all) {
                all.health.production.value = withSample(
                    *all.health.production.value,
                    {.at = clock.now().utc(), .verdict = Verdict::Healthy, .httpStatus = 200, .latencyMs = 80});
            });
        }
        QTest::qWait(0);
    }
};

} // namespace Slipway::Test

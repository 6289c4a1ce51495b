// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/runnerkit.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace Slipway::Test {

/// A production run that waits for our review, and a production deployment that waits for an approval, as far as the
/// window knows; what the services say now is set apart from that.
struct RepairKit : RunnerKit {
    QString runStatus = QStringLiteral("waiting");
    QString runConclusion;
    int runAttempt = 1;
    bool reviewWaits = true;
    QString deploymentStatus = QStringLiteral("NEEDS_APPROVAL");
    bool gitHubDown = false;
    bool railwayDown = false;

    RepairKit()
    {
        network->setHandler([this](const FakeRequest &request) { return reply(request); });
    }

    /// GitHub's run of the production workflow, which waits.
    WorkflowRun waitingRun() const
    {
        WorkflowRun run = aRun(910)
                              .of("deploy-production.yml")
                              .on(testedSha)
                              .event("workflow_dispatch")
                              .during(noon, 100, 10)
                              .running();
        run.status = RunStatus::Waiting;
        run.rawStatus = QStringLiteral("waiting");
        return run;
    }
    void showWaitingRun()
    {
        observe([this](Observations &all) {
            all.runs.value->prepend(waitingRun());
            all.reviews.insert(waitingRun().id, fresh(QList<PendingReview>{{.environment = QStringLiteral("production"),
                                                                            .environmentId = 77,
                                                                            .currentUserCanApprove = true}},
                                                      clock.now()));
        });
    }
    void showDeployment(DeploymentStatus status)
    {
        observe([&](Observations &all) {
            const Deployment made = aDeployment("d-up", status, testedSha, clock.now(), 30);
            all.services.production.value->latest = made;
            all.deployments.production.value->prepend(made);
        });
    }
    void showWhatWaits(OrderKind kind)
    {
        if (kind == OrderKind::ApproveReview)
            showWaitingRun();
        else
            showDeployment(DeploymentStatus::NeedsApproval);
    }
    Repair repairOf(OrderKind kind) const
    {
        for (const Repair &each : store.snapshot().repairs) {
            if (each.kind == kind)
                return each;
        }
        qFatal("nothing of that kind is offered: %s", qPrintable(orderKindId(kind)));
    }
    /// As a person confirms it in the dialog.
    const CommandRecord &carryOut(OrderKind kind)
    {
        const Repair repair = repairOf(kind);
        runner->repair(repair, {}, QStringLiteral("somebody"));
        for (const CommandRecord &each : store.observations().commands) {
            if (each.order.kind == kind)
                return each;
        }
        qFatal("there is no such command");
    }
    bool waitFor(OrderKind kind, CommandState state)
    {
        return QTest::qWaitFor([&] { return recordOf(kind).state == state; });
    }
    const CommandRecord &recordOf(OrderKind kind) const
    {
        for (const CommandRecord &each : store.observations().commands) {
            if (each.order.kind == kind)
                return each;
        }
        qFatal("there is no such command");
    }

private:
    FakeReply reply(const FakeRequest &request) const
    {
        const bool railway = request.url.host().contains(QLatin1String("railway"));
        if (railway ? railwayDown : gitHubDown)
            return {.status = 503};
        if (railway)
            return railwayReply(request);
        if (request.method == "POST")
            return {.status = request.url.path().endsWith(QLatin1String("/cancel")) ? 202 : 201, .body = "{}"};
        if (request.url.path().endsWith(QLatin1String("/pending_deployments")))
            return {.status = 200, .body = reviewWaits ? pending() : QByteArray("[]")};
        const QJsonObject run{{QStringLiteral("id"), request.url.path().section(QLatin1Char('/'), -1).toLongLong()},
                              {QStringLiteral("head_sha"), testedSha.value},
                              {QStringLiteral("path"), QStringLiteral(".github/workflows/deploy-production.yml")},
                              {QStringLiteral("run_number"), 910},
                              {QStringLiteral("run_attempt"), runAttempt},
                              {QStringLiteral("status"), runStatus},
                              {QStringLiteral("conclusion"), runConclusion},
                              {QStringLiteral("updated_at"), clock.now().utc().toString(Qt::ISODate)}};
        return {.status = 200, .body = QJsonDocument(run).toJson()};
    }
    static QByteArray pending()
    {
        return R"([{"environment":{"id":77,"name":"production"},"current_user_can_approve":true,"reviewers":[]}])";
    }
    FakeReply railwayReply(const FakeRequest &request) const
    {
        if (request.body.contains("mutation"))
            return {.status = 200, .body = R"({"data":{"deploymentCancel":true,"deploymentApprove":true}})"};
        const QJsonObject deployment{{QStringLiteral("id"), QStringLiteral("d-up")},
                                     {QStringLiteral("status"), deploymentStatus},
                                     {QStringLiteral("createdAt"), at(noon, 30).toString(Qt::ISODateWithMs)},
                                     {QStringLiteral("deploymentStopped"), false},
                                     {QStringLiteral("canRedeploy"), true},
                                     {QStringLiteral("canRollback"), false},
                                     {QStringLiteral("meta"), QJsonObject()},
                                     {QStringLiteral("instances"), QJsonArray()}};
        const QJsonObject data{{QStringLiteral("deployment"), deployment}};
        return {.status = 200, .body = QJsonDocument(QJsonObject{{QStringLiteral("data"), data}}).toJson()};
    }
};

} // namespace Slipway::Test

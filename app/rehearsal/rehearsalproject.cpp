// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/rehearsalproject.h"

namespace Slipway::Rehearsal {

namespace {

QByteArray textOf(const QUrl &url, const char *path = "")
{
    return url.toEncoded() + path;
}

QByteArray line(const char *key, const QByteArray &value)
{
    return QByteArray(key) + " = \"" + value + "\"\n";
}

/// The workflow's smoke tests (models/pipeline/README.md, 2): what costs something is asked by hand only, and on
/// staging.
constexpr const char *stagingChecks =
    "[[staging.checks]]\n"
    "name = \"models\"\n"
    "path = \"/v1/models\"\n"
    "interval = 60\n"
    "conditions = [\"status == 200\", \"len(body.data) > 0\"]\n"
    "headers = { X-Staging-Access-Token = \"{secret:staging-access}\" }\n"
    "[[staging.checks]]\n"
    "name = \"chat completion\"\n"
    "method = \"POST\"\n"
    "path = \"/v1/chat/completions\"\n"
    "body = '{\"model\": \"small\", \"max_tokens\": 5, \"messages\": [{\"role\": \"user\", \"content\": \"ping\"}]}'\n"
    "on_request = true\n"
    "conditions = [\"status == 200\", \"has(body.error) == false\", \"len(body.choices) > 0\"]\n"
    "headers = { Authorization = \"Bearer {secret:chat-key}\", X-Staging-Access-Token = \"{secret:staging-access}\", "
    "Content-Type = \"application/json\" }\n";

constexpr const char *productionChecks = "[[production.checks]]\n"
                                         "name = \"models\"\n"
                                         "path = \"/v1/models\"\n"
                                         "interval = 60\n"
                                         "conditions = [\"status == 200\", \"len(body.data) > 0\"]\n"
                                         "after_promotion = true\n";

} // namespace

QByteArray projectFileOf(const World &world, const Origins &at, const QString &authority)
{
    const auto uuid = [&world](const char *name) { return world.uuid(QLatin1String(name)).toLatin1(); };
    return "# A made-up world on this computer: " + world.scenario().title.toUtf8() + "\n" +
           line("name", "gatewayz-api") + "[github]\n" + line("api", textOf(at.github)) +
           line("repository", world.repository().toLatin1()) + line("branch", "main") + line("ci_workflow", "ci.yml") +
           line("staging_workflow", "deploy.yml") + line("production_workflow", "deploy-production.yml") +
           line("confirm_input", "confirm") + "[railway]\n" + line("api", textOf(at.railway, "/graphql/v2")) +
           line("project", uuid("project")) + line("service", uuid("api")) +
           line("staging_environment", world.id(Environment::Staging).toLatin1()) +
           line("production_environment", world.id(Environment::Production).toLatin1()) +
           "read_variables = true\nretention_hours = 72\n[sentry]\n" + line("api", textOf(at.sentry)) +
           line("organization", "acme") + line("project", "api") + line("staging_environment", "staging") +
           line("production_environment", "production") + "[grafana]\n" + line("api", textOf(at.grafana)) +
           "staging_labels = [\"environment=staging\"]\nproduction_labels = [\"environment=production\"]\n[staging]\n" +
           line("url", textOf(at.staging)) + line("health", "/health") + stagingChecks + "[production]\n" +
           line("url", textOf(at.production)) + line("health", "/health") + productionChecks + "[rehearsal]\n" +
           line("scenario", world.scenario().name.toUtf8()) + line("control", textOf(at.control)) +
           (authority.isEmpty() ? QByteArray() : line("certificate", authority.toUtf8()));
}

} // namespace Slipway::Rehearsal

// SPDX-License-Identifier: GPL-3.0-or-later
// The project file that names the world's origins (app/config/projectfile.h).
#include "rehearsal.h"

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

/// The workflow's smoke tests (workflow.md): what costs something is asked by hand only, and on staging.
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

QByteArray Rehearsal::projectFile() const
{
    const auto uuid = [this](const char *name) { return m_world.uuid(QLatin1String(name)).toLatin1(); };
    return "# A made-up world on this computer: " + m_scenario.title.toUtf8() + "\n" + line("name", "gatewayz-api") +
           "[github]\n" + line("api", textOf(m_github->origin())) +
           line("repository", m_world.repository().toLatin1()) + line("branch", "main") +
           line("ci_workflow", "ci.yml") + line("staging_workflow", "deploy.yml") +
           line("production_workflow", "deploy-production.yml") + line("confirm_input", "confirm") + "[railway]\n" +
           line("api", textOf(m_railway->origin(), "/graphql/v2")) + line("project", uuid("project")) +
           line("service", uuid("api")) + line("staging_environment", m_world.id(Environment::Staging).toLatin1()) +
           line("production_environment", m_world.id(Environment::Production).toLatin1()) +
           "read_variables = true\nretention_hours = 72\n[sentry]\n" + line("api", textOf(m_sentry->origin())) +
           line("organization", "acme") + line("project", "api") + line("staging_environment", "staging") +
           line("production_environment", "production") + "[grafana]\n" + line("api", textOf(m_grafana->origin())) +
           "staging_labels = [\"environment=staging\"]\nproduction_labels = [\"environment=production\"]\n[staging]\n" +
           line("url", textOf(m_staging->origin())) + line("health", "/health") + stagingChecks + "[production]\n" +
           line("url", textOf(m_production->origin())) + line("health", "/health") + productionChecks +
           "[rehearsal]\n" + line("scenario", m_scenario.name.toUtf8()) + line("control", textOf(m_control->origin())) +
           (m_certificate ? line("certificate", m_certificate->authority().toUtf8()) : QByteArray());
}

} // namespace Slipway::Rehearsal

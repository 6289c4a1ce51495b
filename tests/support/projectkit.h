// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/project/projectfile.h"

namespace Slipway::Test {

/// A whole project file of 17 lines: what is added begins in line 18.
inline constexpr char projectHead[] = R"(name = "gatewayz-api"
[github]
api = "https://api.github.com"
repository = "acme/api"
ci_workflow = "ci.yml"
staging_workflow = "deploy.yml"
production_workflow = "deploy-production.yml"
[railway]
api = "https://backboard.railway.com/graphql/v2"
project = "6f1de2a0-1111-4000-8000-000000000001"
service = "6f1de2a0-1111-4000-8000-000000000002"
staging_environment = "6f1de2a0-1111-4000-8000-000000000003"
production_environment = "6f1de2a0-1111-4000-8000-000000000004"
[production]
url = "https://api.example.com"
[staging]
url = "https://staging.example.com"
)";

inline Result<LoadedProject> projectFileWith(const QByteArray &added)
{
    return parseProject(projectHead + added, QStringLiteral("p.toml"));
}

inline QString projectFileMistake(const QByteArray &added)
{
    const auto loaded = projectFileWith(added);
    return loaded ? QStringLiteral("no mistake") : loaded.error().detail;
}

} // namespace Slipway::Test

// SPDX-License-Identifier: GPL-3.0-or-later
// What Railway's builder says.
#include "app/rehearsal/world/buildlog.h"

#include "app/rehearsal/world/worldlogs.h"

#include <algorithm>
#include <array>

namespace Slipway::Rehearsal {

namespace {

constexpr std::array buildLines{"scheduling build on Metal builder \"builder-kqzxbn\"",
                                "[snapshot] received sha256:9f2b71d4c5a0 md5:1c7a2be1",
                                "[snapshot] unpack 412 files, 3.8 MB",
                                "using build driver nixpacks-v1.29.1",
                                "==============",
                                "Using Nixpacks",
                                "context: 7f3c-api",
                                "╔══════════════ Nixpacks v1.29.1 ══════════════╗",
                                "║ setup      │ python311, gcc                  ║",
                                "║ install    │ pip install -r requirements.txt ║",
                                "║ start      │ uvicorn src.main:app            ║",
                                "╚══════════════════════════════════════════════╝",
                                "[internal] load build definition from Dockerfile",
                                "[internal] load metadata for ghcr.io/railwayapp/nixpacks:ubuntu",
                                "[internal] load .dockerignore",
                                "[internal] load build context",
                                "[stage-0  1/10] FROM ghcr.io/railwayapp/nixpacks:ubuntu",
                                "[stage-0  2/10] WORKDIR /app/  cached",
                                "[stage-0  3/10] COPY .nixpacks/nixpkgs.nix .nixpacks/nixpkgs.nix",
                                "[stage-0  4/10] RUN nix-env -if .nixpacks/nixpkgs.nix && nix-collect-garbage -d",
                                "copying path '/nix/store/0yr0-python3-3.11.9' from 'https://cache.nixos.org'...",
                                "building '/nix/store/6k1q-user-environment.drv'...",
                                "[stage-0  5/10] COPY requirements.txt .",
                                "[stage-0  6/10] RUN python -m venv --copies /opt/venv",
                                "Collecting fastapi==0.115.4",
                                "  Downloading fastapi-0.115.4-py3-none-any.whl (94 kB)",
                                "Collecting uvicorn[standard]==0.32.0",
                                "  Downloading uvicorn-0.32.0-py3-none-any.whl (63 kB)",
                                "Collecting supabase==2.9.1",
                                "  Downloading supabase-2.9.1-py3-none-any.whl (16 kB)",
                                "WARNING: Running pip as the 'root' user can result in broken permissions",
                                "Installing collected packages: fastapi, uvicorn, supabase, redis, sentry-sdk",
                                "[stage-0  7/10] RUN pip install -r requirements.txt",
                                "[stage-0  8/10] COPY . /app/.",
                                "[stage-0  9/10] RUN python -m compileall -q src",
                                "[stage-0 10/10] RUN printf 'PATH=/opt/venv/bin:$PATH' >> /root/.profile"};
constexpr std::array goodEnd{"exporting to docker image format", "containerimage.digest: ", "image push",
                             "Build time: 29.84 seconds"};
constexpr std::array badEnd{
    "ERROR: Could not find a version that satisfies the requirement supabase==2.9.9",
    "ERROR: No matching distribution found for supabase==2.9.9", "------",
    "ERROR: failed to build: failed to solve: process \"/bin/bash -ol pipefail -c pip install -r "
    "requirements.txt\" did not complete successfully: exit code: 1"};

/// When building it began and how it ended.
struct BuildTimes {
    qint64 begins = 0;
    qint64 ends = 0; ///< as it is planned, while it goes on
    bool fails = false;
    bool aborted = false;
};

std::optional<BuildTimes> timesOf(const SimDeployment &deployment, const Timeline &statuses)
{
    std::optional<BuildTimes> times;
    for (const auto &[from, status] : statuses) {
        if (status == QLatin1String("BUILDING"))
            times = {.begins = nanoseconds(from), .ends = nanoseconds(deployment.builtAt)};
        if (!times || deployment.builtAt.isValid())
            continue;
        times->fails = status == QLatin1String("FAILED");
        times->aborted = status == QLatin1String("REMOVED");
        if (times->fails || times->aborted)
            times->ends = nanoseconds(from);
    }
    if (times && !deployment.builtAt.isValid() && !times->fails && !times->aborted) // it will fail, and nobody knows
        times->ends = nanoseconds(deployment.timeline.constLast().first);
    return times;
}

} // namespace

BuildLog::BuildLog(const World &world, const SimDeployment &deployment)
    : m_origin{.deployment = deployment.id.toStdString(), .snapshot = snapshotId(world, deployment).toStdString()}
{
    const qint64 present = nanoseconds(world.now());
    const auto times = timesOf(deployment, world.statusesOf(deployment));
    if (!times) { // its image is there already, or its turn has not come
        m_over = deployment.builtAt.isValid() && deployment.builtAt <= deployment.createdAt;
        m_ready = m_over;
        return;
    }
    m_ready = true;
    m_over = times->ends <= present;
    std::vector<std::string> texts(buildLines.begin(), buildLines.end());
    const bool bad = times->fails || (!deployment.builtAt.isValid() && !times->aborted);
    if (bad)
        texts.resize(texts.size() - 4);
    if (times->aborted)
        texts.resize(texts.size() / 2);
    else
        texts.insert(texts.end(), (bad ? badEnd : goodEnd).begin(), (bad ? badEnd : goodEnd).end());
    const qint64 step = std::max(times->ends - times->begins, qint64(0)) / qint64(texts.size());
    for (size_t i = 0; i < texts.size(); ++i) {
        const bool isError = texts[i].starts_with("ERROR");
        SimLine line{.at = times->begins + qint64(i) * step + qint64(mixed(i) % 1'000) * (step / 2'000),
                     .severity = isError ? "error" : "info",
                     .message = texts[i],
                     .origin = &m_origin};
        if (line.message.starts_with("containerimage"))
            line.message += deployment.imageDigest.toStdString();
        line.attributes.emplace_back("level", line.severity);
        if (line.at < present || m_over)
            m_lines.push_back(std::move(line));
    }
}

} // namespace Slipway::Rehearsal

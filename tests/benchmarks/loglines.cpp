// SPDX-License-Identifier: GPL-3.0-or-later
#include "benchmarks/loglines.h"

#include "models/logs/logtime.h"

#include <array>
#include <cstdio>

namespace Slipway::Bench {

namespace {

constexpr quint32 knuth = 2'654'435'761U; ///< spreads consecutive numbers over 32 bits

quint32 spread(int line)
{
    return quint32(line) * knuth;
}

constexpr std::array routes{"/v1/chat/completions", "/v1/models", "/v1/embeddings", "/health",
                            "/v1/images/generations"};

} // namespace

const char *benchLevel(int line)
{
    const quint32 any = spread(line) % 100;
    if (any < 3)
        return "error";
    return any < 10 ? "warn" : "info";
}

qint64 benchTime(int line)
{
    return 1'795'000'000 * nanosecondsPerSecond + line * qint64(100'000);
}

std::string benchMessage(int line)
{
    const quint32 any = spread(line);
    std::array<char, 256> text{};
    const auto id = static_cast<unsigned long long>(any) * knuth;
    const quint32 kind = any % 100;
    if (kind < 3)
        std::snprintf(text.data(), text.size(),
                      "upstream timeout after %ums request=req_%016llx model=gpt-4o-mini tokens=%u "
                      "user=usr_%06x region=eu-west",
                      5'000 + any % 90'000, id, any % 4'096, any % 0xffffff);
    else if (kind < 10)
        std::snprintf(text.data(), text.size(),
                      "pool exhausted, retry %u of 3 request=req_%016llx waiting=%u "
                      "user=usr_%06x pool=primary backend=db-%u",
                      any % 3, id, any % 100, any % 0xffffff, any % 8);
    else
        std::snprintf(text.data(), text.size(),
                      "10.%u.%u.%u \"POST %s HTTP/1.1\" 200 %u %ums req_%016llx usr_%06x "
                      "gateway/2.14",
                      any % 256, any / 256 % 256, any / 65'536 % 256, routes[any % routes.size()], any % 90'000,
                      any % 2'000, id, any % 0xffffff);
    return text.data();
}

QByteArray benchFrame(int first, int count)
{
    QByteArray frame = R"({"data":{"environmentLogs":[)";
    for (int line = first; line < first + count; ++line) {
        QByteArray message = QByteArray::fromStdString(benchMessage(line));
        message.replace('"', "\\\"");
        if (line > first)
            frame += ',';
        frame += R"({"timestamp":")" + wireLogTime(benchTime(line)).toLatin1() + R"(","severity":")" +
                 benchLevel(line) + R"(","message":")" + message + R"(","attributes":[{"key":"level","value":"\")" +
                 benchLevel(line) +
                 R"(\""}],"tags":{"serviceId":"s","deploymentId":"11111111-2222-3333-4444-555555555555",)" +
                 R"("deploymentInstanceId":"i)" + QByteArray::number(line % 20) + R"(","snapshotId":null}})";
    }
    return frame + "]}}";
}

} // namespace Slipway::Bench

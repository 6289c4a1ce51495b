// SPDX-License-Identifier: GPL-3.0-or-later
// What the application says, line by line.
#include "app/rehearsal/world/simulatedlogs.h"

#include "app/rehearsal/world/hostilelines.h"

#include <algorithm>
#include <array>

namespace Slipway::Rehearsal {

namespace {

/// Numbers of one place, each from the one before.
class Dice {
public:
    explicit Dice(quint64 chance)
        : m_state(chance)
    {
    }
    quint64 next()
    {
        m_state = mixed(m_state);
        return m_state;
    }
    int below(int bound) { return int(next() % quint64(bound)); }
    bool oneIn(int many) { return below(many) == 0; }
    template <typename T, size_t size>
    const T &of(const std::array<T, size> &all)
    {
        return all[size_t(below(int(size)))];
    }

private:
    quint64 m_state;
};

struct Route {
    const char *method;
    const char *path;
    int milliseconds;
};

constexpr std::array routes{Route{"POST", "/v1/chat/completions", 420},
                            Route{"POST", "/v1/chat/completions", 640},
                            Route{"POST", "/v1/embeddings", 95},
                            Route{"GET", "/v1/models", 12},
                            Route{"GET", "/health", 3},
                            Route{"GET", "/v1/usage?days=30", 48},
                            Route{"POST", "/v1/keys", 71},
                            Route{"GET", "/v1/limits", 9}};
constexpr std::array agents{"openai-python/1.54.3", "node-fetch/1.0", "curl/8.11.0", "Mozilla/5.0 (X11; Linux x86_64)"};
constexpr std::array works{"usage flushed", "price table refreshed", "webhook delivered", "key cache warmed"};
constexpr std::array providers{"openrouter", "together", "groq", "fireworks"};

constexpr int tooSlowMs = 2000;
constexpr int requestShare = 70;     ///< of a hundred places
constexpr qint64 traceStep = 41'307; ///< nanoseconds between the lines of a traceback

std::string hex(quint64 value, int digits)
{
    std::string text(size_t(digits), '0');
    for (size_t at = text.size(); at > 0; --at, value >>= 4U)
        text[at - 1] = "0123456789abcdef"[value & 0xFU];
    return text;
}

std::string uuidFrom(quint64 high, quint64 low)
{
    return hex(high, 8) + '-' + hex(high >> 32U, 4) + "-4" + hex(high >> 48U, 3) + "-8" + hex(low, 3) + '-' +
           hex(low >> 12U, 12);
}

/// As a value of a line that was logged as JSON: Railway leaves the quotes.
std::string jsonQuoted(std::string_view text)
{
    return '"' + std::string(text) + '"';
}

SimLine lineOf(const LogSlot &slot, const char *severity, std::string message)
{
    SimLine line{.at = slot.at, .severity = severity, .message = std::move(message), .origin = slot.origin};
    line.attributes.emplace_back("level", severity);
    return line;
}

SimLine structuredLine(const LogSlot &slot, const char *severity, std::string message)
{
    SimLine line = lineOf(slot, severity, std::move(message));
    line.attributes.front().second = jsonQuoted(severity);
    return line;
}

const char *severityOf(const SimRequest &request)
{
    if (request.status >= 500)
        return "error";
    return request.status >= 400 || request.milliseconds > tooSlowMs ? "warn" : "info";
}

int statusIn(const LogSlot &slot, Dice &dice)
{
    if (slot.mood == Mood::Down)
        return 502;
    if (slot.mood == Mood::Starting)
        return 503;
    if (slot.mood == Mood::Degraded && dice.oneIn(8))
        return dice.oneIn(3) ? 500 : 503;
    if (dice.oneIn(400))
        return 500;
    if (dice.oneIn(25))
        return dice.oneIn(2) ? 429 : 401;
    return 200;
}

SimLine accessLine(const LogSlot &slot)
{
    const SimRequest request = requestIn(slot);
    const std::string status = std::to_string(request.status);
    const std::string took = std::to_string(request.milliseconds);
    const std::string what = std::string(request.method) + ' ' + request.path;
    const auto form = slot.chance >> 60U; // of sixteen
    if (form < 3)
        return lineOf(slot, "info", "INFO:     " + request.address + ":40312 - \"" + what + " HTTP/1.1\" " + status);
    if (form < 4) // JSON that Railway did not take apart
        return lineOf(slot, severityOf(request),
                      "access {\"method\":\"" + std::string(request.method) + "\",\"path\":\"" + request.path +
                          "\",\"status\":" + status + ",\"duration_ms\":" + took + ",\"request_id\":\"" + request.id +
                          "\"}");
    SimLine line = structuredLine(slot, severityOf(request), what + ' ' + status + ' ' + took + "ms");
    line.attributes.emplace_back("request_id", jsonQuoted(request.id));
    line.attributes.emplace_back("status", status);
    line.attributes.emplace_back("duration_ms", took);
    return line;
}

void appendTraceback(const LogSlot &slot, std::vector<SimLine> &lines)
{
    static constexpr std::array trace{"ERROR:    Exception in ASGI application",
                                      "Traceback (most recent call last):",
                                      "  File \"/app/src/routes/chat.py\", line 212, in complete",
                                      "    user = await db.fetch_user(key)",
                                      "           ^^^^^^^^^^^^^^^^^^^^^^^^",
                                      "  File \"/app/src/services/database.py\", line 88, in fetch_user",
                                      "    raise ConnectionTimeout(f\"supabase: connection timeout after {ms}ms\")",
                                      "src.services.database.ConnectionTimeout: supabase: connection timeout after "
                                      "5000ms (db.fetch_user)"};
    qint64 later = 0;
    for (const char *text : trace) {
        SimLine line = lineOf(slot, "error", text); // it is written to stderr
        line.at += later;
        later += traceStep;
        lines.push_back(std::move(line));
    }
}

SimLine failureLine(const LogSlot &slot, Dice &dice)
{
    SimLine line = structuredLine(slot, "error", "supabase: connection timeout after 5000ms (db.fetch_user)");
    line.attributes.emplace_back("request_id", jsonQuoted(requestIn(slot).id));
    line.attributes.emplace_back("attempt", std::to_string(1 + dice.below(3)));
    return line;
}

SimLine workerLine(const LogSlot &slot, Dice &dice)
{
    SimLine line = structuredLine(slot, dice.oneIn(5) ? "debug" : "info",
                                  std::string("worker: ") + dice.of(works) + ' ' + std::to_string(dice.below(900)) +
                                      " rows in " + std::to_string(4 + dice.below(60)) + " ms");
    line.attributes.emplace_back("worker", std::to_string(1 + dice.below(4)));
    return line;
}

SimLine rareLine(const LogSlot &slot, Dice &dice)
{
    if (dice.oneIn(12))
        return lineOf(slot, dice.oneIn(2) ? "error" : "err", "TimeoutError: redis.get exceeded 2.0 s");
    if (dice.oneIn(30))
        return lineOf(slot, "error", "KeyError: 'usage'");
    return structuredLine(slot, "warn",
                          std::string("ProviderError: upstream 529 from ") + dice.of(providers) + ", retrying in " +
                              std::to_string(1 + dice.below(4)) + " s");
}

SimLine poolWarning(const LogSlot &slot, Dice &dice)
{
    return structuredLine(slot, "warn",
                          "database: pool is at " + std::to_string(80 + dice.below(20)) + "%, " +
                              std::to_string(3 + dice.below(30)) + " waiting");
}

SimLine droppedLine(const LogSlot &slot, Dice &dice)
{
    return lineOf(slot, "warn",
                  "Railway rate limit of 500 logs/sec reached for replica, update your application to reduce the "
                  "logging rate. Messages dropped: " +
                      std::to_string(1 + dice.below(4000)));
}

} // namespace

quint64 mixed(quint64 value) // splitmix64
{
    value += 0x9E3779B97F4A7C15U;
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
    return value ^ (value >> 31U);
}

bool isRequest(const LogSlot &slot)
{
    return slot.mood == Mood::Starting || slot.mood == Mood::Down || int(slot.chance % 100) < requestShare;
}

SimRequest requestIn(const LogSlot &slot)
{
    static constexpr Route health{"GET", "/health/railway", 2};
    Dice dice(slot.chance);
    const Route &route = slot.mood == Mood::Starting ? health : dice.of(routes);
    SimRequest request{.at = slot.at,
                       .id = uuidFrom(dice.next(), dice.next()),
                       .method = route.method,
                       .path = route.path,
                       .status = statusIn(slot, dice),
                       .address =
                           "100.64." + std::to_string(dice.below(16)) + '.' + std::to_string(1 + dice.below(250)),
                       .agent = dice.of(agents),
                       .sent = 180 + dice.below(6000),
                       .received = 90 + dice.below(2000),
                       .origin = slot.origin};
    const bool waited = slot.mood == Mood::Degraded && request.status >= 500;
    const int usual = 1 + route.milliseconds / 2 + dice.below(route.milliseconds + 1);
    request.milliseconds = waited ? 5000 + dice.below(80) : int(usual * slot.slowness);
    return request;
}

void appendLines(const LogSlot &slot, std::vector<SimLine> &lines)
{
    Dice dice(mixed(slot.chance ^ 0x10C5U));
    if (slot.mood == Mood::Down)
        return;
    if (slot.storm && dice.oneIn(10'000))
        return lines.push_back(droppedLine(slot, dice));
    if (slot.hostile && slot.mood != Mood::Starting && dice.oneIn(2)) {
        lines.push_back(hostileLine(slot));
        if (dice.oneIn(20)) // the same once more, in the same moment
            lines.push_back(SimLine(lines.back()));
        return;
    }
    if (isRequest(slot))
        return lines.push_back(accessLine(slot));
    if (slot.mood == Mood::Degraded && dice.oneIn(6))
        return appendTraceback(slot, lines);
    if (slot.mood == Mood::Degraded && dice.oneIn(2))
        return lines.push_back(failureLine(slot, dice));
    if (slot.goesBad && dice.oneIn(4))
        return lines.push_back(poolWarning(slot, dice));
    lines.push_back(dice.oneIn(6) ? rareLine(slot, dice) : workerLine(slot, dice));
}

} // namespace Slipway::Rehearsal

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/environment.h"

#include <QtGlobal>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What containers, builds and Railway's edge log. Text is UTF-8, in which a lone surrogate is written as if it were a
/// character (WTF-8): JSON can carry one.
namespace Slipway::Rehearsal {

/// Whose line it is: Railway's ids.
struct SimOrigin {
    std::string deployment;
    std::string replica; ///< empty for a build
    std::string snapshot;
};

using SimAttributes = std::vector<std::pair<std::string_view, std::string>>;

struct SimLine {
    qint64 at = 0;             ///< nanoseconds since 1970, UTC; of one replica no two are the same
    bool bySecond = false;     ///< its service tells whole seconds only
    const char *severity = ""; ///< empty: it has none
    std::string message;
    SimAttributes attributes;
    const SimOrigin *origin = nullptr; ///< valid as long as what told the line
};

/// A request as Railway's edge tells it.
struct SimRequest {
    qint64 at = 0; ///< nanoseconds since 1970, UTC
    std::string id;
    const char *method = "GET";
    const char *path = "/";
    int status = 200;
    int milliseconds = 0;
    std::string address;
    const char *agent = "";
    int sent = 0;     ///< bytes
    int received = 0; ///< bytes
    const SimOrigin *origin = nullptr;
};

enum class Mood { Starting, Well, Degraded, Draining, Down };

/// One place for a line in the life of a replica: what is logged there depends on nothing else.
struct LogSlot {
    qint64 at = 0;
    quint64 chance = 0; ///< decides
    Mood mood = Mood::Well;
    Environment environment = Environment::Production;
    bool goesBad = false; ///< its release will degrade
    bool hostile = false; ///< it may say anything
    bool storm = false;   ///< it says more than Railway takes
    double slowness = 1;  ///< how much longer than usual answers take
    const SimOrigin *origin = nullptr;
};

/// Another number for the same place, for what is decided next.
quint64 mixed(quint64 value);

/// Whether that place is a request's.
bool isRequest(const LogSlot &slot);
SimRequest requestIn(const LogSlot &slot);
/// One line or a few of them, at its time and up to half a millisecond later.
void appendLines(const LogSlot &slot, std::vector<SimLine> &lines);

} // namespace Slipway::Rehearsal

// SPDX-License-Identifier: GPL-3.0-or-later
// What a log can do to its reader.
#include "app/rehearsal/world/hostilelines.h"

namespace Slipway::Rehearsal {

namespace {

constexpr size_t longLine = size_t(100) << 10U; ///< bytes
constexpr quint64 longOneIn = 2000;
constexpr quint64 forms = 15;

/// Made up, and in no file as it is printed.
std::string likeToken(const char *begin, quint64 chance, int length)
{
    std::string text(begin);
    for (int i = 0; i < length; ++i) {
        chance = mixed(chance);
        text += "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"[chance % 56U];
    }
    return text;
}

std::string secretLine(quint64 chance)
{
    switch (chance % 4U) {
    case 0:
        return "retrying with Authorization: Bearer " + likeToken("ey", chance, 40);
    case 1:
        return "git push https://x-access-token:" +
               likeToken("ghp"
                         "_",
                         chance, 36) +
               "@github.com/acme/api";
    case 2:
        return "config: password=" + likeToken("", chance, 16) + " user=api";
    default:
        return "provider key " +
               likeToken("sk"
                         "-",
                         chance, 48) +
               " was refused";
    }
}

std::string longText(quint64 chance)
{
    std::string text = "payload: ";
    while (text.size() < longLine) {
        chance = mixed(chance);
        text += std::to_string(chance);
        text += ',';
    }
    return text;
}

std::string hostileText(quint64 chance)
{
    const std::string number = std::to_string(chance % 1000U);
    switch (chance / 7U % forms) {
    case 0:
        return "\x1b[31mERROR\x1b[0m \x1b[1;38;5;208mretry " + number + "\x1b[m of \x1b[4m5\x1b[24m";
    case 1:
        return "\x1b]0;owned\x07\x1b]8;;http://evil.example/\x1b\\click me\x1b]8;;\x1b\\ \x1b[2J\x1b[H" + number;
    case 2:
        return "uploaded \u202egnp.exe\u202c by \u2066user\u2069 " + number;
    case 3:
        return "zero\u200bwidth\u200d\u2060 and \ufeff marks " + number;
    case 4:
        return std::string("before\0after\0", 13) + number;
    case 5:
        return "broken text \xed\xa0\x80 and \xed\xbf\xbf " + number; // lone surrogates
    case 6:
        return secretLine(chance / 64U);
    case 7:
        return "config loaded:\n{\n  \"retries\": " + number + ",\n  \"hosts\": [\n    \"a\",\n    \"b\"\n  ]\n}\n";
    case 8:
        return "progress 10%\rprogress 50%\rprogress " + number + "%\b\b\b\tdone \u009b31m";
    case 9:
        return "Z\u0351\u036b\u0343\u036a\u0302a\u0334\u0335\u0336l\u0321\u0322go " + number;
    case 10:
        return "\u0645\u0631\u062d\u0628\u0627 \u4f60\u597d \U0001f468\u200d\U0001f469\u200d\U0001f467 " + number;
    case 11:
        return R"~(<b onclick="x()">bold</b> &amp; {"a": "\"b\\\\c\""} %s %1 %n ${jndi:x} )~" + number;
    case 12:
        return {};
    case 13:
        return std::string(300, ' ') + "far right" + std::string(60, '\t') + number;
    default:
        return "\ufffe\uffff\ufdd0 " + number;
    }
}

} // namespace

SimLine hostileLine(const LogSlot &slot)
{
    const quint64 chance = mixed(slot.chance ^ 0xBADU);
    static constexpr const char *severities[] = {"info", "error", "warn", "", "err", "FATAL", "debug"};
    SimLine line{.at = slot.at,
                 .severity = severities[chance % std::size(severities)],
                 .message = chance % longOneIn == 0 ? longText(chance) : hostileText(chance),
                 .origin = slot.origin};
    line.attributes.emplace_back("level", '"' + std::string(line.severity) + '"');
    if (chance % 5U == 0)
        line.attributes.emplace_back("level", "\"\x1b[31m\u202e\"");
    if (chance % 3U == 0)
        line.attributes.emplace_back("user", "\"\x01\u200b{\\\"a\\\":1}\"");
    return line;
}

} // namespace Slipway::Rehearsal

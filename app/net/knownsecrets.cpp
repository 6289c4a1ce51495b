// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/net/knownsecrets.h"

#include "app/net/wipe.h"
#include "models/logs/secretforms.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace Slipway {

namespace {

constexpr int deepestNesting = 6;
constexpr char notAscii = '\xff'; ///< no secret holds it

/// One character as who decodes the text reads it, and how many bytes it takes up there.
struct Decoded {
    char character = 0;
    size_t length = 1;
    bool counts = true; ///< false: a line end, which base64 may hold anywhere, or a terminal's colour
};
using Decoder = Decoded (*)(std::string_view rest);

struct Encoding {
    std::string_view signs; ///< none of them: the text is not encoded
    Decoder decoder;
};

std::optional<uint> hexIn(std::string_view digits, size_t count)
{
    if (digits.size() < count)
        return std::nullopt;
    bool ok = false;
    const uint value = QByteArray::fromRawData(digits.data(), qsizetype(count)).toUInt(&ok, 16);
    return ok ? std::optional(value) : std::nullopt;
}

/// The length of "\x1b[31m" and its like; 0 when it is none.
size_t lengthOfColour(std::string_view rest)
{
    if (!rest.starts_with("\x1b["))
        return 0;
    const size_t end = rest.find_first_not_of("0123456789;?", 2);
    const bool ends = end != std::string_view::npos && QChar::isLetter(uint(uchar(rest[end])));
    return ends ? end + 1 : 0;
}

Decoded jsonStep(std::string_view rest)
{
    const char first = rest.front();
    if (first == '\n' || first == '\r')
        return {.counts = false};
    if (const size_t colour = lengthOfColour(rest); colour > 0)
        return {.length = colour, .counts = false};
    if (first != '\\' || rest.size() < 2)
        return {.character = first};
    switch (rest[1]) {
    case 'n':
    case 'r':
        return {.length = 2, .counts = false};
    case '"':
    case '\\':
    case '/':
        return {.character = rest[1], .length = 2};
    case 'u':
        if (const auto code = hexIn(rest.substr(2), 4))
            return {.character = *code < 0x80 ? char(*code) : notAscii, .length = 6};
        break;
    default:
        break;
    }
    return {.character = first};
}

Decoded percentStep(std::string_view rest)
{
    const auto code = rest.front() == '%' ? hexIn(rest.substr(1), 2) : std::nullopt;
    return code ? Decoded{.character = char(*code), .length = 3} : Decoded{.character = rest.front()};
}

const std::array encodings{Encoding{"\\\n\r\x1b", jsonStep}, Encoding{"%", percentStep}};

QByteArray decodedBy(Decoder decoder, const QByteArray &text)
{
    QByteArray decoded;
    decoded.reserve(text.size());
    std::string_view rest(text.constData(), size_t(text.size()));
    while (!rest.empty()) {
        const Decoded step = decoder(rest);
        if (step.counts)
            decoded.append(step.character);
        rest.remove_prefix(step.length);
    }
    return decoded;
}

/// Overwrites what makes up each "*" of the decoded text.
void starOut(QByteArray &text, Decoder decoder, const QByteArray &decoded)
{
    char *to = text.data();
    const char *read = decoded.constData();
    std::string_view rest(to, size_t(text.size()));
    while (!rest.empty()) {
        const Decoded step = decoder(rest);
        if (step.counts && *read++ == '*')
            std::fill_n(to, step.length, '*');
        to += step.length;
        rest.remove_prefix(step.length);
    }
}

bool hidePlain(QByteArray &text, const QList<QByteArray> &secrets)
{
    bool found = false;
    for (const QByteArray &secret : secrets) {
        for (qsizetype at = text.indexOf(secret); at >= 0 && !secret.isEmpty(); at = text.indexOf(secret, at)) {
            text.replace(at, secret.size(), QByteArray(secret.size(), '*'));
            at += secret.size();
            found = true;
        }
    }
    return found;
}

} // namespace

void KnownSecrets::add(const QByteArray &secret)
{
    if (m_all.contains(secret))
        return;
    keepOutOfCores(secret);
    m_all.append(secret);
    m_redaction = Redaction::ofNothingBut(m_all);
}

bool KnownSecrets::hide(QByteArray &text, const QList<QByteArray> &carried) const
{
    if (m_all.isEmpty() || text.isEmpty())
        return false;
    QList<QByteArray> tooShort = carried;
    tooShort.removeIf([](const QByteArray &secret) { return !secretForms(secret).isEmpty(); });
    return hide(text, tooShort, 0);
}

/// In the text as it is, and in what is left of it when one of its encodings is taken away, and the next.
bool KnownSecrets::hide(QByteArray &text, const QList<QByteArray> &carried, int depth) const
{
    bool found = m_redaction.hide({text.data(), size_t(text.size())});
    found = hidePlain(text, carried) || found;
    for (const auto &[signs, decoder] : encodings) {
        const bool isEncoded = std::any_of(signs.begin(), signs.end(), [&](char sign) { return text.contains(sign); });
        QByteArray decoded = isEncoded ? decodedBy(decoder, text) : text;
        if (decoded.size() == text.size())
            continue;
        if (depth == deepestNesting || !hide(decoded, carried, depth + 1))
            return found;
        starOut(text, decoder, decoded);
        return true;
    }
    return found;
}

QString KnownSecrets::hidden(const QString &text) const
{
    QByteArray bytes = text.toUtf8();
    return hide(bytes) ? QString::fromUtf8(bytes) : text;
}

} // namespace Slipway

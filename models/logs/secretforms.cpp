// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/secretforms.h"

#include <array>

namespace Slipway {

namespace {

constexpr qsizetype shortestSecret = 8;
constexpr qsizetype bitsOfByte = 8;
constexpr qsizetype bitsOfDigit = 6; ///< of base64

/// What is the same in every base64 text in which the secret begins after so many bytes of a group of three.
QByteArray base64Within(const QByteArray &secret, qsizetype before, QByteArray::Base64Options alphabet)
{
    const QByteArray encoded = (QByteArray(before, '\0') + secret).toBase64(alphabet);
    const qsizetype first = (before * bitsOfByte + bitsOfDigit - 1) / bitsOfDigit;
    const qsizetype end = (before + secret.size()) * bitsOfByte / bitsOfDigit;
    return encoded.mid(first, end - first);
}

/// "%2F" as "%2f".
QByteArray withLowerHex(QByteArray encoded)
{
    for (qsizetype i = encoded.indexOf('%'); i >= 0; i = encoded.indexOf('%', i + 1))
        encoded.replace(i, 3, encoded.mid(i, 3).toLower());
    return encoded;
}

QByteArray escapedForJson(QByteArray text)
{
    return text.replace('\\', "\\\\").replace('"', "\\\"");
}

} // namespace

QList<QByteArray> secretForms(const QByteArray &secret)
{
    if (secret.size() < shortestSecret)
        return {};
    QList<QByteArray> forms;
    const auto add = [&](const QByteArray &form) {
        if (!forms.contains(form))
            forms.append(form);
    };
    add(secret);
    for (const qsizetype before : {0, 1, 2}) {
        add(base64Within(secret, before, QByteArray::Base64Encoding));
        add(base64Within(secret, before, QByteArray::Base64UrlEncoding));
    }
    const std::array alsoPlain{QByteArray(), QByteArray("!*'()")}; // what encodeURIComponent() leaves as it is
    for (const QByteArray &plain : alsoPlain) {
        const QByteArray encoded = secret.toPercentEncoding(plain);
        add(encoded);
        add(withLowerHex(encoded));
    }
    add(escapedForJson(secret));
    return forms;
}

} // namespace Slipway

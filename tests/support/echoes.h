// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/logs/secretforms.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QUrl>

#include <algorithm>

namespace Slipway::Test {

/// Whether somebody who reads the text can tell the token from it.
inline bool tells(const QByteArray &text, const QByteArray &token)
{
    const QByteArray read = QByteArray::fromPercentEncoding(text);
    const QList<QByteArray> forms = secretForms(token);
    return std::any_of(forms.cbegin(), forms.cend(),
                       [&](const QByteArray &form) { return text.contains(form) || read.contains(form); });
}

/// A server that sends back what it got, in each way that one can.
class Echoes {
public:
    Echoes(quint32 seed, QByteArray token)
        : m_random(seed)
        , m_token(std::move(token))
    {
    }

    int upTo(int end) { return m_random.bounded(end); }

    /// As it stands in a header or a page.
    QByteArray plain()
    {
        const QByteArray around = QByteArray("x").repeated(upTo(4));
        switch (upTo(5)) {
        case 0:
            return around + (around + m_token).toBase64();
        case 1:
            return around + (around + m_token + "\n").toBase64(QByteArray::Base64UrlEncoding);
        case 2:
            return around + percentEncoded(m_token);
        case 3:
            return around + percentEncoded(m_token.toBase64());
        default:
            return "Authorization: Bearer " + m_token + around;
        }
    }
    /// As it stands between the quotes of a JSON text.
    QByteArray inJson()
    {
        QByteArray text;
        const QByteArray told = plain();
        for (const char c : told) {
            if (upTo(3) == 0)
                text += "\\u" + QByteArray::number(uint(uchar(c)), 16).rightJustified(4, '0');
            else if (c == '"' || c == '\\' || (c == '/' && upTo(2) == 0))
                text += QByteArray("\\") + c;
            else
                text += c;
        }
        return text;
    }
    /// An object whose value of that key is an echo. The key may hold other members before it.
    QByteArray object(const QByteArray &key) { return "{\"" + key + "\":\"https://github.com/" + inJson() + "\"}"; }
    /// As GitHub, Railway and Sentry say no.
    QByteArray refusal()
    {
        return R"({"message":")" + inJson() + R"(","data":null,"errors":[{"message":"Bad )" + inJson() +
               R"(","extensions":{"traceId":")" + inJson() + R"("}}]})";
    }
    /// A JSON text in which one of so many strings is an echo.
    QByteArray spoilt(const QByteArray &json, int oneOf)
    {
        QByteArray text;
        bool within = false;
        qsizetype began = 0;
        for (qsizetype i = 0; i < json.size(); ++i) {
            text += json.at(i);
            if (json.at(i) == '\\' && within) {
                text += json.at(++i);
            } else if (json.at(i) == '"') {
                within = !within;
                const bool isValue = !within && !json.mid(i + 1).trimmed().startsWith(':');
                if (isValue && upTo(oneOf) == 0) {
                    text.truncate(began);
                    text += inJson() + '"';
                }
                began = text.size();
            }
        }
        return text;
    }

private:
    QByteArray percentEncoded(const QByteArray &text)
    {
        QByteArray encoded;
        for (const char c : text) {
            const bool mustBe = !QChar::isLetterOrNumber(uint(uchar(c)));
            if (mustBe || upTo(2) == 0)
                encoded += '%' + (upTo(2) == 0 ? QByteArray(1, c).toHex() : QByteArray(1, c).toHex().toUpper());
            else
                encoded += c;
        }
        return encoded;
    }

    QRandomGenerator m_random;
    QByteArray m_token;
};

} // namespace Slipway::Test

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/net/jsonreader.h"

#include "models/values/plaintext.h"
#include "models/values/utc.h"

#include <QJsonDocument>
#include <QRegularExpression>

namespace Slipway {

JsonReader::JsonReader(QJsonObject object, QString what)
    : m_object(std::move(object))
    , m_what(std::move(what))
{
}

QString JsonReader::text(QLatin1String key)
{
    QString value = require(key, QJsonValue::String, QLatin1String("a text")).toString();
    if (value.isEmpty())
        complain(key, QLatin1String("a text that is not empty"));
    return value;
}

bool JsonReader::flag(QLatin1String key)
{
    return require(key, QJsonValue::Bool, QLatin1String("true or false")).toBool();
}

QDateTime JsonReader::time(QLatin1String key)
{
    QDateTime value = timeFromWire(require(key, QJsonValue::String, QLatin1String("a time")).toString());
    if (!value.isValid())
        complain(key, QLatin1String("a time"));
    return value;
}

QJsonObject JsonReader::object(QLatin1String key)
{
    return require(key, QJsonValue::Object, QLatin1String("an object")).toObject();
}

QJsonArray JsonReader::array(QLatin1String key)
{
    return require(key, QJsonValue::Array, QLatin1String("a list")).toArray();
}

QString JsonReader::textIfAny(QLatin1String key)
{
    return allow(key, QJsonValue::String, QLatin1String("a text")).toString();
}

bool JsonReader::flagIfAny(QLatin1String key)
{
    return allow(key, QJsonValue::Bool, QLatin1String("true or false")).toBool();
}

QDateTime JsonReader::timeIfAny(QLatin1String key)
{
    const QJsonValue value = allow(key, QJsonValue::String, QLatin1String("a time"));
    if (!value.isString())
        return {};
    QDateTime time = timeFromWire(value.toString());
    if (!time.isValid())
        complain(key, QLatin1String("a time"));
    return time;
}

qint64 JsonReader::wholeIfAny(QLatin1String key)
{
    const QJsonValue value = allow(key, QJsonValue::Double, QLatin1String("a whole number"));
    // Two defaults tell a fraction, or a number beyond 64 bits, from a whole one.
    if (value.isDouble() && value.toInteger(0) != value.toInteger(1))
        complain(key, QLatin1String("a whole number"));
    return value.toInteger();
}

QJsonObject JsonReader::objectIfAny(QLatin1String key)
{
    return allow(key, QJsonValue::Object, QLatin1String("an object")).toObject();
}

QJsonArray JsonReader::arrayIfAny(QLatin1String key)
{
    return allow(key, QJsonValue::Array, QLatin1String("a list")).toArray();
}

QJsonValue JsonReader::require(QLatin1String key, QJsonValue::Type type, QLatin1String expected)
{
    QJsonValue value = m_object.value(key);
    if (value.type() == type)
        return value;
    complain(key, expected);
    return {};
}

QJsonValue JsonReader::allow(QLatin1String key, QJsonValue::Type type, QLatin1String expected)
{
    QJsonValue value = m_object.value(key);
    if (value.type() == type || value.isNull() || value.isUndefined())
        return value;
    complain(key, expected);
    return {};
}

void JsonReader::complain(QLatin1String key, QLatin1String expected)
{
    if (m_trouble)
        return;
    m_trouble = Error{.kind = ErrorKind::Malformed,
                      .detail = QStringLiteral("%1 cannot be read: its \"%2\" is not %3.").arg(m_what, key, expected)};
}

QDateTime timeFromWire(const QString &text)
{
    // Services send 0 to 9 fractional digits, Qt reads three of them.
    static const QRegularExpression fraction(QStringLiteral("\\.(\\d{1,3})\\d*"));
    QString trimmed = text;
    trimmed.replace(fraction, QStringLiteral(".\\1"));
    return utcFromIso(trimmed);
}

Result<QJsonObject> jsonObject(const QByteArray &body, const QString &who)
{
    QJsonParseError trouble;
    const QJsonDocument document = QJsonDocument::fromJson(body, &trouble);
    if (document.isObject())
        return document.object();
    const QString why =
        trouble.error == QJsonParseError::NoError ? QStringLiteral("it is no JSON object") : trouble.errorString();
    return Error{.kind = ErrorKind::Malformed,
                 .detail = QStringLiteral("The answer of %1 cannot be read: %2.").arg(who, why)};
}

QString clipped(const QString &text, int most)
{
    const QString line = visibleText(text.left(qsizetype(4) * most).simplified());
    return line.size() <= most ? line : line.left(most - 1) + QChar(0x2026);
}

} // namespace Slipway

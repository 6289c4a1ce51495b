// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/result.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>

namespace Slipway {

/// Reads one JSON object: tolerant of what is missing and unknown, strict about types. It remembers the first trouble,
/// so that a decoder reads everything in a row and asks once.
class JsonReader {
public:
    /// `what` names the object in an error: "a deployment of Railway".
    JsonReader(QJsonObject object, QString what);

    // These have to be there.
    QString text(QLatin1String key); ///< a string that is not empty
    bool flag(QLatin1String key);
    QDateTime time(QLatin1String key); ///< see timeFromWire()
    QJsonObject object(QLatin1String key);
    QJsonArray array(QLatin1String key);

    // These may be missing or null, but not of another type.
    QString textIfAny(QLatin1String key);
    bool flagIfAny(QLatin1String key);
    QDateTime timeIfAny(QLatin1String key); ///< invalid when missing
    qint64 wholeIfAny(QLatin1String key);   ///< 0 when missing
    QJsonObject objectIfAny(QLatin1String key);
    QJsonArray arrayIfAny(QLatin1String key);

    /// Malformed, naming the first key that was wrong; none when all was well.
    const std::optional<Error> &trouble() const { return m_trouble; }

private:
    QJsonValue require(QLatin1String key, QJsonValue::Type type, QLatin1String expected);
    QJsonValue allow(QLatin1String key, QJsonValue::Type type, QLatin1String expected);
    void complain(QLatin1String key, QLatin1String expected);

    QJsonObject m_object;
    QString m_what;
    std::optional<Error> m_trouble;
};

/// A time of RFC 3339 with any number of fractional digits, in UTC to the millisecond; without a zone it is UTC.
/// Invalid when it cannot be read.
QDateTime timeFromWire(const QString &text);

/// A body that has to be a JSON object; Malformed otherwise, naming `who` answered.
Result<QJsonObject> jsonObject(const QByteArray &body, const QString &who);

/// At most `most` characters of a text from outside, on one line and with nothing invisible in it.
QString clipped(const QString &text, int most = 300);

} // namespace Slipway

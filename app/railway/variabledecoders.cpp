// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/railway/variabledecoders.h"

#include "app/net/jsonreader.h"
#include "app/net/wipe.h"
#include "app/railway/graphql.h"

#include <QMessageAuthenticationCode>
#include <QRandomGenerator>

namespace Slipway::Railway {

namespace {

/// Made once per process: a digest says nothing to whoever does not have the key, and nothing to the next process.
const QByteArray &digestKey()
{
    static const QByteArray key = [] {
        std::array<quint32, 8> words{};
        QRandomGenerator::system()->fillRange(words.data(), qsizetype(words.size()));
        return QByteArray(reinterpret_cast<const char *>(words.data()), qsizetype(sizeof(words)));
    }();
    return key;
}

/// Our copies of the value are wiped. What Qt's JSON parser held is freed with the answer, which cannot be overwritten.
QByteArray digestOf(const QJsonValue &value)
{
    QString text = value.toString();
    const QByteArray plain = text.toUtf8();
    QByteArray digest = QMessageAuthenticationCode::hash(plain, digestKey(), QCryptographicHash::Sha256);
    wipe(plain);
    text.fill(QChar::Null);
    return digest;
}

/// Names are told, values never: not even in the words about one that cannot be read.
Result<VariableDigests> digestsOf(const QJsonObject &variables)
{
    VariableDigests digests;
    for (auto variable = variables.constBegin(); variable != variables.constEnd(); ++variable) {
        if (!variable.value().isString())
            return Error{.kind = ErrorKind::Malformed,
                         .detail = QStringLiteral("Railway's answer about variables cannot be read: %1 is no text.")
                                       .arg(clipped(variable.key(), 80))};
        digests.insert(variable.key(), digestOf(variable.value()));
    }
    return digests;
}

Result<VariableDigests> digestsIn(const QJsonObject &object)
{
    JsonReader reader(object, QStringLiteral("Railway's answer about variables"));
    const QJsonObject variables = reader.object(QLatin1String("variables"));
    if (reader.trouble())
        return *reader.trouble();
    return digestsOf(variables);
}

} // namespace

Result<VariableDigests> decodeVariables(const HttpResponse &response)
{
    const Result<QJsonObject> data = readData(response);
    return data ? digestsIn(*data) : data.error();
}

Result<VariableDigests> decodeSnapshotVariables(const HttpResponse &response)
{
    const Result<QJsonObject> data = readData(response);
    if (!data)
        return data.error();
    const QLatin1String key("deploymentSnapshot");
    if (data->contains(key) && data->value(key).isNull())
        return Error{.kind = ErrorKind::NotFound,
                     .detail = QStringLiteral("Railway keeps no variables of that deployment any more."),
                     .httpStatus = response.status};
    JsonReader reader(*data, QStringLiteral("Railway's answer about variables"));
    const QJsonObject snapshot = reader.object(key);
    if (reader.trouble())
        return *reader.trouble();
    return digestsIn(snapshot);
}

} // namespace Slipway::Railway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/mutatedbodies.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace Slipway::Test {

namespace {

QJsonArray strangers()
{
    return {QJsonValue(), true, -1, 1e300, 0.5, QString(), QStringLiteral("x"), QJsonArray{1}, QJsonObject{}};
}

/// Every variant of `value` with one place in it changed.
QList<QJsonValue> variantsOf(const QJsonValue &value)
{
    QList<QJsonValue> variants;
    const QJsonArray replacements = strangers();
    for (const auto &stranger : replacements)
        variants.append(stranger);
    const QJsonObject object = value.toObject();
    for (auto entry = object.begin(); entry != object.end(); ++entry) {
        QJsonObject without = object;
        without.remove(entry.key());
        variants.append(without);
        const QList<QJsonValue> inner = variantsOf(entry.value());
        for (const QJsonValue &other : inner) {
            QJsonObject changed = object;
            changed.insert(entry.key(), other);
            variants.append(changed);
        }
    }
    const QJsonArray array = value.toArray();
    for (qsizetype at = 0; at < array.size(); ++at) {
        const QList<QJsonValue> inner = variantsOf(array.at(at));
        for (const QJsonValue &other : inner) {
            QJsonArray changed = array;
            changed.replace(at, other);
            variants.append(changed);
        }
    }
    return variants;
}

QByteArray written(const QJsonValue &value)
{
    if (value.isArray())
        return QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact);
    if (value.isObject())
        return QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact);
    const QByteArray wrapped = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return wrapped.mid(1, wrapped.size() - 2);
}

} // namespace

QByteArrayList mutatedBodies(const QByteArray &json)
{
    QByteArrayList bodies;
    for (qsizetype length = 0; length < json.size(); length += 7)
        bodies.append(json.left(length));
    const QJsonDocument document = QJsonDocument::fromJson(json);
    const QJsonValue root = document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
    const QList<QJsonValue> variants = variantsOf(root);
    for (const QJsonValue &variant : variants)
        bodies.append(written(variant));
    return bodies;
}

} // namespace Slipway::Test

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/health/healthbody.h"

#include "models/values/plaintext.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>

namespace Slipway {

namespace {

constexpr int mostReasons = 8;
constexpr int longestWord = 80;

// The words that applications use for themselves (app/probe/README.md, 1).
constexpr std::array goodWords{"pass", "ok", "up", "healthy", "alive", "ready"};
constexpr std::array middlingWords{"warn", "degraded", "warming_up", "starting", "partial", "unknown"};
constexpr std::array badWords{"fail", "error", "down", "unhealthy", "critical", "out_of_service"};
/// What an application says of a part that does not work, beside the words above.
constexpr std::array brokenWords{"unavailable", "disconnected", "not_initialized", "connecting", "failed", "offline"};
/// Parts that are worth a look wherever they stand at the top of a body.
constexpr std::array watchedKeys{"mode", "state", "database", "db", "redis", "cache", "health_cache"};
constexpr std::array groupKeys{"checks", "components", "dependencies", "services"};

template <size_t Count>
bool isOneOf(const QString &word, const std::array<const char *, Count> &words)
{
    return std::any_of(words.begin(), words.end(), [&word](const char *known) { return word == QLatin1String(known); });
}

QString plainWord(const QString &word)
{
    return word.trimmed().toLower();
}

QString shown(const QString &word)
{
    return visibleText(word.left(qsizetype(4) * longestWord).simplified()).left(longestWord);
}

/// Unknown for a word that is not known.
Verdict verdictOfWord(const QString &word)
{
    if (isOneOf(word, goodWords))
        return Verdict::Healthy;
    if (isOneOf(word, middlingWords))
        return Verdict::Degraded;
    return isOneOf(word, badWords) ? Verdict::Down : Verdict::Unknown;
}

void worsen(HealthSample &sample, Verdict verdict, const QString &reason)
{
    sample.verdict = std::max(sample.verdict, verdict);
    if (sample.reasons.size() < mostReasons && !sample.reasons.contains(reason))
        sample.reasons.append(reason);
}

void addFact(HealthSample &sample, const QString &fact)
{
    if (sample.facts.size() < mostReasons)
        sample.facts.append(fact);
}

/// `status`: a word that decides; one that is not known, or no word at all, cannot be called healthy.
void judgeStatus(const QJsonValue &status, HealthSample &sample)
{
    if (status.isUndefined()) {
        addFact(sample, QStringLiteral("status code only: the body has no \"status\""));
        return;
    }
    if (!status.isString()) {
        worsen(sample, Verdict::Degraded, QStringLiteral("its \"status\" is not a word"));
        return;
    }
    const Verdict verdict = verdictOfWord(plainWord(status.toString()));
    if (verdict == Verdict::Healthy)
        return;
    if (verdict == Verdict::Unknown) {
        worsen(sample, Verdict::Degraded,
               QStringLiteral("its status \"%1\" is not a word Slipway knows").arg(shown(status.toString())));
        return;
    }
    worsen(sample, verdict, QStringLiteral("it says that it is \"%1\"").arg(shown(status.toString())));
}

/// A part can only make the whole degraded: the application answers, and says itself when it is down.
void judgePart(const QString &name, const QJsonValue &value, HealthSample &sample)
{
    if (value.isBool() && !value.toBool()) {
        worsen(sample, Verdict::Degraded, QStringLiteral("%1: false").arg(shown(name)));
        return;
    }
    const QString said =
        value.isObject() ? value.toObject().value(QLatin1String("status")).toString() : value.toString();
    const QString word = plainWord(said);
    if (word.isEmpty())
        return;
    const Verdict verdict = verdictOfWord(word);
    if (verdict == Verdict::Degraded || verdict == Verdict::Down || isOneOf(word, brokenWords)) {
        worsen(sample, Verdict::Degraded, QStringLiteral("%1: %2").arg(shown(name), shown(said)));
        return;
    }
    addFact(sample, QStringLiteral("%1 %2").arg(shown(name), shown(said)));
}

/// "checks" of health+json hold lists, "components" of Spring Boot objects; one level deep is looked at.
void judgeGroup(const QJsonValue &group, HealthSample &sample)
{
    const QJsonArray list = group.toArray();
    for (const auto &entry : list)
        judgePart(entry.toObject().value(QLatin1String("name")).toString(QStringLiteral("a check")), entry, sample);
    const QJsonObject parts = group.toObject();
    for (auto part = parts.begin(); part != parts.end(); ++part) {
        const QJsonArray checks = part.value().toArray();
        for (const auto &check : checks)
            judgePart(part.key(), check, sample);
        if (!part.value().isArray())
            judgePart(part.key(), part.value(), sample);
    }
}

/// "database_error": "TimeoutError" and the like.
void judgeErrors(const QJsonObject &body, HealthSample &sample)
{
    for (auto entry = body.begin(); entry != body.end(); ++entry) {
        const QString said = entry.value().toString().trimmed();
        if (!said.isEmpty() && (entry.key() == QLatin1String("error") || entry.key().endsWith(QLatin1String("_error"))))
            worsen(sample, Verdict::Degraded, QStringLiteral("%1: %2").arg(shown(entry.key()), shown(said)));
    }
}

/// The target application's upstream providers: {"healthy": 28, "total": 30} or {"status": "warming_up"}.
void judgeGateways(const QJsonValue &gateways, HealthSample &sample)
{
    const QJsonObject object = gateways.toObject();
    judgePart(QStringLiteral("gateways"), gateways, sample);
    const QJsonValue healthy = object.value(QLatin1String("healthy"));
    const QJsonValue total = object.value(QLatin1String("total"));
    if (!healthy.isDouble() || !total.isDouble())
        return;
    const QString count = QStringLiteral("%1 of %2 gateways").arg(healthy.toInteger()).arg(total.toInteger());
    if (healthy.toInteger() == 0 && total.toInteger() > 0)
        worsen(sample, Verdict::Degraded, count + QStringLiteral(" are healthy"));
    else
        addFact(sample, count);
}

void judgeObject(const QJsonObject &body, HealthSample &sample)
{
    judgeStatus(body.value(QLatin1String("status")), sample);
    for (const char *key : watchedKeys) {
        const QLatin1String name(key);
        judgePart(name, body.value(name), sample);
    }
    for (const char *key : groupKeys)
        judgeGroup(body.value(QLatin1String(key)), sample);
    judgeGateways(body.value(QLatin1String("gateways")), sample);
    judgeErrors(body, sample);
}

/// Neither JSON by its type nor by its look.
void judgeText(const QByteArray &contentType, const QByteArray &body, HealthSample &sample)
{
    if (contentType.contains("html") || body.startsWith("<")) {
        worsen(sample, Verdict::Degraded, QStringLiteral("it answers a web page where a health report was expected"));
        return;
    }
    const QString text = body.size() <= longestWord ? QString::fromUtf8(body) : QString();
    if (verdictOfWord(plainWord(text)) == Verdict::Degraded || verdictOfWord(plainWord(text)) == Verdict::Down)
        return judgeStatus(text, sample);
    addFact(sample, QStringLiteral("status code only"));
}

void judgeBody(const QByteArray &contentType, const QByteArray &body, HealthSample &sample)
{
    const QByteArray type = contentType.toLower();
    const QByteArray trimmed = body.trimmed();
    const bool looksLikeJson = trimmed.startsWith('{') || trimmed.startsWith('[');
    if (trimmed.isEmpty() || (!looksLikeJson && !type.contains("json")))
        return judgeText(type, trimmed, sample);

    // Too deep, cut off, in another charset: what cannot be read cannot be called healthy.
    const QJsonDocument document = QJsonDocument::fromJson(trimmed);
    if (document.isObject())
        return judgeObject(document.object(), sample);
    worsen(sample, Verdict::Degraded, QStringLiteral("its health report cannot be read"));
}

} // namespace

HealthSample judgeHealth(int httpStatus, const QByteArray &contentType, const QByteArray &body)
{
    HealthSample sample{.verdict = Verdict::Healthy, .httpStatus = httpStatus};
    if (httpStatus >= 400 || httpStatus < 200)
        worsen(sample, Verdict::Down, QStringLiteral("it answers HTTP %1").arg(httpStatus));
    else if (httpStatus >= 300)
        worsen(sample, Verdict::Degraded, QStringLiteral("it answers HTTP %1 and leads elsewhere").arg(httpStatus));
    const bool errorPage = httpStatus >= 300 && !contentType.toLower().contains("json");
    if (!errorPage)
        judgeBody(contentType, body, sample);
    return sample;
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/logtext.h"

#include "models/logs/logtime.h"
#include "models/values/plaintext.h"
#include "models/values/utc.h"

#include <QDateTime>
#include <QStringDecoder>
#include <QTimeZone>

namespace Slipway {

namespace {

QString isoTime(qint64 at, const QTimeZone &zone)
{
    const qint64 ms = at / nanosecondsPerMillisecond;
    const QDateTime time = zone == QTimeZone::utc() ? QDateTime::fromMSecsSinceEpoch(ms, utcZone)
                                                    : QDateTime::fromMSecsSinceEpoch(ms, zone);
    return time.toString(Qt::ISODateWithMs);
}

QString levelColumn(const LogLine &line)
{
    if (line.source == LogSource::Note)
        return QStringLiteral("NOTE");
    return line.level == LogLevel::None ? QStringLiteral("-") : logLevelText(line.level);
}

} // namespace

QString logLevelText(LogLevel level)
{
    switch (level) {
    case LogLevel::Error:
        return QStringLiteral("ERROR");
    case LogLevel::Warn:
        return QStringLiteral("WARN");
    case LogLevel::Info:
        return QStringLiteral("INFO");
    case LogLevel::Debug:
        return QStringLiteral("DEBUG");
    case LogLevel::None:
        break;
    }
    return {};
}

QString logEnvironmentText(Environment environment)
{
    return environment == Environment::Staging ? QStringLiteral("staging") : QStringLiteral("production");
}

QString visibleLines(std::string_view text, QLatin1String between)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::ConvertInitialBom); // it is not seen either
    const QString decoded = decoder(QByteArrayView(text.data(), qsizetype(text.size())));
    QStringList lines;
    const QList<QStringView> split = QStringView(decoded).split(QLatin1Char('\n'));
    for (QStringView line : split) {
        if (line.endsWith(QLatin1Char('\r')))
            line.chop(1);
        QStringList parts;
        const QList<QStringView> tabbed = line.split(QLatin1Char('\t'));
        for (const QStringView part : tabbed)
            parts.append(visibleText(part.toString()));
        lines.append(parts.join(QLatin1Char('\t')));
    }
    return lines.join(between);
}

QString logLineText(const LogLine &line, const QTimeZone &zone)
{
    return isoTime(line.at, zone) + QLatin1Char(' ') + logEnvironmentText(line.environment) + QLatin1Char(' ') +
           levelColumn(line) + QLatin1Char(' ') + visibleLines(line.message, QLatin1String("\n\t"));
}

} // namespace Slipway

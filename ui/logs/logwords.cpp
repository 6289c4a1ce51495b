// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/logwords.h"

#include "models/values/age.h"
#include "models/values/text.h"
#include "ui/controls/theme.h"

#include <QLocale>

#include <cmath>

namespace Slipway {

namespace {

constexpr double oneMillion = 1e6;

QString emptyTextOf(Environment environment, const LogStreamView &stream)
{
    const QString name = environment == Environment::Staging ? say("Staging") : say("Production");
    if (stream.state == LogStreamView::State::Live || stream.state == LogStreamView::State::Polling)
        return say("%1: nothing was logged yet").arg(name);
    return streamText(environment, stream, std::nullopt);
}

} // namespace

QString environmentWord(Environment environment)
{
    return environment == Environment::Staging ? say("staging") : say("production");
}

QString sourceWord(LogSource source)
{
    switch (source) {
    case LogSource::Deploy:
        return say("deploy log");
    case LogSource::Build:
        return say("build log");
    case LogSource::Http:
        return say("HTTP log");
    case LogSource::Note:
        break;
    }
    return say("note of Slipway");
}

QString roughCount(qint64 number)
{
    const QLocale english(QLocale::English); // as all words are
    if (double(number) < oneMillion)
        return english.toString(number);
    return say("%1 M").arg(english.toString(std::floor(double(number) / oneMillion * 10) / 10, 'f', 1));
}

QString summaryText(const LogSummary &summary)
{
    QStringList parts{summary.zone, say(summary.lines == 1 ? "%1 line" : "%1 lines").arg(roughCount(summary.lines))};
    if (summary.matches)
        parts.append(say(*summary.matches == 1 ? "%1 matches" : "%1 match").arg(roughCount(*summary.matches)));
    if (summary.searched)
        parts.append(say("searching %1 %").arg(int(*summary.searched * 100)));
    if (summary.dropped > 0)
        parts.append(say(summary.dropped == 1 ? "%1 older line dropped" : "%1 older lines dropped")
                         .arg(roughCount(summary.dropped)));
    return parts.join(QStringLiteral(" \u00b7 "));
}

QString streamText(Environment environment, const LogStreamView &stream, const std::optional<Moment> &now)
{
    return streamText(environment == Environment::Staging ? say("Staging") : say("Production"), stream, now);
}

QString streamText(const QString &whose, const LogStreamView &stream, const std::optional<Moment> &now)
{
    QString text = lookOf(stream.state).word;
    if (stream.every)
        text = say("%1 every %2").arg(text, spanText(*stream.every));
    const bool lasts =
        stream.state == LogStreamView::State::Interrupted || stream.state == LogStreamView::State::Connecting;
    if (lasts && stream.since && now)
        text = say("%1 since %2").arg(text, spanText(ageOf(*stream.since, *now)));
    if (!stream.reason.isEmpty())
        text = say("%1: %2").arg(text, stream.reason);
    return say("%1: %2").arg(whose, text);
}

EmptyLog emptyLog(const LogFilter &filter, bool lines, const PerEnvironment<LogStreamView> &streams)
{
    if (lines && filter != unfiltered(filter))
        return {say("No line matches this filter"), true};
    QStringList texts;
    for (const Environment environment : environments) {
        if (filter.environments[environment])
            texts.append(emptyTextOf(environment, streams[environment]));
    }
    return {texts.join(QStringLiteral(" \u00b7 ")), false};
}

LogFilter unfiltered(LogFilter filter)
{
    filter.least = LogLevel::None;
    filter.onlyNew = false;
    filter.include = {};
    filter.exclude = {};
    filter.context = 0;
    return filter;
}

} // namespace Slipway

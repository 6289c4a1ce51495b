// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/project/logfiltersection.h"

#include "app/project/projectrules.h"

namespace Slipway::ProjectRules {

namespace {

constexpr int mostLogFilters = 50;
constexpr int mostContextLines = 1'000;

/// A word of the file and what it stands for.
template <typename T>
struct LogWord {
    const char *word;
    T value;
};
constexpr std::array logLevelWords{LogWord<LogLevel>{"debug", LogLevel::Debug},
                                   LogWord<LogLevel>{"info", LogLevel::Info}, LogWord<LogLevel>{"warn", LogLevel::Warn},
                                   LogWord<LogLevel>{"error", LogLevel::Error}};
constexpr std::array logEnvironmentWords{LogWord<Environment>{"staging", Environment::Staging},
                                         LogWord<Environment>{"production", Environment::Production}};
/// Notes are always shown: they tell where lines are missing.
constexpr std::array logSourceWords{LogWord<LogSource>{"deploy", LogSource::Deploy},
                                    LogWord<LogSource>{"build", LogSource::Build},
                                    LogWord<LogSource>{"http", LogSource::Http}};

template <typename Words>
auto meaningOf(const Words &words, const QString &word) -> std::optional<decltype(words.front().value)>
{
    for (const auto &each : words) {
        if (word == QLatin1String(each.word))
            return each.value;
    }
    return std::nullopt;
}

/// "staging or production"
template <typename Words>
QString oneOf(const Words &words, const QString &word)
{
    if (meaningOf(words, word))
        return {};
    QStringList all;
    for (const auto &each : words)
        all.append(QLatin1String(each.word));
    const QString last = all.takeLast();
    return QStringLiteral("%1 or %2").arg(all.join(QStringLiteral(", ")), last);
}

QString expectLogLevel(const QString &value)
{
    return oneOf(logLevelWords, value);
}

QString expectLogEnvironment(const QString &value)
{
    return oneOf(logEnvironmentWords, value);
}

QString expectLogSource(const QString &value)
{
    return oneOf(logSourceWords, value);
}

/// What Pattern::compile() accepts is good, which is asked when it is known how the text is to be read.
QString expectAnyText(const QString &)
{
    return {};
}

/// The words of a list; the whole set when there is none.
QStringList readWords(Section &section, const QString &key, Rule expected)
{
    QStringList words = section.optionalList(key, expected, {});
    const toml::node *node = section.optionalNode(key);
    if (node && node->is_array() && node->as_array()->empty())
        section.mistake(*node, key, QStringLiteral("at least one of %1").arg(expected(QString())),
                        QStringLiteral("an empty list"));
    return words;
}

void readEnvironments(Section &section, LogFilter &filter)
{
    const QString key = QStringLiteral("environments");
    const QStringList words = readWords(section, key, expectLogEnvironment);
    if (!section.has(key))
        return;
    filter.environments = {};
    for (const QString &word : words) {
        if (const auto environment = meaningOf(logEnvironmentWords, word))
            filter.environments[*environment] = true;
    }
}

void readSources(Section &section, LogFilter &filter)
{
    const QString key = QStringLiteral("sources");
    const QStringList words = readWords(section, key, expectLogSource);
    if (!section.has(key))
        return;
    filter.sources = {};
    filter.sources[size_t(LogSource::Note)] = true;
    for (const QString &word : words) {
        if (const auto source = meaningOf(logSourceWords, word))
            filter.sources[size_t(*source)] = true;
    }
}

PatternText readPattern(Section &section, const QString &key, bool regularExpression, bool caseSensitive)
{
    PatternText pattern{.text = section.optional(key, expectAnyText, QString()),
                        .regularExpression = regularExpression,
                        .caseSensitive = caseSensitive};
    const auto compiled = Pattern::compile(pattern);
    if (!compiled && !pattern.text.isEmpty())
        section.refuse(*section.optionalNode(key), key, compiled.error().detail);
    return pattern;
}

/// Lines around each match, or "all".
int readContext(Section &section)
{
    const QString key = QStringLiteral("context");
    const toml::node *node = section.optionalNode(key);
    const auto *word = node ? node->as_string() : nullptr;
    if (!word)
        return section.optionalNumber(key, 0, mostContextLines, 0);
    if (word->get() != "all")
        section.mistake(*node, key, QStringLiteral("an integer from 0 to %1, or \"all\"").arg(mostContextLines),
                        quoted(textOf(word->get())));
    return LogFilter::all;
}

SavedLogFilter readLogFilter(Section &section)
{
    SavedLogFilter saved{.name = section.required(QStringLiteral("name"), expectCheckName)};
    LogFilter &filter = saved.filter;
    const bool regularExpression = section.optionalFlag(QStringLiteral("regex"), false);
    const bool caseSensitive = section.optionalFlag(QStringLiteral("case_sensitive"), false);
    filter.include = readPattern(section, QStringLiteral("include"), regularExpression, caseSensitive);
    filter.exclude = readPattern(section, QStringLiteral("exclude"), regularExpression, caseSensitive);
    const QString level = section.optional(QStringLiteral("level"), expectLogLevel, QString());
    filter.least = meaningOf(logLevelWords, level).value_or(LogLevel::None);
    readEnvironments(section, filter);
    readSources(section, filter);
    filter.onlyNew = section.optionalFlag(QStringLiteral("only_new"), false);
    filter.context = readContext(section);
    section.warnOfUnknownKeys();
    return saved;
}

} // namespace

QList<SavedLogFilter> readLogFilters(Section &top)
{
    const QString key = QStringLiteral("log_filter");
    QList<SavedLogFilter> filters;
    QHash<QString, int> lines; ///< of the names
    const auto tables = top.optionalTables(key, mostLogFilters);
    for (const toml::table *table : tables) {
        Section section(top.report(), *table, top.full(key));
        section.tellColumns();
        const SavedLogFilter saved = readLogFilter(section);
        const QString name = QStringLiteral("name");
        if (!saved.name.isEmpty() && lines.contains(saved.name))
            section.refuse(*section.optionalNode(name), name,
                           QStringLiteral("expected another name than in line %1").arg(lines.value(saved.name)));
        lines.insert(saved.name, section.line(name));
        filters.append(saved);
    }
    return filters;
}

} // namespace Slipway::ProjectRules

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/search/logview.h"
#include "support/testmain.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <string>

using namespace Slipway;

namespace {

/// A filter applied in the most obvious way: all lines, one after the other, with Qt's own search.
class FilteredAnew {
public:
    FilteredAnew(const LogStore &store, const LogFilter &filter);
    std::vector<LineNumber> rows;
    std::vector<LineNumber> matches;

private:
    static bool holds(const PatternText &pattern, const QString &message);
    bool isMatch(const LogLine &line) const;
    const LogFilter &m_filter;
};

bool FilteredAnew::holds(const PatternText &pattern, const QString &message)
{
    if (!pattern.regularExpression)
        return message.contains(pattern.text, pattern.caseSensitive ? Qt::CaseSensitive : Qt::CaseInsensitive);
    const QRegularExpression expression(
        pattern.text,
        QRegularExpression::MultilineOption |
            (pattern.caseSensitive ? QRegularExpression::NoPatternOption : QRegularExpression::CaseInsensitiveOption));
    return expression.match(message).hasMatch();
}

bool FilteredAnew::isMatch(const LogLine &line) const
{
    const QString message = QString::fromUtf8(line.message.data(), qsizetype(line.message.size()));
    return line.source != LogSource::Note && line.level >= m_filter.least && (!m_filter.onlyNew || line.isNew) &&
           (m_filter.include.text.isEmpty() || holds(m_filter.include, message)) &&
           (m_filter.exclude.text.isEmpty() || !holds(m_filter.exclude, message));
}

FilteredAnew::FilteredAnew(const LogStore &store, const LogFilter &filter)
    : m_filter(filter)
{
    std::vector<LineNumber> chosen;
    for (LineNumber number = store.first(); number < store.end(); ++number) {
        const LogLine line = store.line(number);
        if (filter.environments[line.environment] &&
            (line.source == LogSource::Note || filter.sources[size_t(line.source)]))
            chosen.push_back(number);
    }
    std::stable_sort(chosen.begin(), chosen.end(),
                     [&](LineNumber a, LineNumber b) { return store.line(a).at < store.line(b).at; });
    const bool selects = !filter.include.text.isEmpty() || !filter.exclude.text.isEmpty() || filter.onlyNew ||
                         filter.least != LogLevel::None;
    std::vector<bool> isShown(chosen.size(), !selects || filter.context < 0);
    for (size_t i = 0; i < chosen.size(); ++i) {
        const LogLine line = store.line(chosen[i]);
        isShown[i] = isShown[i] || line.source == LogSource::Note;
        if (selects && !isMatch(line))
            continue;
        matches.push_back(chosen[i]);
        const size_t context = size_t(std::max(filter.context, 0));
        const size_t end = selects ? std::min(chosen.size(), i + context + 1) : i + 1;
        for (size_t near = selects && i > context ? i - context : selects ? 0 : i; near < end; ++near)
            isShown[near] = true;
    }
    for (size_t i = 0; i < chosen.size(); ++i) {
        if (isShown[i])
            rows.push_back(chosen[i]);
    }
}

std::vector<LineNumber> rowsOfView(const LogView &view)
{
    std::vector<LineNumber> rows;
    for (LogView::Row row = 0; row < view.rowCount(); ++row)
        rows.push_back(view.lineAt(row));
    return rows;
}

/// Logs, a view of them and somebody who changes both at random.
class RandomLog {
public:
    explicit RandomLog(quint32 seed)
        : m_random(seed)
    {
    }
    void act();
    void changeFilter();
    void searchAll();
    void compare() const;
    void updateAndCheck();

private:
    quint32 below(quint32 most) { return m_random.bounded(most); }
    bool oneIn(quint32 many) { return below(many) == 0; }
    std::string message();
    void append();
    PatternText pattern();
    void compareMatches(const FilteredAnew &expected) const;

    QRandomGenerator m_random;
    LogStore m_store{0};
    LogView m_view{m_store};
    qint64 m_at = 1'000;
};

std::string RandomLog::message()
{
    static constexpr std::array words{"pay",          "ment",     "Timeout", "a",  "",
                                      "\xC3\x84rger", "\xC3\xA4", "12ms",    "\n", "x9"};
    std::string text;
    for (quint32 i = below(6); i > 0; --i)
        text += words[below(words.size())] + std::string(below(2), ' ');
    return oneIn(60) ? text + std::string(60'000, '.') : text;
}

void RandomLog::append()
{
    for (quint32 i = below(oneIn(5) ? 200 : 6); i > 0; --i) {
        m_at += below(3);
        const qint64 late = oneIn(8) ? below(30) : oneIn(200) ? below(1'000'000) : 0;
        const std::string text = message();
        m_store.append({.at = m_at - late,
                        .level = LogLevel(below(logLevels)),
                        .source = oneIn(20) ? LogSource::Note : LogSource(below(3)),
                        .environment = environments[below(2)],
                        .isNew = oneIn(4),
                        .message = text});
    }
}

PatternText RandomLog::pattern()
{
    static constexpr std::array words{"pay", "payment", "TIMEOUT", "\xC3\xA4r", "ms", "x", "t\n"};
    static constexpr std::array expressions{"^pay", "(ment|out)\\b", "[0-9]+ms$",       "\xC3\xA4.*a", "^$",
                                            "x?",   "payment.*ms",   "(x|ms) *TIMEOUT", "TIMEOUT ?\\w"};
    PatternText text{.regularExpression = oneIn(2), .caseSensitive = oneIn(3)};
    text.text =
        QString::fromUtf8(text.regularExpression ? expressions[below(expressions.size())] : words[below(words.size())]);
    return text;
}

void RandomLog::changeFilter()
{
    static constexpr std::array contexts{0, 0, 1, 3, 100, LogFilter::all};
    LogFilter filter;
    if (oneIn(3))
        filter.environments[environments[below(2)]] = false;
    if (oneIn(3))
        filter.sources[below(logSources)] = false;
    if (oneIn(3))
        filter.least = LogLevel(below(logLevels));
    filter.onlyNew = oneIn(5);
    if (!oneIn(3))
        filter.include = pattern();
    if (oneIn(4))
        filter.exclude = pattern();
    filter.context = contexts[below(contexts.size())];
    QVERIFY(m_view.setFilter(filter));
}

void RandomLog::updateAndCheck()
{
    const std::vector<LineNumber> before = rowsOfView(m_view);
    const LogView::Change change = m_view.update();
    const std::vector<LineNumber> after = rowsOfView(m_view);
    QCOMPARE(qsizetype(after.size()), qsizetype(before.size()) - change.removed + change.added);
    QVERIFY(change.removed >= 0 && change.added >= 0);
    if (change.atEndsOnly)
        QVERIFY(std::equal(before.begin() + change.removed, before.end(), after.begin()));
    if (change.isNone())
        QCOMPARE(after, before);
}

void RandomLog::act()
{
    switch (below(8)) {
    case 0:
    case 1:
    case 2:
        return append();
    case 3:
    case 4:
        return updateAndCheck();
    case 5:
        return changeFilter();
    case 6: {
        const std::vector<LineNumber> before = rowsOfView(m_view);
        const bool changed = m_view.step(1 + below(100));
        QCOMPARE(changed || rowsOfView(m_view) == before, true);
        return;
    }
    case 7:
        if (oneIn(40))
            m_store.clear();
        return;
    }
}

void RandomLog::searchAll()
{
    updateAndCheck();
    while (m_view.isSearching())
        m_view.step(1 + below(500));
    QVERIFY(m_view.trouble().isEmpty());
    QCOMPARE(m_view.progress(), 1.0);
}

void RandomLog::compare() const
{
    const FilteredAnew expected(m_store, m_view.filter());
    const std::vector<LineNumber> rows = rowsOfView(m_view);
    QCOMPARE(rows, expected.rows);
    QCOMPARE(m_view.matchCount(), qsizetype(expected.matches.size()));
    compareMatches(expected);
    for (LogView::Row row = 0; row < m_view.rowCount(); ++row) {
        const LineNumber line = rows[size_t(row)];
        QCOMPARE(m_view.rowOf(line), std::optional<LogView::Row>(row));
        const LogView::Row first = m_view.rowAtTime(m_store.line(line).at);
        QVERIFY(first <= row && m_store.line(rows[size_t(first)]).at == m_store.line(line).at);
        QVERIFY(first == 0 || m_store.line(rows[size_t(first) - 1]).at < m_store.line(line).at);
    }
}

void RandomLog::compareMatches(const FilteredAnew &expected) const
{
    std::optional<LogView::Row> last;
    size_t match = 0;
    for (LogView::Row row = 0; row < m_view.rowCount(); ++row) {
        const bool isMatch = match < expected.matches.size() && expected.matches[match] == m_view.lineAt(row);
        QCOMPARE(m_view.isMatch(row), isMatch);
        QCOMPARE(m_view.previousMatch(row), last);
        if (!isMatch)
            continue;
        QCOMPARE(m_view.nextMatch(last.value_or(-1)), std::optional<LogView::Row>(row));
        last = row;
        ++match;
    }
    QCOMPARE(match, expected.matches.size());
    QVERIFY(!m_view.nextMatch(last.value_or(-1)));
    QCOMPARE(m_view.previousMatch(m_view.rowCount()), last);
}

} // namespace

/// Whatever happens in whatever order, in the end the rows are those of a filter that looks at everything anew.
class LogViewReferenceTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void rowsAreThoseOfAFilterAppliedAnew_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 12; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void rowsAreThoseOfAFilterAppliedAnew()
    {
        QFETCH(quint32, seed);
        RandomLog log(seed);
        for (int round = 0; round < 8; ++round) {
            for (int i = 0; i < 25; ++i) {
                log.act();
                if (QTest::currentTestFailed())
                    return;
            }
            log.searchAll();
            log.compare();
            if (QTest::currentTestFailed())
                return;
        }
    }
};

SLIPWAY_TEST(LogViewReferenceTest)
#include "logviewreference_test.moc"

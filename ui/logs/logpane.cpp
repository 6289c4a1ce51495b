// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/logpane.h"

#include "models/logs/logtime.h"
#include "ui/controls/plainlabel.h"
#include "ui/controls/roomybutton.h"
#include "ui/logs/logclock.h"
#include "ui/logs/logdetail.h"
#include "ui/logs/loglevelbar.h"
#include "ui/logs/loglist.h"
#include "ui/logs/logstateline.h"
#include "ui/logs/logtoolbar.h"
#include "ui/logs/logwords.h"

#include <QElapsedTimer>
#include <QEvent>
#include <QShortcut>
#include <QSplitter>
#include <QTimer>
#include <QVBoxLayout>

namespace Slipway {

namespace {

constexpr int turnMs = 8;               ///< of searching, before everything else has its turn
constexpr int fillMs = 100;             ///< numbers that change more often cannot be read
constexpr qsizetype linesOfStep = 4096; ///< fewer where an expression takes long
constexpr int paneMargin = 10;
constexpr int rowGap = 4;
constexpr int fewestRows = 3;
constexpr int linesForLevels = 14; ///< of text: a lower pane has no room for the bar of levels

/// The mistake of one pattern, with the name of its field before it.
QString mistakeOf(const PatternText &pattern, const QString &field)
{
    if (pattern.text.isEmpty())
        return {};
    const Result<Pattern> compiled = Pattern::compile(pattern);
    return compiled ? QString() : QStringLiteral("%1: %2").arg(field, compiled.error().detail);
}

} // namespace

LogPane::LogPane(const LogStore &store, QWidget *parent)
    : QWidget(parent)
    , m_store(store)
    , m_view(store)
    , m_toolbar(new LogToolbar(this))
    , m_mistake(new PlainLabel(this, 2))
    , m_state(new LogStateLine(this))
    , m_levels(new LogLevelBar(this))
    , m_turn(new QTimer(this))
    , m_fill(new QTimer(this))
{
    setObjectName(QStringLiteral("logPane"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, paneMargin - 2, 0, 0);
    column->setSpacing(0);
    auto *top = new QVBoxLayout;
    top->setContentsMargins(paneMargin, 0, paneMargin, rowGap);
    top->setSpacing(rowGap);
    top->addWidget(m_toolbar);
    m_mistake->setObjectName(QStringLiteral("logMistake"));
    m_mistake->setTone(Tone::Bad);
    m_mistake->setVisible(false);
    top->addWidget(m_mistake);
    top->addWidget(m_state);
    top->addWidget(m_levels);
    column->addLayout(top);
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->setObjectName(QStringLiteral("logSplitter"));
    splitter->setChildrenCollapsible(false);
    buildList(splitter);
    column->addWidget(splitter, 1);
    buildEmpty();
    buildKeys();
    m_turn->setInterval(0);
    connect(m_turn, &QTimer::timeout, this, &LogPane::search);
    m_fill->setSingleShot(true);
    m_fill->setInterval(fillMs);
    connect(m_fill, &QTimer::timeout, this, &LogPane::fillNumbers);
    connect(m_toolbar, &LogToolbar::filterChanged, this, &LogPane::applyFilter);
    connect(m_toolbar, &LogToolbar::exportRequested, this, &LogPane::askExport);
    connect(m_levels, &LogLevelBar::minuteChosen, this, [this](qint64 minute) {
        m_list->goToTime(minute * nanosecondsPerMinute);
        m_list->setFocus();
    });
    setFocusProxy(m_list);
    setTabOrder(m_toolbar, m_levels);
    applyFilter();
}

LogPane::~LogPane() = default;

void LogPane::buildList(QSplitter *splitter)
{
    m_list = new LogList(m_store, m_view, splitter);
    m_list->setMinimumHeight((fewestRows + 1) * fontMetrics().lineSpacing()); // and the bar below
    splitter->addWidget(m_list);
    m_detail = new LogDetail(splitter);
    m_detail->setVisible(false);
    splitter->addWidget(m_detail);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    connect(m_list, &LogList::rowsChanged, this, &LogPane::rowsChanged);
    connect(m_list, &LogList::currentChanged, this, &LogPane::fillDetail);
    connect(m_list, &LogList::selectionChanged, this, &LogPane::fillSoon);
    connect(m_list, &LogList::detailRequested, this, [this] {
        if (!m_list->currentRow())
            m_list->goTo(m_list->rowCount() - 1);
        setDetailOpen(!m_detail->isVisibleTo(this));
    });
    const auto showFollowing = [this] { m_toolbar->showFollowing(m_list->isFollowing(), m_list->newLines()); };
    connect(m_list, &LogList::followingChanged, this, showFollowing);
    connect(m_list, &LogList::rowsChanged, this, showFollowing);
    connect(m_detail, &LogDetail::closeRequested, this, [this] { setDetailOpen(false); });
    connect(m_toolbar, &LogToolbar::followRequested, m_list, [this] { m_list->setFollowing(true); });
    connect(m_toolbar, &LogToolbar::nextRequested, m_list, &LogList::goToNextMatch);
    connect(m_toolbar, &LogToolbar::previousRequested, m_list, &LogList::goToPreviousMatch);
}

/// Stands in the middle of the list where that has nothing to show.
void LogPane::buildEmpty()
{
    auto *place = new QVBoxLayout(m_list->viewport());
    m_empty = new QWidget(m_list->viewport());
    auto *column = new QVBoxLayout(m_empty);
    m_emptyText = new PlainLabel(m_empty, 4);
    m_emptyText->setObjectName(QStringLiteral("emptyLog"));
    m_emptyText->setDim(true);
    m_emptyText->setAlignment(Qt::AlignHCenter | Qt::AlignVCenter);
    column->addWidget(m_emptyText);
    m_clear = new RoomyButton(tr("Clear the filter"), m_empty);
    m_clear->setObjectName(QStringLiteral("clearLogFilter"));
    m_clear->setAccessibleName(m_clear->text());
    m_clear->setAutoDefault(false);
    column->addWidget(m_clear, 0, Qt::AlignHCenter);
    place->addWidget(m_empty, 0, Qt::AlignCenter);
    m_empty->setVisible(false);
    connect(m_clear, &QPushButton::clicked, this, &LogPane::clearFilter);
}

void LogPane::buildKeys()
{
    const auto on = [this](const QKeySequence &keys, auto act) {
        auto *shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, act);
    };
    on(QKeySequence::Find, [this] { m_toolbar->focusFilter(); });
    on(Qt::Key_F3, [this] { m_list->goToNextMatch(); });
    on(Qt::SHIFT | Qt::Key_F3, [this] { m_list->goToPreviousMatch(); });
    on(Qt::Key_Escape, [this] {
        if (m_detail->isAncestorOf(focusWidget()))
            return setDetailOpen(false);
        if (!m_toolbar->clearWords())
            m_list->setFocus();
    });
}

LogFilter LogPane::filter() const
{
    return m_toolbar->filter();
}

void LogPane::setFilter(const LogFilter &filter)
{
    m_toolbar->setFilter(filter);
}

void LogPane::linesArrived()
{
    m_list->linesArrived();
}

void LogPane::setSavedFilters(const QList<SavedLogFilter> &saved)
{
    m_toolbar->setSavedFilters(saved);
}

void LogPane::setNow(Moment now)
{
    m_state->setNow(now);
}

void LogPane::showStream(Environment environment, const LogStreamView &stream)
{
    if (m_streams[environment] == stream)
        return;
    m_streams[environment] = stream;
    m_state->display(environment, stream);
    fillEmpty();
}

/// A pattern with a mistake leaves the one in force that was before it; everything else of the filter holds at once.
void LogPane::applyFilter()
{
    const LogFilter wanted = m_toolbar->filter();
    const QString include = mistakeOf(wanted.include, tr("Filter"));
    const QString exclude = mistakeOf(wanted.exclude, tr("Without"));
    m_toolbar->showMistakes(include, exclude);
    m_mistakes = {include, exclude};
    const LogFilter before = std::exchange(m_wanted, wanted);
    m_list->refresh();
    LogFilter applied = wanted;
    if (!include.isEmpty())
        applied.include = m_view.filter().include;
    if (!exclude.isEmpty())
        applied.exclude = m_view.filter().exclude;
    if (applied != m_view.filter()) {
        [[maybe_unused]] const auto set = m_view.setFilter(applied);
        Q_ASSERT(set); // both were compiled just now
    }
    m_list->setBothEnvironments(wanted.environments.staging && wanted.environments.production);
    m_state->setChosen(wanted.environments);
    m_list->takeFilter();
    fillNumbers();
    if (before.sources != wanted.sources)
        Q_EMIT sourcesWanted(wanted.sources);
}

void LogPane::search()
{
    m_list->refresh();
    QElapsedTimer spent;
    spent.start();
    bool changed = false;
    while (m_view.isSearching() && spent.elapsed() < turnMs)
        changed = m_view.step(linesOfStep) || changed;
    if (changed || !m_view.isSearching())
        m_list->takeRows();
    fillSoon();
}

void LogPane::rowsChanged()
{
    if (!m_view.isSearching())
        m_turn->stop();
    else if (isVisible() && !m_turn->isActive())
        m_turn->start();
    fillEmpty();
    fillSoon();
}

void LogPane::fillSoon()
{
    if (isVisible() && !m_fill->isActive())
        m_fill->start();
}

void LogPane::fillNumbers()
{
    LogSummary summary;
    summary.zone = logZoneName(m_store.isEmpty() ? 0 : m_store.record(m_store.end() - 1).at);
    summary.lines = qint64(m_store.end()) - qint64(m_store.first());
    if (m_view.hasPattern())
        summary.matches = m_view.matchCount();
    if (m_view.isSearching())
        summary.searched = m_view.progress();
    summary.dropped = m_store.dropped();
    m_state->showSummary(summaryText(summary));
    m_counts.update(m_store);
    m_levels->display(m_counts.minutes(m_view.filter(), LogLevelBar::mostMinutes));
    m_toolbar->showFindable(m_view.hasPattern() && m_view.matchCount() > 0);
    m_toolbar->showExportable(m_view.rowCount() > 0 ? QString() : tr("There are no lines to export"));
    QStringList mistakes = m_mistakes + QStringList{m_view.trouble()};
    mistakes.removeAll(QString());
    m_mistake->showText(mistakes.join(QStringLiteral("; ")));
    m_mistake->setVisible(!mistakes.isEmpty());
    fillEmpty();
}

void LogPane::fillEmpty()
{
    const bool none = m_view.rowCount() == 0 && !m_view.isSearching();
    if (none) {
        const EmptyLog empty = emptyLog(m_view.filter(), !m_store.isEmpty(), m_streams);
        m_emptyText->showText(empty.text);
        m_clear->setVisible(empty.filtered);
    }
    if (m_empty->isVisibleTo(m_list->viewport()) != none)
        m_empty->setVisible(none);
}

void LogPane::fillDetail()
{
    if (!m_detail->isVisibleTo(this))
        return;
    const LineNumber line = m_list->selection().current().line;
    if (line >= m_store.first() && line < m_store.end())
        m_detail->display(m_store.line(line));
    else
        m_detail->showNone();
}

void LogPane::setDetailOpen(bool open)
{
    m_detail->setVisible(open);
    fillDetail();
    if (!open)
        m_list->setFocus();
}

void LogPane::clearFilter()
{
    m_toolbar->setFilter(unfiltered(m_toolbar->filter()));
    m_list->setFocus();
}

void LogPane::askExport()
{
    m_list->refresh();
    LogSelection::Rows rows = m_list->selection().rows();
    if (rows.count() < 2)
        rows = {0, m_view.rowCount() - 1};
    std::vector<LineNumber> lines;
    lines.reserve(size_t(rows.count()));
    for (LogView::Row row = rows.first; row <= rows.last; ++row)
        lines.push_back(m_view.lineAt(row));
    if (!lines.empty())
        Q_EMIT exportRequested(lines);
}

/// The bar gives way first.
QSize LogPane::minimumSizeHint() const
{
    const QSize hint = QWidget::minimumSizeHint();
    return m_levels->isHidden() ? hint : hint - QSize(0, m_levels->sizeHint().height() + rowGap);
}

void LogPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_levels->setVisible(height() >= linesForLevels * fontMetrics().lineSpacing());
}

void LogPane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    fillNumbers();
    rowsChanged();
}

void LogPane::hideEvent(QHideEvent *event)
{
    m_turn->stop();
    m_fill->stop();
    QWidget::hideEvent(event);
}

void LogPane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::LocaleChange)
        return;
    fillNumbers();
    fillDetail();
}

} // namespace Slipway

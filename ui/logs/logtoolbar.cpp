// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/logtoolbar.h"

#include "models/values/plaintext.h"
#include "ui/controls/plainlabel.h"
#include "ui/controls/roomybutton.h"
#include "ui/controls/segmentbutton.h"
#include "ui/logs/contextbox.h"
#include "ui/logs/followpill.h"
#include "ui/logs/logfilterfield.h"

#include <QButtonGroup>
#include <QMenu>
#include <QVBoxLayout>

namespace Slipway {

namespace {

constexpr int betweenControls = 6;
constexpr int betweenGroups = 8;
constexpr int besideArrow = 24; ///< the style makes every button wide enough for words
constexpr qsizetype longestSavedName = 60;
constexpr std::array choosableLevels{LogLevel::None, LogLevel::Warn, LogLevel::Error};
constexpr std::array choosableSources{LogSource::Deploy, LogSource::Build, LogSource::Http};

/// As it may stand in a menu: visible, of a bearable length, without mnemonics of its own.
QString savedEntry(const QString &name)
{
    const QString shown = name.size() > longestSavedName ? name.left(longestSavedName) + QChar(0x2026) : name;
    return visibleText(shown).replace(QLatin1Char('&'), QLatin1String("&&"));
}

SegmentButton::Place placeIn(qsizetype index, qsizetype count)
{
    if (count == 1)
        return SegmentButton::Place::Only;
    return index == 0           ? SegmentButton::Place::First
           : index == count - 1 ? SegmentButton::Place::Last
                                : SegmentButton::Place::Middle;
}

} // namespace

LogToolbar::LogToolbar(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("logToolbar"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(betweenControls);
    auto *choices = new QHBoxLayout;
    choices->setSpacing(betweenGroups);
    buildChoices(choices);
    column->addLayout(choices);
    auto *fields = new QHBoxLayout;
    fields->setSpacing(betweenControls);
    buildFields(fields);
    column->addLayout(fields);
    LogFilter first;
    first.sources = {true, false, false, true}; // the other logs cost requests: only who wants them has them fetched
    setFilter(first);
    setSavedFilters({});
    showExportable(tr("There are no lines"));
    showFindable(false);
}

QButtonGroup *LogToolbar::addSegments(QBoxLayout *row, const QStringList &names, const QStringList &words,
                                      bool exclusive)
{
    auto *group = new QButtonGroup(this);
    group->setExclusive(exclusive);
    auto *joined = new QHBoxLayout;
    joined->setSpacing(0);
    for (qsizetype i = 0; i < names.size(); ++i) {
        auto *button = new SegmentButton(words.at(i), placeIn(i, names.size()), this);
        button->setObjectName(names.at(i));
        button->setAccessibleName(words.at(i));
        group->addButton(button, int(i));
        joined->addWidget(button);
    }
    row->addLayout(joined);
    return group;
}

void LogToolbar::buildChoices(QBoxLayout *row)
{
    m_environments = addSegments(row, {QStringLiteral("logStaging"), QStringLiteral("logProduction")},
                                 {tr("Staging"), tr("Production")}, false);
    m_sources = addSegments(row, {QStringLiteral("logDeploy"), QStringLiteral("logBuild"), QStringLiteral("logHttp")},
                            {tr("Deploy"), tr("Build"), tr("HTTP")}, false);
    m_levels =
        addSegments(row, {QStringLiteral("logAllLevels"), QStringLiteral("logWarnings"), QStringLiteral("logErrors")},
                    {tr("All"), tr("Warn+"), tr("Error")}, true);
    m_onlyNew = new SegmentButton(tr("New only"), SegmentButton::Place::Only, this);
    m_onlyNew->setObjectName(QStringLiteral("logOnlyNew"));
    m_onlyNew->setAccessibleName(tr("New only"));
    m_onlyNew->setToolTip(tr("Only lines like none of the last 5,000 before this deployment"));
    row->addWidget(m_onlyNew);
    row->addStretch(1);
    m_follow = new FollowPill(this);
    row->addWidget(m_follow);
    connect(m_environments, &QButtonGroup::idClicked, this, [this](int id) { keepOne(m_environments, id); });
    connect(m_sources, &QButtonGroup::idClicked, this, [this](int id) { keepOne(m_sources, id); });
    connect(m_levels, &QButtonGroup::idToggled, this, &LogToolbar::tell);
    connect(m_onlyNew, &QPushButton::toggled, this, &LogToolbar::tell);
    connect(m_follow, &QPushButton::clicked, this, &LogToolbar::followRequested);
}

void LogToolbar::buildFields(QBoxLayout *row)
{
    m_include = new LogFilterField(QStringLiteral("logFilter"), tr("Filter"), this);
    row->addWidget(m_include, 3);
    m_exclude = new LogFilterField(QStringLiteral("logExclude"), tr("Without"), this);
    row->addWidget(m_exclude, 2);
    m_context = new ContextBox(mostContext, this);
    m_context->setObjectName(QStringLiteral("logContext"));
    row->addWidget(m_context);
    m_savedButton = addButton(row, "savedLogFilters", tr("Saved"), tr("Saved filters"));
    m_saved = new QMenu(m_savedButton);
    m_saved->setObjectName(QStringLiteral("savedLogFiltersMenu"));
    m_saved->setToolTipsVisible(true);
    m_savedButton->setMenu(m_saved);
    m_previous = addButton(row, "previousMatch", QString(QChar(0x2191)), tr("Previous match (Shift+F3)"));
    m_next = addButton(row, "nextMatch", QString(QChar(0x2193)), tr("Next match (F3)"));
    for (RoomyButton *arrow : {m_previous, m_next})
        arrow->setFixedWidth(arrow->fontMetrics().horizontalAdvance(arrow->text()) + besideArrow);
    m_export = addButton(row, "exportLog", tr("Export\u2026"), tr("Export lines to a file"));
    connect(m_include, &LogFilterField::patternChanged, this, &LogToolbar::tell);
    connect(m_exclude, &LogFilterField::patternChanged, this, &LogToolbar::tell);
    connect(m_context, &QSpinBox::valueChanged, this, &LogToolbar::tell);
    connect(m_previous, &QPushButton::clicked, this, &LogToolbar::previousRequested);
    connect(m_next, &QPushButton::clicked, this, &LogToolbar::nextRequested);
    connect(m_export, &QPushButton::clicked, this, &LogToolbar::exportRequested);
}

RoomyButton *LogToolbar::addButton(QBoxLayout *row, const char *name, const QString &text, const QString &title)
{
    auto *button = new RoomyButton(text, this);
    button->setObjectName(QString::fromLatin1(name));
    button->setAccessibleName(title);
    button->setToolTip(title);
    button->setAutoDefault(false);
    row->addWidget(button);
    return button;
}

/// To switch off the last one would leave nothing to be shown.
void LogToolbar::keepOne(QButtonGroup *group, int id)
{
    const QList<QAbstractButton *> buttons = group->buttons();
    const bool any =
        std::any_of(buttons.cbegin(), buttons.cend(), [](const auto *button) { return button->isChecked(); });
    if (!any)
        group->button(id)->setChecked(true);
    tell();
}

LogFilter LogToolbar::filter() const
{
    LogFilter filter;
    for (const Environment environment : environments)
        filter.environments[environment] = m_environments->button(int(environment))->isChecked();
    for (size_t i = 0; i < choosableSources.size(); ++i)
        filter.sources.at(size_t(choosableSources.at(i))) = m_sources->button(int(i))->isChecked();
    filter.least = choosableLevels.at(size_t(std::max(0, m_levels->checkedId())));
    filter.onlyNew = m_onlyNew->isChecked();
    filter.include = m_include->pattern();
    filter.exclude = m_exclude->pattern();
    filter.context = m_context->value() > mostContext ? LogFilter::all : m_context->value();
    return filter;
}

void LogToolbar::setFilter(const LogFilter &filter)
{
    m_filling = true;
    const bool none = !filter.environments.staging && !filter.environments.production;
    for (const Environment environment : environments)
        m_environments->button(int(environment))->setChecked(none || filter.environments[environment]);
    bool anySource = false;
    for (size_t i = 0; i < choosableSources.size(); ++i) {
        const bool chosen = filter.sources.at(size_t(choosableSources.at(i)));
        m_sources->button(int(i))->setChecked(chosen);
        anySource = anySource || chosen;
    }
    if (!anySource)
        m_sources->button(0)->setChecked(true);
    const int level = filter.least == LogLevel::Error ? 2 : filter.least == LogLevel::Warn ? 1 : 0;
    m_levels->button(level)->setChecked(true);
    m_onlyNew->setChecked(filter.onlyNew);
    m_include->setPattern(filter.include);
    m_exclude->setPattern(filter.exclude);
    m_context->setValue(filter.context == LogFilter::all ? mostContext + 1
                                                         : std::clamp(filter.context, 0, mostContext));
    m_filling = false;
    tell();
}

void LogToolbar::tell()
{
    if (m_filling)
        return;
    const LogFilter now = filter();
    if (now == m_told)
        return;
    m_told = now;
    Q_EMIT filterChanged();
}

void LogToolbar::setSavedFilters(const QList<SavedLogFilter> &saved)
{
    m_saved->clear();
    for (const SavedLogFilter &one : saved) {
        QAction *action = m_saved->addAction(savedEntry(one.name));
        action->setToolTip(plainToolTip(visibleText(one.filter.include.text.left(longestSavedName))));
        connect(action, &QAction::triggered, this, [this, one] { setFilter(one.filter); });
    }
    if (saved.isEmpty())
        m_saved->addAction(tr("The project file names none"))->setEnabled(false);
}

void LogToolbar::focusFilter()
{
    m_include->setFocus(Qt::ShortcutFocusReason);
    m_include->selectAll();
}

bool LogToolbar::clearWords()
{
    if (m_include->text().isEmpty())
        return false;
    m_include->clear();
    return true;
}

void LogToolbar::showMistakes(const QString &include, const QString &exclude)
{
    m_include->showMistake(include);
    m_exclude->showMistake(exclude);
}

void LogToolbar::showFollowing(bool following, qint64 newLines)
{
    m_follow->display(following, newLines);
}

void LogToolbar::showExportable(const QString &whyNot)
{
    m_export->setEnabled(whyNot.isEmpty());
    m_export->setToolTip(whyNot.isEmpty() ? tr("Export the selected lines, or all that are shown, to a file") : whyNot);
    m_export->setAccessibleDescription(whyNot);
}

void LogToolbar::showFindable(bool findable)
{
    m_previous->setEnabled(findable);
    m_next->setEnabled(findable);
}

} // namespace Slipway

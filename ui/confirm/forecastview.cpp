// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/confirm/forecastview.h"

#include "models/values/text.h"
#include "ui/controls/marks.h"
#include "ui/controls/plainlabel.h"

#include <QGridLayout>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace Slipway {

namespace {

/// Rows are widgets; GitHub lists up to 250 commits and 300 files.
constexpr qsizetype mostUndone = 40;
constexpr qsizetype mostUndoneFiles = 20;
constexpr qsizetype mostStatements = 40;
constexpr int leastForecast = 120; ///< what does not fit scrolls

QString pullsText(const QList<PullRequest> &pulls)
{
    QStringList numbers;
    for (const PullRequest &pull : pulls)
        numbers.append(QStringLiteral("#%1").arg(pull.number));
    return numbers.join(QStringLiteral(" "));
}

QString undoneLine(const Commit &commit, const QList<PullRequest> &pulls)
{
    const QString lead = pulls.isEmpty() ? shortSha(commit.sha) : pullsText(pulls);
    const QString who = commit.author.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(commit.author);
    return QStringLiteral("%1 %2%3").arg(lead, commit.title, who);
}

QString moreText(qsizetype count)
{
    return say("and %1 more").arg(count);
}

} // namespace

ForecastView::ForecastView(QWidget *parent)
    : QWidget(parent)
    , m_scroll(new QScrollArea(this))
    , m_verdict(new StatusMark(StatusMark::Style::Bare, this))
    , m_reason(new PlainLabel(this, 4))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    m_scroll->setObjectName(QStringLiteral("forecastScroll"));
    m_scroll->setAccessibleName(tr("What going back undoes"));
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    m_verdict->setObjectName(QStringLiteral("forecastVerdict"));
    row->addWidget(m_verdict, 0, Qt::AlignTop);
    m_reason->setObjectName(QStringLiteral("forecastReason"));
    row->addWidget(m_reason, 1);
    column->addLayout(row); // first: it is what is read in a hurry
    column->addWidget(m_scroll, 1);
    showReading({});
}

void ForecastView::showReading(const QString &imageKept)
{
    display({.verdict = ForecastVerdict::Reading,
             .reason = tr("what it would undo is being read; going back does not wait for it"),
             .undoneText = tr("being read"),
             .migrationsText = tr("being read"),
             .variablesText = tr("being read")},
            imageKept);
}

void ForecastView::showNothing()
{
    const QString none = QStringLiteral("\u2013");
    display({.reason = tr("Nothing is chosen"), .undoneText = none, .migrationsText = none, .variablesText = none},
            none);
    m_verdict->setVisible(false);
}

void ForecastView::display(const Forecast &forecast, const QString &imageKept)
{
    if (m_body && forecast == m_shown && imageKept == m_imageKept)
        return;
    m_shown = forecast;
    m_imageKept = imageKept;
    m_body = new QWidget;
    auto *column = new QVBoxLayout(m_body);
    column->setContentsMargins(0, 0, 0, 0);
    m_grid = new QGridLayout;
    column->addLayout(m_grid);
    column->addStretch(1);
    m_grid->setHorizontalSpacing(14);
    m_grid->setVerticalSpacing(8);
    m_grid->setColumnStretch(1, 1);
    addMigrations(forecast); // first: they are what going back does not take back
    addCommits(forecast);
    addVariables(forecast);
    addText(addRow(tr("Image kept"), false), imageKept);
    m_scroll->setWidget(m_body); // takes the place of the one before
    m_body->setAutoFillBackground(false);
    m_scroll->viewport()->setAutoFillBackground(false);
    fitHeight();
    m_verdict->display(lookOf(forecast.verdict));
    m_verdict->setVisible(true);
    m_reason->showText(forecast.reason);
}

QVBoxLayout *ForecastView::addRow(const QString &title, bool warns)
{
    const int row = m_grid->rowCount();
    auto *label = new PlainLabel(m_body);
    label->setWeight(PlainLabel::Weight::Bold);
    label->setTone(warns ? std::optional(Tone::Warn) : std::nullopt);
    label->showText(title);
    label->setFixedWidth(label->fontMetrics().horizontalAdvance(tr("Migrations")) + 10);
    m_grid->addWidget(label, row, 0, Qt::AlignTop);
    auto *column = new QVBoxLayout;
    column->setSpacing(1);
    m_grid->addLayout(column, row, 1);
    return column;
}

void ForecastView::addText(QVBoxLayout *column, const QString &text, bool dim, int lines)
{
    auto *label = new PlainLabel(m_body, lines);
    label->setDim(dim);
    label->showText(text);
    column->addWidget(label);
}

void ForecastView::addCode(QVBoxLayout *column, const QString &text, std::optional<Tone> tone)
{
    auto *label = new PlainLabel(m_body, 3);
    label->setFixedPitch();
    label->setTone(tone);
    label->showText(text);
    column->addWidget(label);
}

void ForecastView::addCommits(const Forecast &forecast)
{
    QVBoxLayout *column = addRow(tr("Undone"), false);
    addText(column, forecast.undoneText);
    for (const Commit &commit : forecast.undone.mid(0, mostUndone))
        addText(column, undoneLine(commit, forecast.pulls.value(commit.sha)), true, 1);
    if (forecast.undone.size() > mostUndone)
        addText(column, moreText(forecast.undone.size() - mostUndone), true);
}

void ForecastView::addMigrations(const Forecast &forecast)
{
    QVBoxLayout *column = addRow(tr("Migrations"), !forecast.migrations.isEmpty());
    addText(column, forecast.migrationsText);
    for (const DestructiveStatement &each : forecast.destructive.mid(0, mostStatements)) {
        addCode(column, QStringLiteral("%1:%2").arg(each.path).arg(each.line), Tone::Bad);
        addCode(column, each.text, Tone::Bad);
    }
    if (forecast.destructive.size() > mostStatements)
        addText(column, moreText(forecast.destructive.size() - mostStatements), true);
    qsizetype harmless = 0;
    for (const QString &path : forecast.migrations) {
        const bool quoted = std::any_of(forecast.destructive.cbegin(), forecast.destructive.cend(),
                                        [&](const DestructiveStatement &each) { return each.path == path; });
        if (!quoted && ++harmless <= mostUndoneFiles)
            addCode(column, path, std::nullopt);
    }
    if (harmless > mostUndoneFiles)
        addText(column, moreText(harmless - mostUndoneFiles), true);
}

void ForecastView::addVariables(const Forecast &forecast)
{
    const VariableChanges &changes = forecast.variables;
    QVBoxLayout *column = addRow(tr("Variables"), !changes.isEmpty());
    addText(column, forecast.variablesText);
    const auto addNames = [&](const QStringList &names, const QString &what) {
        if (!names.isEmpty())
            addText(column, QStringLiteral("%1 %2").arg(joined(names), what), false, 4);
    };
    addNames(changes.disappear, changes.disappear.size() == 1 ? tr("disappears") : tr("disappear"));
    addNames(changes.reappear, changes.reappear.size() == 1 ? tr("comes back") : tr("come back"));
    addNames(changes.change, changes.change.size() == 1 ? tr("changes back") : tr("change back"));
    if (!changes.isEmpty())
        addText(column, tr("names only: values are never shown"), true);
}

/// Nothing scrolls that need not, and a short one does not take the height of a long one.
void ForecastView::fitHeight()
{
    const int width = std::max(m_scroll->viewport()->width(), 200);
    const int wanted = m_grid->hasHeightForWidth() ? m_grid->heightForWidth(width) : m_body->sizeHint().height();
    m_scroll->setMinimumHeight(std::min(wanted, leastForecast));
    m_scroll->setFocusPolicy(wanted > m_scroll->height() ? Qt::StrongFocus : Qt::NoFocus);
}

void ForecastView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitHeight();
}

} // namespace Slipway

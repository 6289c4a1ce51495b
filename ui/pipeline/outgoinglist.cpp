// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pipeline/outgoinglist.h"

#include "models/values/text.h"
#include "ui/controls/marks.h"
#include "ui/controls/plainlabel.h"

#include <QGridLayout>
#include <QScrollArea>

namespace Slipway {

namespace {

/// Rows are widgets; GitHub lists up to 250 commits and 300 files.
constexpr qsizetype mostCommits = 60;
constexpr qsizetype mostMigrations = 20;
constexpr int mostRows = 9; ///< in sight: what follows the list is part of the decision too
constexpr int rowGap = 6;

} // namespace

OutgoingList::OutgoingList(QWidget *parent)
    : QWidget(parent)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    m_scroll = new QScrollArea(this);
    m_scroll->setObjectName(QStringLiteral("outgoingScroll"));
    m_scroll->setAccessibleName(tr("What goes out"));
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    column->addWidget(m_scroll);
}

void OutgoingList::display(const PromotionOffer &offer)
{
    if (m_body && offer.commits == m_commits && offer.migrations == m_migrations && offer.summary == m_summary)
        return;
    m_commits = offer.commits;
    m_migrations = offer.migrations;
    m_summary = offer.summary;
    m_body = new QWidget;
    auto *column = new QVBoxLayout(m_body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    addMigrations(column, offer.migrations); // first: they are what cannot be taken back
    addCommits(column, offer.commits);
    if (!offer.commitsKnown || offer.commits.isEmpty())
        addNote(column, offer.summary);
    m_scroll->setWidget(m_body);          // takes the place of the one before
    m_body->setAutoFillBackground(false); // the card's colour is behind it
    m_scroll->viewport()->setAutoFillBackground(false);
    const int rowHeight = fontMetrics().height() + rowGap;
    const int height = m_body->sizeHint().height();
    m_scroll->setFixedHeight(std::min(height, rowHeight * mostRows));
    m_scroll->setFocusPolicy(height > rowHeight * mostRows ? Qt::StrongFocus : Qt::NoFocus);
}

void OutgoingList::addCommits(QVBoxLayout *column, const QList<Commit> &commits)
{
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(18);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(1, 1);
    for (int i = 0; i < std::min(commits.size(), mostCommits); ++i) {
        const Commit &commit = commits.at(i);
        auto *sha = new PlainLabel(m_body);
        sha->setFixedPitch();
        sha->setFixedWidth(sha->fontMetrics().horizontalAdvance(QStringLiteral("00000000")));
        sha->showText(shortSha(commit.sha));
        auto *title = new PlainLabel(m_body);
        title->showText(commit.title);
        auto *author = new PlainLabel(m_body);
        author->showText(commit.author);
        author->setDim(true);
        author->setMaximumWidth(160);
        grid->addWidget(sha, i, 0);
        grid->addWidget(title, i, 1);
        grid->addWidget(author, i, 2);
    }
    column->addLayout(grid);
    if (commits.size() > mostCommits)
        addNote(column, tr("and %1").arg(counted(commits.size() - mostCommits, "more commit", "more commits")));
}

void OutgoingList::addMigrations(QVBoxLayout *column, const QStringList &migrations)
{
    for (int i = 0; i < std::min(migrations.size(), mostMigrations); ++i) {
        auto *row = new QHBoxLayout;
        auto *mark = new StatusMark(StatusMark::Style::Bare, m_body);
        mark->display({.shape = Shape::Triangle, .tone = Tone::Warn, .word = tr("migration")});
        row->addWidget(mark);
        auto *file = new PlainLabel(m_body);
        file->setFixedPitch();
        file->showText(migrations.at(i));
        row->addWidget(file, 1);
        column->addLayout(row);
    }
    if (migrations.size() > mostMigrations)
        addNote(column,
                tr("and %1").arg(counted(migrations.size() - mostMigrations, "more migration", "more migrations")));
}

void OutgoingList::addNote(QVBoxLayout *column, const QString &text)
{
    auto *note = new PlainLabel(m_body, 3);
    note->setDim(true);
    note->showText(text);
    column->addWidget(note);
}

} // namespace Slipway

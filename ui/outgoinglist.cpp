// SPDX-License-Identifier: GPL-3.0-or-later
#include "outgoinglist.h"

#include "marks.h"
#include "plainlabel.h"
#include "values/text.h"

#include <QGridLayout>

namespace Slipway {

namespace {

/// Rows are widgets; GitHub lists up to 250 commits and 300 files.
constexpr qsizetype mostCommits = 60;
constexpr qsizetype mostMigrations = 20;

} // namespace

OutgoingList::OutgoingList(QWidget *parent)
    : QWidget(parent)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
}

void OutgoingList::show(const PromotionOffer &offer)
{
    if (m_body && offer.commits == m_commits && offer.migrations == m_migrations && offer.summary == m_summary)
        return;
    m_commits = offer.commits;
    m_migrations = offer.migrations;
    m_summary = offer.summary;
    delete m_body;
    m_body = new QWidget(this);
    layout()->addWidget(m_body);
    auto *column = new QVBoxLayout(m_body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    addCommits(column, offer.commits);
    if (!offer.commitsKnown || offer.commits.isEmpty())
        addNote(column, offer.summary);
    addMigrations(column, offer.migrations);
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
        mark->show({.shape = Shape::Triangle, .tone = Tone::Warn, .word = tr("migration")});
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

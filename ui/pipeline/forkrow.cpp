// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pipeline/forkrow.h"

#include "ui/controls/marks.h"
#include "ui/controls/plainlabel.h"
#include "ui/controls/theme.h"
#include "ui/pipeline/pipelinelines.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace Slipway {

class ForkRow::Box : public QWidget {
public:
    explicit Box(ForkRow *row)
        : QWidget(row)
        , m_mark(new StatusMark(StatusMark::Style::Bare, this))
        , m_text(new PlainLabel(this, 3))
    {
        auto *column = new QVBoxLayout(this);
        column->setContentsMargins(13, 6, 8, 6);
        column->setSpacing(1);
        column->addWidget(m_mark);
        m_text->setDim(true);
        m_text->setAlignment(Qt::AlignTop);
        column->addWidget(m_text, 1);
    }

    void display(const Look &look, const QString &title, const QString &text)
    {
        m_look = look;
        m_mark->display(look, title);
        m_text->showText(text);
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintBarredSheet(painter, palette(), QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5),
                         inkOf(m_look.tone, palette()), lineColour(palette()));
    }

private:
    StatusMark *m_mark;
    PlainLabel *m_text;
    Look m_look;
};

ForkRow::ForkRow(QWidget *parent)
    : QWidget(parent)
    , m_issuesFound(new Box(this))
    , m_looksGood(new Box(this))
{
    m_issuesFound->setObjectName(QStringLiteral("issuesFound"));
    m_looksGood->setObjectName(QStringLiteral("looksGood"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(3, 0, 3, 0);
    row->setSpacing(10);
    row->addWidget(m_issuesFound, 1);
    row->addWidget(m_looksGood, 1);
}

void ForkRow::display(const Fork &fork)
{
    const Look open{.shape = Shape::Ring, .tone = Tone::Neutral, .word = tr("not decided")};
    const Look otherWay{.shape = Shape::Dash, .tone = Tone::Neutral, .word = tr("not this way")};
    const bool decided = fork.branch != Fork::Branch::Undecided;
    const bool bad = fork.branch == Fork::Branch::IssuesFound;
    const Look issues = bad       ? Look{.shape = Shape::Triangle, .tone = Tone::Warn, .word = tr("this way")}
                        : decided ? otherWay
                                  : open;
    const Look good = bad       ? otherWay
                      : decided ? Look{.shape = Shape::Check, .tone = Tone::Good, .word = tr("this way")}
                                : open;
    m_issuesFound->display(issues, tr("Issues found"), fork.issuesFound);
    m_looksGood->display(good, tr("Looks good"), fork.looksGood);
}

QRect ForkRow::issuesFoundBox() const
{
    return m_issuesFound->geometry();
}

QRect ForkRow::looksGoodBox() const
{
    return m_looksGood->geometry();
}

} // namespace Slipway

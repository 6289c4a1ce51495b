// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/linelist.h"

#include "ui/controls/marks.h"
#include "ui/controls/plainlabel.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace Slipway {

namespace {

constexpr int iconOfMark = 24;
constexpr int widestMark = 150; ///< a word from outside may be as long as it likes

} // namespace

class LineList::Row : public QWidget {
public:
    explicit Row(LineList *list)
        : QWidget(list)
        , m_mark(new StatusMark(StatusMark::Style::Bare, this))
        , m_title(new PlainLabel(this, 2))
        , m_detail(new PlainLabel(this, 3))
        , m_link(new LinkButton(this))
    {
        auto *row = new QHBoxLayout(this);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(8);
        setMarkWidth(usualMarkWidth());
        row->addWidget(m_mark, 0, Qt::AlignTop);
        const bool beside = list->m_details == Details::Beside;
        auto *words = new QBoxLayout(beside ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
        words->setSpacing(beside ? 12 : 0);
        words->addWidget(m_title, 2, Qt::AlignTop);
        words->addWidget(m_detail, 3, Qt::AlignTop);
        m_detail->setDim(true);
        row->addLayout(words, 1);
        row->addWidget(m_link, 0, Qt::AlignTop);
        QObject::connect(m_link, &LinkButton::openRequested, list, &LineList::openRequested);
    }

    void display(const Line &line)
    {
        m_mark->display(line.look, line.word);
        m_title->showText(line.title);
        m_title->setTone(line.loud ? std::optional(line.look.tone) : std::nullopt);
        m_detail->showText(line.detail);
        m_detail->setVisible(!line.detail.isEmpty());
        m_link->display(line.url);
        setVisible(true);
    }

    int usualMarkWidth() const
    {
        return m_mark->fontMetrics().horizontalAdvance(QStringLiteral("not known")) + iconOfMark;
    }
    int wantedMarkWidth() const { return m_mark->sizeHint().width(); }
    void setMarkWidth(int width) { m_mark->setFixedWidth(width); }

private:
    StatusMark *m_mark;
    PlainLabel *m_title;
    PlainLabel *m_detail;
    LinkButton *m_link;
};

LineList::LineList(QWidget *parent, Details details)
    : QWidget(parent)
    , m_details(details)
    , m_empty(new PlainLabel(this, 2))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addWidget(m_empty);
    m_empty->setDim(true);
    m_empty->setVisible(false);
}

void LineList::setEmptyText(const QString &text)
{
    m_empty->showText(text);
    m_empty->setVisible(m_lines.isEmpty());
}

void LineList::display(const QList<Line> &lines)
{
    if (lines == m_lines)
        return;
    while (m_rows.size() < lines.size()) {
        m_rows.append(new Row(this));
        layout()->addWidget(m_rows.constLast());
    }
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        if (i >= lines.size())
            m_rows.at(i)->setVisible(false);
        else if (i >= m_lines.size() || lines.at(i) != m_lines.at(i) || !m_rows.at(i)->isVisibleTo(this))
            m_rows.at(i)->display(lines.at(i));
    }
    m_lines = lines;
    alignMarks();
    m_empty->setVisible(lines.isEmpty() && !m_empty->text().isEmpty());
}

/// All titles begin where the widest status ends.
void LineList::alignMarks()
{
    if (m_lines.isEmpty())
        return;
    int width = m_rows.constFirst()->usualMarkWidth();
    for (qsizetype i = 0; i < m_lines.size(); ++i)
        width = std::max(width, std::min(m_rows.at(i)->wantedMarkWidth(), widestMark));
    for (Row *row : std::as_const(m_rows))
        row->setMarkWidth(width);
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/deployments/deploymentstable.h"

#include "models/items/deploymentwords.h"
#include "models/values/age.h"
#include "ui/controls/plainlabel.h"
#include "ui/controls/theme.h"

#include <QFontDatabase>
#include <QHeaderView>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QToolTip>

#include <algorithm>

namespace Slipway {

namespace {

constexpr int cellPadding = 6;
constexpr int besideMark = 6;
constexpr int leastStretched = 34; ///< characters: a short SHA and some words

/// Words over a thin line: what stands out in a table are its rows.
class FlatHeader : public QHeaderView {
public:
    explicit FlatHeader(QWidget *parent)
        : QHeaderView(Qt::Horizontal, parent)
    {
        setHighlightSections(false);
        setSectionsClickable(false);
        setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    }

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override
    {
        painter->fillRect(rect, palette().color(QPalette::Base));
        painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), lineColour(palette()));
        painter->setPen(dimInk(palette()));
        const QString words = model()->headerData(section, Qt::Horizontal).toString();
        const QRect room = rect.adjusted(cellPadding, 0, -cellPadding, -1);
        painter->drawText(room, Qt::AlignVCenter | Qt::TextSingleLine,
                          fontMetrics().elidedText(words, Qt::ElideRight, room.width()));
    }
};

struct CellWords {
    std::optional<Look> look;
    QString lead; ///< in the fixed font
    QString text;
};

std::optional<Look> troubleLook(const PastDeployment &past)
{
    if (past.trouble.isEmpty())
        return std::nullopt;
    return Look{.shape = Shape::Triangle, .tone = Tone::Warn};
}

} // namespace

/// Draws a cell from its row's facts: words by the model, marks and inks by the theme.
class DeploymentsTable::Delegate : public QStyledItemDelegate {
public:
    Delegate(Purpose purpose, DeploymentsTable *table)
        : QStyledItemDelegate(table)
        , m_table(table)
        , m_choose(purpose == Purpose::Choose)
    {
    }

    void setNow(Moment now) { m_now = now; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const auto past = index.data(DeploymentsModel::PastRole).value<PastDeployment>();
        const bool selected = option.state & QStyle::State_Selected;
        painter->save();
        paintGround(*painter, option, index, selected);
        const bool dim = m_choose && past.refusal != ReturnRefusal::None;
        const bool inverted = selected && isHighContrast(option.palette);
        const QColor ink = inverted ? option.palette.color(QPalette::Active, QPalette::HighlightedText)
                           : dim    ? dimInk(option.palette)
                                    : option.palette.color(QPalette::Active, QPalette::Text);
        QRect room = option.rect.adjusted(cellPadding, 0, -cellPadding, 0);
        const CellWords words = wordsOf(past, index, selected);
        QFont font = option.font;
        font.setBold(past.serving);
        if (words.look)
            room.setLeft(paintMark(*painter, *words.look, room, inverted || dim ? std::optional(ink) : std::nullopt));
        if (!words.lead.isEmpty()) {
            QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
            fixed.setPointSizeF(font.pointSizeF());
            fixed.setBold(font.bold());
            room.setLeft(paintWords(*painter, fixed, ink, room, words.lead) + besideMark);
        }
        const bool coloured = words.look && words.lead.isEmpty() && !inverted && !dim;
        paintWords(*painter, font,
                   coloured && words.look->tone != Tone::Neutral ? inkOf(words.look->tone, option.palette) : ink, room,
                   words.text);
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {40, m_table->rowHeight()};
    }

    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &,
                   const QModelIndex &index) override
    {
        if (event->type() != QEvent::ToolTip)
            return false;
        QToolTip::showText(event->globalPos(), plainToolTip(index.data(Qt::ToolTipRole).toString()), view);
        return true;
    }

private:
    void paintGround(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                     bool selected) const
    {
        const QPalette &palette = option.palette;
        painter.fillRect(option.rect, !selected                 ? palette.color(QPalette::Base)
                                      : isHighContrast(palette) ? palette.color(QPalette::Active, QPalette::Highlight)
                                                                : fillOf(Tone::Running, palette));
        if (!m_table->hasFocus() || index.row() != m_table->currentIndex().row())
            return;
        const QColor ring = palette.color(QPalette::Active, QPalette::Highlight);
        painter.fillRect(QRect(option.rect.left(), option.rect.top(), option.rect.width(), 1), ring);
        painter.fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), ring);
    }

    CellWords wordsOf(const PastDeployment &past, const QModelIndex &index, bool selected) const
    {
        switch (DeploymentsModel::Column(index.column())) {
        case DeploymentsModel::Commit:
            return {.look = leadOf(past, selected), .lead = shortName(past), .text = messageOf(past)};
        case DeploymentsModel::Deployed:
            if (m_now && past.deployment.createdAt.isValid())
                return {.text = agoText(past.deployment.createdAt, *m_now)};
            break;
        case DeploymentsModel::Served:
            if (!m_choose)
                return {.text = servedText(past)};
            break;
        case DeploymentsModel::WhileLive:
            return {.look = troubleLook(past), .text = whileLiveText(past)};
        case DeploymentsModel::Status:
            return {.look = lookOf(past.deployment.status), .text = statusText(past.deployment)};
        case DeploymentsModel::Author:
        case DeploymentsModel::Route:
        case DeploymentsModel::ImageKept:
        case DeploymentsModel::GoBack:
        case DeploymentsModel::ColumnCount:
            break;
        }
        return {.text = index.data().toString()};
    }

    /// Chosen or not, where one is to be chosen; else what serves is marked, and the others line up with it.
    Look leadOf(const PastDeployment &past, bool selected) const
    {
        if (m_choose && past.refusal != ReturnRefusal::None)
            return {.shape = Slipway::Shape::Dash, .tone = Tone::Neutral};
        if (m_choose)
            return {.shape = selected ? Slipway::Shape::Dot : Slipway::Shape::Ring,
                    .tone = selected ? Tone::Running : Tone::Neutral};
        return {.shape = Slipway::Shape::Dot, .tone = past.serving ? Tone::Running : Tone::Neutral};
    }

    int paintMark(QPainter &painter, const Look &look, const QRect &room, const std::optional<QColor> &ink) const
    {
        const int side = m_table->fontMetrics().ascent();
        const QRectF square(room.left(), room.top() + (room.height() - side) / 2.0, side, side);
        const bool unmarked = !m_choose && look.shape == Slipway::Shape::Dot && look.tone == Tone::Neutral;
        if (!unmarked)
            paintShape(painter, look.shape, square, ink.value_or(inkOf(look.tone, m_table->palette())));
        return room.left() + side + besideMark;
    }

    /// Where they end.
    static int paintWords(QPainter &painter, const QFont &font, const QColor &ink, const QRect &room,
                          const QString &text)
    {
        painter.setFont(font);
        painter.setPen(ink);
        const QFontMetrics metrics(font);
        const QString shown = metrics.elidedText(text, Qt::ElideRight, room.width());
        painter.drawText(room, Qt::AlignVCenter | Qt::TextSingleLine, shown);
        return room.left() + metrics.horizontalAdvance(shown);
    }

    DeploymentsTable *m_table;
    bool m_choose;
    std::optional<Moment> m_now;
};

DeploymentsTable::DeploymentsTable(Purpose purpose, const QList<TableColumn> &columns, QWidget *parent)
    : QTableView(parent)
    , m_purpose(purpose)
    , m_columns(columns)
    , m_delegate(new Delegate(purpose, this))
{
    setItemDelegate(m_delegate);
    setHorizontalHeader(new FlatHeader(this));
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setWordWrap(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false); // Tab leaves it
    setCornerButtonEnabled(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerItem);
    if (purpose == Purpose::Browse)
        connect(this, &QTableView::doubleClicked, this, &DeploymentsTable::opened);
    verticalHeader()->setVisible(false);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(rowHeight());
    verticalHeader()->setDefaultSectionSize(rowHeight());
}

void DeploymentsTable::setModel(QAbstractItemModel *model)
{
    QTableView::setModel(model);
    layColumns();
    connect(selectionModel(), &QItemSelectionModel::selectionChanged, this, &DeploymentsTable::chosenChanged);
}

void DeploymentsTable::layColumns()
{
    if (!model())
        return;
    for (int column = 0; column < DeploymentsModel::ColumnCount; ++column)
        setColumnHidden(column, true);
    QHeaderView *header = horizontalHeader();
    for (int i = 0; i < m_columns.size(); ++i) {
        const TableColumn &each = m_columns.at(i);
        setColumnHidden(each.column, false);
        header->moveSection(header->visualIndex(each.column), i);
        header->setSectionResizeMode(each.column, each.characters ? QHeaderView::Fixed : QHeaderView::Stretch);
        if (each.characters)
            setColumnWidth(each.column, widthOf(each));
    }
    hideSpare();
}

int DeploymentsTable::widthOf(const TableColumn &column) const
{
    return (column.characters ? column.characters : leastStretched) * fontMetrics().averageCharWidth() +
           2 * cellPadding;
}

void DeploymentsTable::hideSpare()
{
    int wanted = 0;
    for (const TableColumn &each : std::as_const(m_columns))
        wanted += widthOf(each);
    QList<TableColumn> spare = m_columns;
    spare.removeIf([](const TableColumn &each) { return each.spare == 0; });
    std::sort(spare.begin(), spare.end(),
              [](const TableColumn &one, const TableColumn &other) { return one.spare < other.spare; });
    for (const TableColumn &each : std::as_const(spare)) {
        const bool hide = wanted > viewport()->width();
        if (hide != isColumnHidden(each.column))
            setColumnHidden(each.column, hide);
        if (hide)
            wanted -= widthOf(each);
    }
}

void DeploymentsTable::resizeEvent(QResizeEvent *event)
{
    hideSpare();
    QTableView::resizeEvent(event);
}

void DeploymentsTable::setNow(Moment now)
{
    m_delegate->setNow(now);
    viewport()->update(); // what is in sight, and nothing else
}

int DeploymentsTable::rowHeight() const
{
    return fontMetrics().height() + 8;
}

QModelIndex DeploymentsTable::chosen() const
{
    return selectionModel() ? selectionModel()->selectedRows().value(0) : QModelIndex();
}

void DeploymentsTable::choose(const QModelIndex &index)
{
    if (!index.isValid())
        return clearChoice();
    setCurrentIndex(index);
    scrollTo(index);
}

void DeploymentsTable::chooseFirst()
{
    for (int row = 0; model() && row < model()->rowCount(); ++row) {
        const QModelIndex index = model()->index(row, DeploymentsModel::Commit);
        if (index.flags() & Qt::ItemIsSelectable)
            return choose(index);
    }
}

void DeploymentsTable::clearChoice()
{
    selectionModel()->clear();
}

void DeploymentsTable::rowsAboutToBeRemoved(const QModelIndex &parent, int first, int last)
{
    const auto goes = [=](const QModelIndex &index) { return index.row() >= first && index.row() <= last; };
    if (goes(currentIndex()) || goes(chosen()))
        clearChoice();
    QTableView::rowsAboutToBeRemoved(parent, first, last);
}

void DeploymentsTable::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Home || event->key() == Qt::Key_End) { // of the rows: a row is one thing here
        QKeyEvent whole(event->type(), event->key(), event->modifiers() | Qt::ControlModifier);
        return QTableView::keyPressEvent(&whole);
    }
    if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right)
        return event->ignore();
    if ((event->key() == Qt::Key_Up || event->key() == Qt::Key_Down) && !chosen().isValid())
        return chooseFirst(); // the focus alone makes a row current, and chooses none
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (m_purpose == Purpose::Choose)
            return event->ignore();
        Q_EMIT opened();
        return;
    }
    if (event->matches(QKeySequence::Copy)) // the view's own would copy a cell
        return event->ignore();
    QTableView::keyPressEvent(event);
}

void DeploymentsTable::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() != QEvent::FontChange)
        return;
    verticalHeader()->setMinimumSectionSize(rowHeight());
    verticalHeader()->setDefaultSectionSize(rowHeight());
    layColumns();
}

} // namespace Slipway

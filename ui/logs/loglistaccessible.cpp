// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/loglistaccessible.h"

#include "ui/logs/loglist.h"

#include <QPointer>
#include <QWindow>

namespace Slipway {

namespace {

constexpr qsizetype mostAccessibleRows = 4096; ///< that are kept for whoever asks again

/// One row, known by its line: its number among the rows changes.
class LogRowAccessible : public QAccessibleInterface {
public:
    LogRowAccessible(LogList *list, LineNumber line)
        : m_list(list)
        , m_line(line)
    {
    }

    LineNumber line() const { return m_line; }
    std::optional<LogView::Row> row() const { return m_list ? m_list->rowOf(m_line) : std::nullopt; }

    bool isValid() const override { return row().has_value(); }
    QObject *object() const override { return nullptr; }
    QWindow *window() const override { return m_list ? m_list->window()->windowHandle() : nullptr; }
    QAccessibleInterface *parent() const override { return QAccessible::queryAccessibleInterface(m_list); }
    QAccessibleInterface *child(int) const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    void setText(QAccessible::Text, const QString &) override {}

    QString text(QAccessible::Text kind) const override
    {
        const auto at = row();
        return kind == QAccessible::Name && at ? m_list->rowText(*at) : QString();
    }

    QRect rect() const override
    {
        const auto at = row();
        if (!at || !m_list->isVisible())
            return {};
        const QRect inside = m_list->rowRect(*at);
        return {m_list->viewport()->mapToGlobal(inside.topLeft()), inside.size()};
    }

    QAccessible::State state() const override
    {
        QAccessible::State told;
        const auto at = row();
        told.invalid = !at;
        if (!at)
            return told;
        told.focusable = true;
        told.selectable = true;
        told.extSelectable = true;
        told.readOnly = true;
        told.selected = m_list->selection().rows().contains(*at);
        told.focused = m_list->hasFocus() && m_list->currentRow() == at;
        told.active = m_list->currentRow() == at;
        told.offscreen = *at < m_list->topRow() || *at > m_list->topRow() + m_list->pageRows();
        told.invisible = !m_list->isVisible();
        return told;
    }

private:
    QPointer<LogList> m_list;
    LineNumber m_line;
};

QAccessibleInterface *makeLogListAccessible(const QString &, QObject *object)
{
    auto *list = qobject_cast<LogList *>(object);
    return list ? new LogListAccessible(list) : nullptr;
}

} // namespace

void installLogListAccessible()
{
    QAccessible::installFactory(makeLogListAccessible); // the same one again is not installed twice
}

LogListAccessible::LogListAccessible(LogList *list)
    : QAccessibleWidget(list, QAccessible::List)
{
}

LogListAccessible::~LogListAccessible()
{
    forgetAll();
}

void LogListAccessible::forgetAll() const
{
    for (const QAccessible::Id id : std::as_const(m_rows))
        QAccessible::deleteAccessibleInterface(id);
    m_rows.clear();
}

LogList *LogListAccessible::list() const
{
    return qobject_cast<LogList *>(object());
}

int LogListAccessible::childCount() const
{
    return list() ? int(list()->rowCount()) : 0;
}

QAccessibleInterface *LogListAccessible::child(int index) const
{
    if (index < 0 || index >= childCount())
        return nullptr;
    const LineNumber line = list()->lineAt(index);
    if (const auto known = m_rows.constFind(line); known != m_rows.cend())
        return QAccessible::accessibleInterface(*known);
    if (m_rows.size() >= mostAccessibleRows)
        forgetAll();
    auto *made = new LogRowAccessible(list(), line);
    m_rows.insert(line, QAccessible::registerAccessibleInterface(made));
    return made;
}

QAccessibleInterface *LogListAccessible::childAt(int x, int y) const
{
    if (!list())
        return nullptr;
    const QWidget *viewport = list()->viewport();
    const QPoint at = viewport->mapFromGlobal(QPoint(x, y));
    return viewport->rect().contains(at) ? child(int(list()->rowAt(at.y()))) : nullptr;
}

int LogListAccessible::indexOfChild(const QAccessibleInterface *child) const
{
    const auto *row = dynamic_cast<const LogRowAccessible *>(child);
    const auto at = row ? row->row() : std::nullopt;
    return at ? int(*at) : -1;
}

QAccessibleInterface *LogListAccessible::focusChild() const
{
    const auto row = list() && list()->hasFocus() ? list()->currentRow() : std::nullopt;
    return row ? child(int(*row)) : nullptr;
}

} // namespace Slipway

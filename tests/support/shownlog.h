// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/paintkit.h"
#include "support/somelines.h"
#include "support/windowkit.h"
#include "ui/logs/loglist.h"

#include <QScrollBar>
#include <QWheelEvent>

namespace Slipway::Test {

/// A list of ten rows on the screen, with the focus.
struct ShownLog {
    explicit ShownLog(int lines = 100, qsizetype capacity = LogStore::defaultCapacity)
        : store(capacity)
    {
        addManyTo(store, lines);
        view.update();
        searchAll();
        list.takeRows();
        list.resize(700, 10 * rowHeight());
        list.show();
        list.activateWindow();
        if (!QTest::qWaitForWindowActive(&list))
            qFatal("the list is not shown");
        list.setFocus();
        QCoreApplication::processEvents();
    }

    int rowHeight() const { return list.rowRect(0).height(); }
    LogView::Row bottomRow() const { return list.topRow() + list.pageRows() - 1; }
    std::string messageOf(LogView::Row row) const { return std::string(store.line(list.lineAt(row)).message); }
    std::string topMessage() const { return messageOf(list.topRow()); }
    std::string currentMessage() const
    {
        const auto row = list.currentRow();
        return row ? messageOf(*row) : "none";
    }
    /// Where the current row is, of those that are seen.
    LogView::Row currentOffset() const { return list.currentRow().value_or(-1000) - list.topRow(); }

    void searchAll()
    {
        while (view.isSearching())
            view.step(1000);
    }
    void arrive()
    {
        list.linesArrived();
        list.refresh();
        searchAll();
    }
    void add(const SomeLine &line)
    {
        addTo(store, line);
        arrive();
    }
    void filter(const LogFilter &filter)
    {
        if (!view.setFilter(filter))
            qFatal("the filter is wrong");
        searchAll();
        list.takeFilter();
    }
    void filterFor(const char *words) { filter({.include = {.text = QString::fromUtf8(words)}}); }

    QPoint middleOf(LogView::Row row) const { return list.viewport()->mapTo(&list, list.rowRect(row).center()); }
    void click(LogView::Row row, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::mouseClick(list.windowHandle(), Qt::LeftButton, modifiers, middleOf(row));
    }
    /// One event for each notch: several in one are cut to a page.
    void wheel(int notches)
    {
        const QPointF at = list.viewport()->rect().center();
        const QPoint turned(0, notches > 0 ? 120 : -120);
        for (int i = 0; i < std::abs(notches); ++i) {
            QWheelEvent event(at, list.viewport()->mapToGlobal(at), {}, turned, Qt::NoButton, Qt::NoModifier,
                              Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(list.viewport(), &event);
        }
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) { pressKey(&list, key, modifiers); }
    QImage picture() { return pictureOf(list.viewport()); }

    LogStore store;
    LogView view{store};
    LogList list{store, view};
};

} // namespace Slipway::Test

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/logs/logstream.h"
#include "models/logs/search/logcounts.h"
#include "models/logs/search/logview.h"

#include <QWidget>

class QSplitter;
class QTimer;

namespace Slipway {

class LogDetail;
class LogLevelBar;
class LogList;
class LogStateLine;
class LogToolbar;
class PlainLabel;
class RoomyButton;

/// The log of both environments: what is chosen of it, its lines as they come, one of them in full, and how it is
/// spread over time.
class LogPane : public QWidget {
    Q_OBJECT
public:
    explicit LogPane(const LogStore &store, QWidget *parent = nullptr);
    ~LogPane() override;

    LogFilter filter() const; ///< as it is chosen; with a mistake in a pattern, not what is shown
    void setFilter(const LogFilter &filter);
    QSize minimumSizeHint() const override;

public Q_SLOTS:
    /// The store has got or dropped lines. May be called as often as one likes.
    void linesArrived();
    void showStream(Slipway::Environment environment, const Slipway::LogStreamView &stream);
    void setSavedFilters(const QList<Slipway::SavedLogFilter> &saved);
    void setNow(Slipway::Moment now);

Q_SIGNALS:
    /// The selected lines when they are more than one, else all that are shown; in order.
    void exportRequested(const std::vector<Slipway::LineNumber> &lines);
    void sourcesWanted(const std::array<bool, Slipway::logSources> &sources);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void buildList(QSplitter *splitter);
    void buildEmpty();
    void buildKeys();
    void applyFilter();
    void search();
    void rowsChanged();
    void fillSoon();
    void fillNumbers();
    void fillEmpty();
    void fillDetail();
    void setDetailOpen(bool open);
    void clearFilter();
    void askExport();

    const LogStore &m_store;
    LogView m_view;
    LogCounts m_counts;
    PerEnvironment<LogStreamView> m_streams;
    LogFilter m_wanted;
    QStringList m_mistakes; ///< in the patterns
    LogToolbar *m_toolbar;
    PlainLabel *m_mistake;
    LogStateLine *m_state;
    LogLevelBar *m_levels;
    LogList *m_list;
    LogDetail *m_detail;
    QWidget *m_empty;
    PlainLabel *m_emptyText;
    RoomyButton *m_clear;
    QTimer *m_turn; ///< of the search
    QTimer *m_fill; ///< of what is told in numbers
};

} // namespace Slipway

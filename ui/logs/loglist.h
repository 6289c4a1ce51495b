// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/logs/logrowpaint.h"
#include "ui/logs/logselection.h"

#include <QAbstractScrollArea>
#include <QBasicTimer>
#include <QElapsedTimer>

class QAction;
class QTimer;

namespace Slipway {

/// The rows of a LogView, one line each and not wrapped. At the bottom it follows what comes; away from it, rows keep
/// their place whatever comes, goes or is filtered out. What a frame costs does not depend on how many lines there are.
class LogList : public QAbstractScrollArea {
    Q_OBJECT
public:
    using Row = LogView::Row;

    LogList(const LogStore &store, LogView &view, QWidget *parent = nullptr);

    bool isFollowing() const { return m_following; }
    void setFollowing(bool following);
    qint64 newLines() const { return m_newLines; } ///< rows that came since it last followed

    const LogSelection &selection() const { return m_selection; }
    std::optional<Row> currentRow() const { return m_selection.currentRow(); }
    /// Chooses a row and brings it into sight.
    void goTo(Row row, LogSelection::Mode mode = LogSelection::Mode::Alone);
    void goToTime(qint64 at);                          ///< the first line that is not before it, nanoseconds
    bool goToNextMatch();                              ///< below the current row; false when there is none
    bool goToPreviousMatch();                          ///< above it
    QString selectedText(qsizetype most = mostCopied); ///< of about so many characters, with a word on the rest
    static constexpr qsizetype mostCopied = qsizetype(16) << 20;

    void setBothEnvironments(bool both);
    void takeFilter(); ///< the view's filter became another one
    void takeRows();   ///< a step of the search changed the view's rows
    void refresh();    ///< takes in at once what arrived

    qsizetype rowCount() const { return m_view.rowCount(); }
    LineNumber lineAt(Row row) const { return m_view.lineAt(row); }
    std::optional<Row> rowOf(LineNumber line) const { return m_view.rowOf(line); }
    Row rowAt(int y) const; ///< of the viewport; above and below there may be none
    Row topRow() const;
    int pageRows() const;           ///< that are wholly seen
    QRect rowRect(Row row) const;   ///< in the viewport, or outside of it
    QString rowText(Row row) const; ///< for those who cannot see it
    qint64 rowsPainted() const { return m_rowsPainted; }

public Q_SLOTS:
    /// The store has got or dropped lines. May be called as often as one likes.
    void linesArrived();

Q_SIGNALS:
    void currentChanged();
    void selectionChanged();
    void followingChanged();
    void rowsChanged(); ///< also when only the number of new lines did
    void detailRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    /// What stays where it is on the screen while rows change.
    struct Anchor {
        LogPlace place;
        qsizetype offset = 0; ///< rows below the top
    };

    bool isSeen() const;
    bool isKept(LineNumber line) const { return line >= m_store.first() && line < m_store.end(); }
    void take();
    void paintChange(const LogView::Change &change, Row oldTop, qsizetype oldCount);
    void place();
    void anchor();
    void follow(bool following);
    void showRow(Row row);
    LogRow rowToPaint(Row row) const;
    void widen(std::string_view message);
    void updateRows(const LogSelection::Rows &rows);
    void chooseRow(Row row, LogSelection::Mode mode);
    void tellFocus();
    std::optional<Row> walkedRow(int key) const;
    QAction *addAct(const QString &text, const QKeySequence &keys, const char *name);
    void buildActions();

    const LogStore &m_store;
    LogView &m_view;
    LogSelection m_selection;
    LogRowStyle m_style;
    Anchor m_anchor;
    bool m_following = true;
    bool m_placing = false; ///< the bars move because rows did, not because somebody scrolls
    bool m_stale = false;   ///< lines arrived that the view does not know of
    bool m_dragging = false;
    bool m_choosing = false; ///< the bars move because a row is chosen
    bool m_widened = false;
    qint64 m_newLines = 0;
    qsizetype m_widest = 0; ///< columns, of the messages that were seen
    qint64 m_rowsPainted = 0;
    QElapsedTimer m_sincePaint;
    QTimer *m_soon;
    QBasicTimer m_autoScroll;
    int m_autoDirection = 0;
};

} // namespace Slipway

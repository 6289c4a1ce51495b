// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/theme.h"

#include <QWidget>

namespace Slipway {

/// A number with its name, or why there is none.
struct FigureTile {
    QString id;               ///< stable: "latency", "uptime", "issues", "errors"
    QString title;            ///< "p50 / p95, ms"
    QString value;            ///< "84 / 132", or a few words where there is no number
    QString detail;           ///< the whole story, for the tool tip and the screen reader
    std::optional<Look> look; ///< its mark stands before the value, in its colour
    bool known = true;        ///< false: `value` says why there is no number
    bool opens = false;       ///< there is more to see behind it
    bool operator==(const FigureTile &) const = default;
};

/// Numbers side by side. Those with more behind them are opened by a click, Enter or the space bar; the arrow keys walk
/// all.
class FigureTiles : public QWidget {
    Q_OBJECT
public:
    explicit FigureTiles(QWidget *parent = nullptr);

    void display(const QList<FigureTile> &tiles);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void opened(const QString &id);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    bool event(QEvent *event) override;

private:
    QRectF place(qsizetype tile) const;
    void paintTile(QPainter &painter, const FigureTile &tile, const QRectF &inside) const;
    qsizetype tileAt(const QPoint &at) const; ///< -1: none
    void moveTo(qsizetype tile);
    void describe();

    QList<FigureTile> m_tiles;
    qsizetype m_current = 0;
    qsizetype m_pressed = -1; ///< where the mouse went down; -1: nowhere
};

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pipeline/views.h"

#include <QAbstractButton>

class QGridLayout;
class QVBoxLayout;

namespace Slipway {

class PlainLabel;
class StatusMark;

/// One stage of the pipeline: number, title, state, and a few lines. It is a button: pressing it selects the stage,
/// Enter or a double click opens its page, the arrow keys go to its neighbours.
class StageCard : public QAbstractButton {
    Q_OBJECT
public:
    explicit StageCard(int number, QWidget *parent = nullptr);

    void display(const Stage &stage);
    void setNow(Moment now);
    void setSelected(bool selected);
    /// Under the lines.
    void addBelow(QWidget *widget);
    const Stage &stage() const { return m_stage; }
    QRect sheet() const; ///< without the room for the focus ring

Q_SIGNALS:
    void selected();
    void openRequested(const QUrl &url);
    void stepRequested(int by); ///< -1 to the stage above, 1 to the one below

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    void refreshLines();
    void arrangeHead();
    void open();

    int m_number;
    Stage m_stage;
    bool m_isFilled = false; ///< it has displayed one
    std::optional<Moment> m_now;
    bool m_selected = false;
    QVBoxLayout *m_column;
    QGridLayout *m_head;
    PlainLabel *m_title;
    StatusMark *m_mark;
    QList<PlainLabel *> m_lines;
};

} // namespace Slipway

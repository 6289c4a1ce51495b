// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/linelist.h"

#include <QDialog>

class QHBoxLayout;

namespace Slipway {

class PlainLabel;

/// A list to look through, with a word above it and buttons below. It changes while it is open.
class ListDialog : public QDialog {
    Q_OBJECT
public:
    explicit ListDialog(const QString &title, QWidget *parent = nullptr);

    void showLines(const QList<Line> &lines);
    void setEmptyText(const QString &text) { m_list->setEmptyText(text); }
    void setNotice(const QString &notice); ///< empty: none
    QHBoxLayout *buttons() { return m_buttons; }

Q_SIGNALS:
    void openRequested(const QUrl &url);

private:
    PlainLabel *m_notice;
    LineList *m_list;
    QHBoxLayout *m_buttons;
};

} // namespace Slipway

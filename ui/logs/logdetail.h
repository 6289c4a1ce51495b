// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/logs/logline.h"

#include <QWidget>

class QPlainTextEdit;

namespace Slipway {

class PlainLabel;
class StatusMark;

/// One line in full, wrapped: its time, where it is from, the whole message, JSON in it one member a line, and its
/// attributes. Plain text that can be selected, at most 64 KiB of each part.
class LogDetail : public QWidget {
    Q_OBJECT
public:
    explicit LogDetail(QWidget *parent = nullptr);

    void display(const LogLine &line);
    void showNone();

Q_SIGNALS:
    void closeRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void fill(const QString &text);

    StatusMark *m_level;
    PlainLabel *m_head;
    QPlainTextEdit *m_text;
};

/// What stands below the head; plain text.
QString logDetailText(const LogLine &line);
/// "2026-11-28 14:31:08.533 UTC · production · deploy · new · deployment d81f · replica 1".
QString logDetailHead(const LogLine &line);

} // namespace Slipway

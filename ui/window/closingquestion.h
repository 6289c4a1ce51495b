// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/commands/commandwords.h"

#include <QObject>
#include <QPointer>

class QMessageBox;
class QWidget;

namespace Slipway {

/// Says what closing the window means for the commands under way, before it closes.
class ClosingQuestion : public QObject {
    Q_OBJECT
public:
    explicit ClosingQuestion(QWidget *window);

    void take(const QList<CommandRecord> &commands);
    /// Whether the window may close now. If not, a person is asked; who then wants it closes the window.
    bool mayClose();

private:
    void ask();

    QWidget *m_window;
    Closing m_closing;         ///< what closing means now
    bool m_isAnswered = false; ///< somebody knows what it means, and wants it
    QPointer<QMessageBox> m_box;
};

} // namespace Slipway

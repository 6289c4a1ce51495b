// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/theme.h"

#include <QLineEdit>
#include <QPainter>
#include <QSpinBox>

namespace Slipway {

/// How many lines around each match are shown with it: none up to `most`, and one further all. Its outline is seen in
/// every theme.
class ContextBox : public QSpinBox {
    Q_OBJECT
public:
    explicit ContextBox(int most, QWidget *parent = nullptr)
        : QSpinBox(parent)
        , m_most(most)
    {
        setRange(0, most + 1);
        setAccessibleName(tr("Lines around each match"));
        setToolTip(tr("Lines that are shown around each match"));
        lineEdit()->setReadOnly(true); // its words are no numbers: the arrows choose
        lineEdit()->setFocusPolicy(Qt::NoFocus);
    }

    QSize sizeHint() const override { return QSpinBox::sizeHint() + QSize(0, 6); }

protected:
    QString textFromValue(int value) const override
    {
        if (value == 0)
            return tr("No context");
        if (value > m_most)
            return tr("All lines");
        return value == 1 ? tr("\u00b1 1 line") : tr("\u00b1 %1 lines").arg(value);
    }
    int valueFromText(const QString &text) const override
    {
        for (int value = minimum(); value <= maximum(); ++value) {
            if (textFromValue(value) == text)
                return value;
        }
        return minimum();
    }
    QValidator::State validate(QString &, int &) const override { return QValidator::Acceptable; }
    void paintEvent(QPaintEvent *event) override
    {
        QSpinBox::paintEvent(event);
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QColor line = hasFocus() ? palette().color(QPalette::Active, QPalette::Highlight) : dimInk(palette());
        painter.setPen(QPen(line, hasFocus() ? 2 : 1));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 3, 3);
    }

private:
    int m_most;
};

} // namespace Slipway

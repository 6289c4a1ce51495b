// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/logs/search/pattern.h"
#include "ui/controls/outlinedlineedit.h"

namespace Slipway {

class SegmentButton;

/// Where words or a regular expression are typed; what they are is switched inside of it.
class LogFilterField : public OutlinedLineEdit {
    Q_OBJECT
public:
    /// The toggles are called `name` with "Expression" and "Case" behind it.
    LogFilterField(const QString &name, const QString &title, QWidget *parent = nullptr);

    PatternText pattern() const;
    void setPattern(const PatternText &pattern);
    /// What is wrong with the pattern; it becomes the field's description. Empty: nothing.
    void showMistake(const QString &mistake);

    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void patternChanged();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    SegmentButton *addToggle(const QString &text, const char *suffix, const QString &title);

    SegmentButton *m_expression;
    SegmentButton *m_case;
    bool m_mistaken = false;
};

} // namespace Slipway

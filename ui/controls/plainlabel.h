// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/theme.h"

#include <QHash>
#include <QLabel>

namespace Slipway {

/// Text broken into lines of a width; what does not fit is elided.
struct LaidText {
    QStringList lines;
    bool elided = false;
};
LaidText layText(const QString &text, const QFontMetrics &metrics, const QFont &font, int width, int maxLines);

/// For setToolTip(), which would take "<b>" for markup otherwise.
QString plainToolTip(const QString &text);

/// Text from outside on at most `lines` lines, as plain text, with what cannot be seen made visible. It never asks for
/// more width than it is given; what was cut is in the tool tip.
class PlainLabel : public QLabel {
    Q_OBJECT
public:
    enum class Weight { Normal, Bold };

    explicit PlainLabel(QWidget *parent = nullptr, int lines = 1);

    void showText(const QString &text);
    void setDim(bool dim);
    void setTone(std::optional<Tone> tone);
    void setWeight(Weight weight);
    void setFixedPitch();
    bool isElided() const; ///< at its present width

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override;
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    /// Shaping text is what a start costs most, and a layout asks for the same widths again and again.
    const LaidText &laidFor(int width) const;
    void updateToolTip();

    int m_lines;
    bool m_dim = false;
    std::optional<Tone> m_tone;
    mutable QHash<int, LaidText> m_laid; ///< by width
};

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/theme.h"

#include <QAbstractButton>
#include <QWidget>

namespace Slipway {

/// The icon of a status and words beside it, in a pill or bare. Its accessible name is those words.
class StatusMark : public QWidget {
    Q_OBJECT
public:
    enum class Style { Bare, Pill, IconOnly, Loud };

    explicit StatusMark(Style style, QWidget *parent = nullptr);

    /// `text` stands for the status's own word where it is not empty.
    void display(const Look &look, const QString &text = {});
    QString text() const { return m_text; }
    const Look &look() const { return m_look; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int iconSize() const;
    int padding() const;

    Style m_style;
    Look m_look;
    QString m_text;
};

/// A link: text and an outward arrow, or the arrow alone. Emits openRequested(); nothing is opened from here.
class LinkButton : public QAbstractButton {
    Q_OBJECT
public:
    explicit LinkButton(QWidget *parent = nullptr);

    /// Hidden when the address is not one a browser may be given (https, or http on this computer).
    void display(const QUrl &url, const QString &text = {});
    const QUrl &url() const { return m_url; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void openRequested(const QUrl &url);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QUrl m_url;
    QString m_text;
};

/// Whether a browser may be given that address: https without user name, or http on this computer.
bool isOpenable(const QUrl &url);

/// A white (or dark) sheet with a thin line around it.
class Card : public QWidget {
    Q_OBJECT
public:
    explicit Card(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QTest>
#include <QWindow>

namespace Slipway::Test {

// Keys and clicks go to the window, so that focus and modality are tested too: QTest's on a widget go through a modal
// dialog to what is behind it (ui/README.md, 5).

inline void typeText(QWidget *window, const QString &text)
{
    for (const QChar character : text)
        QTest::keyClick(window->windowHandle(), character.toLatin1());
}

inline void pressKey(QWidget *window, Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    QTest::keyClick(window->windowHandle(), key, modifiers);
}

inline void clickOn(QWidget *widget, Qt::MouseButton button = Qt::LeftButton)
{
    QWidget *window = widget->window();
    QTest::mouseClick(window->windowHandle(), button, {}, widget->mapTo(window, widget->rect().center()));
}

template <typename Widget>
Widget *named(QWidget *window, const char *name)
{
    auto *found = window->findChild<Widget *>(QString::fromLatin1(name));
    if (!found)
        qFatal("there is no %s", name);
    return found;
}

inline QString textOf(QWidget *window, const char *name)
{
    return named<QLabel>(window, name)->text();
}

/// Every text that is on the screen inside `window`, one line each.
inline QString visibleTexts(QWidget *window)
{
    QStringList texts;
    const QList<QLabel *> labels = window->findChildren<QLabel *>();
    for (const QLabel *label : labels) {
        if (label->isVisibleTo(window))
            texts.append(label->text());
    }
    return texts.join(QLatin1Char('\n'));
}

} // namespace Slipway::Test

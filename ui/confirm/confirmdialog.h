// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QPushButton;
class QVBoxLayout;

namespace Slipway {

class ActButton;
class Card;
class PlainLabel;
class TypedLineEdit;

/// What every act has in common that is asked about once more: facts that scroll, a phrase to type where production
/// changes, and a button that says what it does or, beside it, why it cannot. No button is the default: Enter in the
/// field does nothing before everything is satisfied and acts after it (ui/README.md, 3). It acts once at most.
class ConfirmDialog : public QDialog {
    Q_OBJECT
public:
    enum class Phrase { Typed, None };

protected:
    ConfirmDialog(const QString &title, Phrase phrase, QWidget *parent);

    void setWantedSize(QSize size) { m_wanted = size; }
    QVBoxLayout *head() const { return m_head; } ///< under the title
    /// Once: what scrolls in the middle.
    void setFacts(QWidget *facts, const QString &accessibleName);
    QVBoxLayout *beforePhrase() const { return m_before; } ///< never scrolled out of sight
    void setDismissText(const QString &text);              ///< instead of "Cancel"
    /// Clears what was typed and says what moved. Nothing for no sentence.
    void showMoved(const QStringList &sentences);
    void clearPhrase();
    PlainLabel *hint() const { return m_hint; }
    ActButton *button() const { return m_act; }
    bool isDone() const { return m_done; }
    /// To be called when what `trouble` answers may have changed.
    void updateButton();
    /// The first thing to type into.
    void focusPhrase();

    /// What is in the way besides the phrase, for the line beside the button; empty: nothing.
    virtual QString trouble() const = 0;
    /// Called once at most, when nothing is in the way; the dialog closes after it.
    virtual void act() = 0;

    void keyPressEvent(QKeyEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    QWidget *buildHead(const QString &title);
    QWidget *buildPhrase();
    QWidget *buildButtons();
    QString wholeTrouble() const;
    void confirm();

    QSize m_wanted{860, 760};
    bool m_done = false;
    QVBoxLayout *m_column;
    QVBoxLayout *m_head = nullptr;
    Card *m_movedBar = nullptr;
    PlainLabel *m_moved = nullptr;
    QVBoxLayout *m_before = nullptr;
    TypedLineEdit *m_phrase = nullptr; ///< null when nothing is to be typed
    PlainLabel *m_hint = nullptr;
    QPushButton *m_cancel = nullptr;
    ActButton *m_act = nullptr;
};

} // namespace Slipway

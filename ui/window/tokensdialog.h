// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/project/tokenrow.h"
#include "ui/controls/theme.h"

#include <QDialog>

class QVBoxLayout;

namespace Slipway {

Look lookOf(TokenRow::State state);

/// Takes tokens in and says whether one is stored. It never shows one, and holds what was typed only until it is saved
/// or the dialog is closed.
class TokensDialog : public QDialog {
    Q_OBJECT
public:
    explicit TokensDialog(QWidget *parent = nullptr);

    /// Rows are kept by their id, so that what is being typed survives the keyring's answer about another one.
    void display(const QList<TokenRow> &rows);

    void done(int result) override;

Q_SIGNALS:
    void tokenEntered(const QString &id, const QString &token);
    void tokenRemoveRequested(const QString &id);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    class Row;
    Row *rowOf(const QString &id);

    QList<Row *> m_rows;
    QVBoxLayout *m_column;
};

} // namespace Slipway

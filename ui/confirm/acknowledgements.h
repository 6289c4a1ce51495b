// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/command/commandrecord.h"
#include "models/goback/forecast.h"

#include <QWidget>

class QCheckBox;
class QVBoxLayout;

namespace Slipway {

class PlainLabel;

/// What a person has to say that they know before going back: each unresolved command by its name, that no row can
/// be written, and the migration that the older code may not survive. Hidden while there is nothing of the kind.
class Acknowledgements : public QWidget {
    Q_OBJECT
public:
    explicit Acknowledgements(const QList<CommandRecord> &unresolved, QWidget *parent = nullptr);

    /// The unresolved commands as they are now. True when one came that was not among them.
    bool display(const QList<CommandRecord> &unresolved);
    /// `target` is its short name. Another migration, or another target, has to be acknowledged anew.
    void display(const Forecast &forecast, const QString &target);
    /// Why no row can be written of it; empty: one can.
    void showUnwritten(const QString &why);
    /// What speaks against going back to that target although Railway allows it; empty: nothing.
    void showDoubt(const QString &doubt, const QString &target);
    bool mayGoUnwritten() const; ///< it cannot be written, and that was acknowledged
    /// What is still to be ticked, one sentence; empty: nothing.
    QString trouble() const;
    QList<OrderId> acknowledged() const; ///< the unresolved commands

Q_SIGNALS:
    void changed();

private:
    struct Box {
        QCheckBox *tick = nullptr;
        PlainLabel *detail = nullptr;
        QString missing; ///< said while it is not ticked
    };

    Box addBox(QVBoxLayout *column, const QString &name);
    void addCommand(const CommandRecord &record);
    void fillCommand(Box &box, const CommandRecord &record);
    void showAnything();
    void fill(Box &box, const QString &words, const QString &detail);

    QVBoxLayout *m_column;
    QVBoxLayout *m_commandsPlace;
    QList<OrderId> m_orders;
    QList<Box> m_commands;
    Box m_unwritten;
    QString m_whyUnwritten;
    Box m_doubt;
    QString m_doubtOf;
    Box m_migration;
    QString m_migrationOf;
};

} // namespace Slipway

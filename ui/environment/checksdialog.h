// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pipeline/views.h"
#include "ui/controls/listdialog.h"

#include <QHash>

class QPushButton;

namespace Slipway {

/// Every check of one environment; those on request can be asked for here.
class ChecksDialog : public ListDialog {
    Q_OBJECT
public:
    explicit ChecksDialog(const EnvironmentView &view, QWidget *parent = nullptr);

    void display(const EnvironmentView &view, const std::optional<Moment> &now);

Q_SIGNALS:
    void checkRequested(const QString &check);

private:
    QHash<QString, QPushButton *> m_ask; ///< by check
};

/// What each check said last, resolved; ages only where `now` is known.
QList<Line> checkLines(const EnvironmentView &view, const std::optional<Moment> &now);

} // namespace Slipway

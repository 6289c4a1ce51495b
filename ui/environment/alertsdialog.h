// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pipeline/views.h"
#include "ui/controls/listdialog.h"

namespace Slipway {

/// Grafana's firing alerts of one environment.
class AlertsDialog : public ListDialog {
    Q_OBJECT
public:
    explicit AlertsDialog(Environment environment, QWidget *parent = nullptr);

    void display(const EnvironmentView &view, const std::optional<Moment> &now);
};

/// What each alert says, and since when; ages only where `now` is known.
QList<Line> alertLines(const EnvironmentView &view, const std::optional<Moment> &now);

} // namespace Slipway

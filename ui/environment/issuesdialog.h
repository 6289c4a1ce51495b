// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pipeline/views.h"
#include "ui/controls/listdialog.h"

namespace Slipway {

/// Sentry's unresolved issues of one environment, the new ones first.
class IssuesDialog : public ListDialog {
    Q_OBJECT
public:
    explicit IssuesDialog(Environment environment, QWidget *parent = nullptr);

    void display(const EnvironmentView &view, const std::optional<Moment> &now);
};

/// Level, events, users and first sight of each; ages only where `now` is known.
QList<Line> issueLines(const EnvironmentView &view, const std::optional<Moment> &now);

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pipeline/views.h"
#include "models/project/project.h"
#include "ui/controls/theme.h"

#include <QWidget>

namespace Slipway {

class ActButton;
class PlainLabel;
class StatusMark;

/// How far the sources as a whole can be believed: "Live", "1 source is stale", "2 sources cannot be read".
Look liveness(const QList<Source> &sources);
/// Which sources are not well, in one line; "all sources fresh" when none is.
QString livenessDetail(const QList<Source> &sources);

/// Across the top: which project this is, whether what is shown is live, and the buttons that start a
/// promotion and a return.
class HeaderBar : public QWidget {
    Q_OBJECT
public:
    explicit HeaderBar(const Project &project, QWidget *parent = nullptr);

    void display(const QList<Source> &sources);
    /// `whyNot` stands beside the button while it is disabled.
    void showPromotable(bool promotable, const QString &whyNot);
    /// While production is degraded or down, going back stands out, and promoting does not; staging does not matter.
    void showEnvironment(const EnvironmentView &environment);

Q_SIGNALS:
    void promoteRequested();
    void goBackRequested(); ///< in production

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void showVerdict(Verdict production);

    StatusMark *m_live;
    PlainLabel *m_detail;
    PlainLabel *m_whyNot;
    ActButton *m_promote;
    ActButton *m_goBack;
};

} // namespace Slipway

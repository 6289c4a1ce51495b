// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/health/healthchart.h"
#include "models/pipeline/views.h"
#include "models/values/clockskew.h"
#include "ui/controls/marks.h"

#include <QPointer>

class QGridLayout;
class QTabBar;
class QToolButton;

namespace Slipway {

class AlertsDialog;
class ChecksDialog;
class FigureTiles;
class HealthChartView;
class HeartbeatBar;
class IssuesDialog;
class LinksRow;
class PlainLabel;
struct FactWords;

/// One environment: what it serves and how that is known, since when, whether it is well now and was before, and what
/// is on its way.
class EnvironmentPanel : public Card {
    Q_OBJECT
public:
    explicit EnvironmentPanel(const QString &title, QWidget *parent = nullptr);

    void display(const EnvironmentView &view);
    void showChart(const HealthChart &chart);
    void setChartVisible(bool visible); ///< the last results stay in sight
    /// Ages are told as of this moment; before the first one none is told.
    void setNow(Moment now, const ServiceClocks &clocks = {});

    /// As wide as the other one, whatever they say.
    QSize sizeHint() const override;

Q_SIGNALS:
    void openRequested(const QUrl &url);
    void chartWindowChosen(Slipway::ChartWindow window);
    void checkRequested(const QString &check);

private:
    struct Row {
        PlainLabel *title = nullptr;
        StatusMark *mark = nullptr;
        PlainLabel *text = nullptr;
        LinkButton *link = nullptr;
    };

    QWidget *buildHead(const QString &title);
    QWidget *buildChart();
    QTabBar *buildWindows();
    void openChecks();
    void openIssues();
    void openAlerts();
    QToolButton *addAll(QGridLayout *grid, const char *name, const QString &what);
    void fillFigures();
    /// What never has anything beside its text leaves no room for it.
    enum class Beside { Nothing, LinkOrButton };
    Row addRow(QGridLayout *grid, const QString &title, const char *name, Beside beside = Beside::Nothing,
               int lines = 2);
    void fill(const Row &row, const FactWords &words, const QUrl &url = {});
    void setRowVisible(const Row &row, bool visible);
    std::optional<Moment> nowBy(Provider service) const;
    void fillVerdict();
    void fillServing();
    void fillHealth();
    void fillRows();

    std::optional<EnvironmentView> m_view;
    std::optional<Moment> m_now;
    ServiceClocks m_clocks; ///< which told when something was deployed or seen
    StatusMark *m_verdict = nullptr;
    LinkButton *m_address = nullptr;
    PlainLabel *m_reason = nullptr;
    PlainLabel *m_age = nullptr;
    Row m_serving;
    Row m_proof;
    Row m_deployed;
    Row m_health;
    Row m_rollout;
    Row m_checks;
    Row m_railway;
    Row m_certificate;
    Row m_alerts;
    std::optional<HealthChart> m_chart;
    QToolButton *m_allChecks = nullptr;
    QToolButton *m_allAlerts = nullptr; ///< shown when there is more than one
    QTabBar *m_windows = nullptr;
    QWidget *m_chartHead = nullptr;
    HealthChartView *m_chartView = nullptr;
    HeartbeatBar *m_beats = nullptr;
    FigureTiles *m_tiles = nullptr;
    LinksRow *m_links = nullptr;
    QPointer<ChecksDialog> m_checksDialog;
    QPointer<IssuesDialog> m_issuesDialog;
    QPointer<AlertsDialog> m_alertsDialog;
};

} // namespace Slipway

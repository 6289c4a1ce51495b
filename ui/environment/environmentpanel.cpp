// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/environment/environmentpanel.h"

#include "ui/charts/healthchart.h"
#include "ui/charts/heartbeatbar.h"
#include "ui/controls/linedtabbar.h"
#include "ui/controls/plainlabel.h"
#include "ui/environment/alertsdialog.h"
#include "ui/environment/checksdialog.h"
#include "ui/environment/environmentwords.h"
#include "ui/environment/figuretiles.h"
#include "ui/environment/figurewords.h"
#include "ui/environment/issuesdialog.h"
#include "ui/environment/linksrow.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace Slipway {

namespace {

constexpr int panelWidth = 420;

} // namespace

EnvironmentPanel::EnvironmentPanel(const QString &title, QWidget *parent)
    : Card(parent)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 10, 12, 10);
    column->setSpacing(6);
    column->addWidget(buildHead(title));
    m_reason = new PlainLabel(this, 2);
    m_reason->setObjectName(QStringLiteral("verdictReason"));
    column->addWidget(m_reason);
    m_age = new PlainLabel(this, 2);
    m_age->setObjectName(QStringLiteral("staleText"));
    m_age->setDim(true);
    m_age->setVisible(false);
    column->addWidget(m_age);
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(6);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(2, 1);
    m_serving = addRow(grid, tr("Serving"), "serving");
    m_proof = addRow(grid, QString(), "proof");
    m_deployed = addRow(grid, tr("Deployed"), "deployed", Beside::LinkOrButton);
    m_health = addRow(grid, tr("Health"), "health");
    m_checks = addRow(grid, tr("Checks"), "checks", Beside::LinkOrButton);
    m_allChecks = addAll(grid, "allChecks", tr("All checks"));
    connect(m_allChecks, &QToolButton::clicked, this, &EnvironmentPanel::openChecks);
    m_rollout = addRow(grid, tr("Rollout"), "rollout");
    m_railway = addRow(grid, tr("Railway"), "railway");
    m_certificate = addRow(grid, tr("Certificate"), "certificate");
    // What is cut is in the tool tip and in the list.
    m_alerts = addRow(grid, tr("Alerts"), "alerts", Beside::LinkOrButton, 1);
    m_allAlerts = addAll(grid, "allAlerts", tr("All alerts"));
    connect(m_allAlerts, &QToolButton::clicked, this, &EnvironmentPanel::openAlerts);
    column->addLayout(grid);
    column->addWidget(buildChart(), 1);
    m_tiles = new FigureTiles(this);
    m_tiles->setObjectName(QStringLiteral("figures"));
    connect(m_tiles, &FigureTiles::opened, this, &EnvironmentPanel::openIssues);
    column->addWidget(m_tiles);
    m_links = new LinksRow(this);
    m_links->setObjectName(QStringLiteral("links"));
    connect(m_links, &LinksRow::openRequested, this, &EnvironmentPanel::openRequested);
    column->addWidget(m_links);
    for (const Row &row : {m_rollout, m_certificate, m_alerts})
        setRowVisible(row, false);
    m_allAlerts->setVisible(false);
}

QWidget *EnvironmentPanel::buildChart()
{
    auto *place = new QWidget(this);
    m_windows = buildWindows();
    auto *column = new QVBoxLayout(place);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    m_chartHead = new QWidget(place);
    auto *head = new QHBoxLayout(m_chartHead);
    head->setContentsMargins(0, 0, 0, 0);
    auto *legend = new PlainLabel(m_chartHead);
    legend->setDim(true);
    legend->setFont(m_windows->font());
    legend->showText(tr("Latency"));
    head->addWidget(legend, 1);
    head->addWidget(m_windows);
    column->addWidget(m_chartHead);
    m_chartView = new HealthChartView(place);
    m_chartView->setObjectName(QStringLiteral("chart"));
    column->addWidget(m_chartView, 1);
    m_beats = new HeartbeatBar(place);
    m_beats->setObjectName(QStringLiteral("heartbeat"));
    column->addWidget(m_beats, 0, Qt::AlignBottom);
    return place;
}

void EnvironmentPanel::setChartVisible(bool visible)
{
    m_chartHead->setVisible(visible);
    m_chartView->setVisible(visible);
}

/// One of them is always chosen, and the arrow keys choose among them: what a tab bar is.
QTabBar *EnvironmentPanel::buildWindows()
{
    auto *windows = new LinedTabBar(this, LinedTabBar::Size::Compact);
    windows->setObjectName(QStringLiteral("chartWindows"));
    windows->setAccessibleName(tr("How much of the past the chart shows"));
    for (const ChartWindow window : chartWindows)
        windows->addTab(windowText(window));
    connect(windows, &QTabBar::currentChanged, this,
            [this](int index) { Q_EMIT chartWindowChosen(ChartWindow(index)); });
    return windows;
}

void EnvironmentPanel::openChecks()
{
    if (!m_view || m_checksDialog)
        return;
    m_checksDialog = new ChecksDialog(*m_view, window());
    connect(m_checksDialog, &ChecksDialog::checkRequested, this, &EnvironmentPanel::checkRequested);
    connect(m_checksDialog, &ListDialog::openRequested, this, &EnvironmentPanel::openRequested);
    m_checksDialog->display(*m_view, m_now);
    m_checksDialog->open();
}

void EnvironmentPanel::openIssues()
{
    if (!m_view || m_issuesDialog)
        return;
    m_issuesDialog = new IssuesDialog(m_view->environment, window());
    connect(m_issuesDialog, &ListDialog::openRequested, this, &EnvironmentPanel::openRequested);
    m_issuesDialog->display(*m_view, nowBy(Provider::Sentry));
    m_issuesDialog->open();
}

void EnvironmentPanel::openAlerts()
{
    if (!m_view || m_alertsDialog)
        return;
    m_alertsDialog = new AlertsDialog(m_view->environment, window());
    connect(m_alertsDialog, &ListDialog::openRequested, this, &EnvironmentPanel::openRequested);
    m_alertsDialog->display(*m_view, nowBy(Provider::Grafana));
    m_alertsDialog->open();
}

void EnvironmentPanel::showChart(const HealthChart &chart)
{
    m_chart = chart;
    m_chartView->display(chart);
    m_beats->display(chart.beats);
    fillFigures();
}

QWidget *EnvironmentPanel::buildHead(const QString &title)
{
    auto *head = new QWidget(this);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    auto *name = new PlainLabel(head);
    QFont large = name->font();
    large.setPointSizeF(large.pointSizeF() * 1.1);
    large.setBold(true);
    name->setFont(large);
    name->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    name->showText(title);
    row->addWidget(name);
    m_verdict = new StatusMark(StatusMark::Style::Pill, head);
    m_verdict->setObjectName(QStringLiteral("verdict"));
    m_verdict->display(lookOf(Verdict::Unknown));
    row->addWidget(m_verdict);
    row->addStretch(1);
    m_address = new LinkButton(head);
    m_address->setObjectName(QStringLiteral("address"));
    connect(m_address, &LinkButton::openRequested, this, &EnvironmentPanel::openRequested);
    row->addWidget(m_address);
    return head;
}

QSize EnvironmentPanel::sizeHint() const
{
    return {panelWidth, Card::sizeHint().height()};
}

EnvironmentPanel::Row EnvironmentPanel::addRow(QGridLayout *grid, const QString &title, const char *name, Beside beside,
                                               int lines)
{
    const int at = grid->rowCount();
    const QString base = QString::fromLatin1(name);
    Row row{.title = new PlainLabel(this),
            .mark = new StatusMark(StatusMark::Style::IconOnly, this),
            .text = new PlainLabel(this, lines),
            .link = new LinkButton(this)};
    row.title->setDim(true);
    row.title->setFixedWidth(row.title->fontMetrics().horizontalAdvance(tr("Deployed")) + 10);
    row.title->showText(title);
    row.text->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    row.mark->setObjectName(base + QStringLiteral("Mark"));
    row.text->setObjectName(base + QStringLiteral("Text"));
    row.link->setObjectName(base + QStringLiteral("Link"));
    grid->addWidget(row.title, at, 0, Qt::AlignTop);
    grid->addWidget(row.mark, at, 1, Qt::AlignTop);
    grid->addWidget(row.text, at, 2, 1, beside == Beside::LinkOrButton ? 1 : 2);
    grid->addWidget(row.link, at, 3, Qt::AlignTop);
    connect(row.link, &LinkButton::openRequested, this, &EnvironmentPanel::openRequested);
    return row;
}

/// Opens the whole list behind the row that was added last, and is as high as that.
QToolButton *EnvironmentPanel::addAll(QGridLayout *grid, const char *name, const QString &what)
{
    auto *all = new QToolButton(this);
    all->setObjectName(QString::fromLatin1(name));
    all->setText(tr("All…"));
    all->setAccessibleName(what);
    all->setAutoRaise(true);
    all->setFocusPolicy(Qt::StrongFocus);
    all->setFixedHeight(all->fontMetrics().height());
    grid->addWidget(all, grid->rowCount() - 1, 3, Qt::AlignTop);
    return all;
}

void EnvironmentPanel::display(const EnvironmentView &view)
{
    if (m_view == view)
        return;
    m_view = view;
    m_address->display(view.url, view.url.host());
    fillVerdict();
    fillServing();
    fillRows();
}

void EnvironmentPanel::setNow(Moment now, const ServiceClocks &clocks)
{
    m_now = now;
    m_clocks = clocks;
    if (!m_view)
        return;
    fillVerdict();
    fillServing();
    fillRows();
}

std::optional<Moment> EnvironmentPanel::nowBy(Provider service) const
{
    return m_now ? std::optional(m_clocks.by(service, *m_now)) : std::nullopt;
}

void EnvironmentPanel::fill(const Row &row, const FactWords &words, const QUrl &url)
{
    row.mark->setVisible(words.look.has_value());
    if (words.look)
        row.mark->display(*words.look);
    row.text->showText(words.text);
    row.text->setDim(m_view->stale);
    row.link->display(url);
    setRowVisible(row, !words.text.isEmpty());
}

void EnvironmentPanel::setRowVisible(const Row &row, bool visible)
{
    row.title->setVisible(visible);
    row.text->setVisible(visible);
    if (!visible)
        row.mark->setVisible(false);
}

void EnvironmentPanel::fillVerdict()
{
    const FactWords words = verdictWords(*m_view);
    m_verdict->display(*words.look, m_view->pending.isEmpty()
                                        ? QString()
                                        : QStringLiteral("%1 %2").arg(words.look->word, m_view->pending));
    // What is healthy needs no reason: its rows say how it is known.
    const bool healthy = m_view->verdict == Verdict::Healthy && !m_view->stale;
    m_reason->showText(words.text);
    m_reason->setVisible(!words.text.isEmpty() && !healthy);
    const bool wrong = m_view->verdict == Verdict::Degraded || m_view->verdict == Verdict::Down;
    m_reason->setTone(wrong ? std::optional(words.look->tone) : std::nullopt);
    const QString age = staleWords(*m_view, m_now);
    m_age->showText(age);
    m_age->setVisible(!age.isEmpty());
}

void EnvironmentPanel::fillServing()
{
    fill(m_serving, servingWords(*m_view));
    fill(m_proof, proofWords(*m_view));
    fill(m_deployed, deployedWords(*m_view, nowBy(Provider::Railway)), m_view->serving ? m_view->serving->url : QUrl());
}

/// A certificate that is good for long needs no row of its own.
void EnvironmentPanel::fillHealth()
{
    FactWords health = healthWords(*m_view, m_now);
    const FactWords certificate = certificateWords(*m_view);
    const bool calm = certificate.look && certificate.look->tone == Tone::Good;
    if (calm)
        health.text = tr("%1 \u00b7 certificate %2").arg(health.text, certificate.text);
    fill(m_health, health);
    fill(m_certificate, calm ? FactWords() : certificate);
}

void EnvironmentPanel::fillRows()
{
    fillHealth();
    fill(m_rollout, rolloutWords(*m_view, nowBy(Provider::Railway)));
    fill(m_checks, checksWords(*m_view));
    m_allChecks->setVisible(!m_view->checks.isEmpty());
    fill(m_railway, railwayWords(*m_view));
    const QList<Alert> &alerts = m_view->figures.alerts;
    fill(m_alerts, alertsWords(*m_view), alerts.size() == 1 ? alerts.constFirst().url : QUrl());
    m_allAlerts->setVisible(alerts.size() > 1);
    m_links->display(m_view->links);
    fillFigures();
    if (m_checksDialog)
        m_checksDialog->display(*m_view, m_now);
    if (m_issuesDialog)
        m_issuesDialog->display(*m_view, nowBy(Provider::Sentry));
    if (m_alertsDialog)
        m_alertsDialog->display(*m_view, nowBy(Provider::Grafana));
}

void EnvironmentPanel::fillFigures()
{
    if (!m_view)
        return;
    m_tiles->display(figureTiles(*m_view, m_chart));
    const Look look = *verdictWords(*m_view).look;
    m_chartView->setTone(look.tone);
}

} // namespace Slipway

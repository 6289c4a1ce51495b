// SPDX-License-Identifier: GPL-3.0-or-later
#include "environmentpanel.h"

#include "environmentwords.h"
#include "plainlabel.h"

#include <QGridLayout>
#include <QHBoxLayout>
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
    m_deployed = addRow(grid, tr("Deployed"), "deployed");
    m_health = addRow(grid, tr("Health"), "health");
    m_rollout = addRow(grid, tr("Rollout"), "rollout");
    m_issues = addRow(grid, tr("Sentry"), "sentry");
    column->addLayout(grid);
    column->addStretch(1);
    setRowVisible(m_rollout, false);
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
    m_verdict->show(lookOf(Verdict::Unknown));
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

EnvironmentPanel::Row EnvironmentPanel::addRow(QGridLayout *grid, const QString &title, const char *name)
{
    const int at = grid->rowCount();
    const QString base = QString::fromLatin1(name);
    Row row{.title = new PlainLabel(this),
            .mark = new StatusMark(StatusMark::Style::IconOnly, this),
            .text = new PlainLabel(this, 2),
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
    grid->addWidget(row.text, at, 2);
    grid->addWidget(row.link, at, 3, Qt::AlignTop);
    connect(row.link, &LinkButton::openRequested, this, &EnvironmentPanel::openRequested);
    return row;
}

void EnvironmentPanel::show(const EnvironmentView &view)
{
    if (m_view == view)
        return;
    m_view = view;
    m_address->show(view.url, view.url.host());
    fillVerdict();
    fillServing();
    fillRows();
}

void EnvironmentPanel::setNow(Moment now)
{
    m_now = now;
    if (!m_view)
        return;
    fillVerdict();
    fillServing();
    fillRows();
}

void EnvironmentPanel::fill(const Row &row, const FactWords &words, const QUrl &url)
{
    row.mark->setVisible(words.look.has_value());
    if (words.look)
        row.mark->show(*words.look);
    row.text->showText(words.text);
    row.text->setDim(m_view->stale);
    row.link->show(url);
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
    m_verdict->show(*words.look);
    m_reason->showText(words.text);
    m_reason->setVisible(!words.text.isEmpty());
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
    fill(m_deployed, deployedWords(*m_view, m_now), m_view->serving ? m_view->serving->url : QUrl());
}

void EnvironmentPanel::fillRows()
{
    fill(m_health, healthWords(*m_view, m_now));
    fill(m_rollout, rolloutWords(*m_view, m_now));
    fill(m_issues, issuesWords(*m_view));
}

} // namespace Slipway

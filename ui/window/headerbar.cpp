// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/headerbar.h"

#include "models/values/text.h"
#include "ui/controls/actbutton.h"
#include "ui/controls/marks.h"
#include "ui/controls/plainlabel.h"
#include "ui/window/releasemenu.h"

#include <QHBoxLayout>
#include <QPainter>

#include <algorithm>

namespace Slipway {

namespace {

qsizetype countIn(const QList<Source> &sources, SourceState state)
{
    return std::count_if(sources.cbegin(), sources.cend(), [=](const Source &source) { return source.state == state; });
}

QStringList namesIn(const QList<Source> &sources, SourceState state)
{
    QStringList names;
    for (const Source &source : sources) {
        if (source.state == state)
            names.append(sourceTitle(source.id));
    }
    return names;
}

} // namespace

Look liveness(const QList<Source> &sources)
{
    if (const auto failing = countIn(sources, SourceState::Error))
        return {.shape = Shape::Cross,
                .tone = Tone::Bad,
                .word = counted(failing, "source cannot be read", "sources cannot be read")};
    if (const auto stale = countIn(sources, SourceState::Stale))
        return {
            .shape = Shape::Clock, .tone = Tone::Warn, .word = counted(stale, "source is stale", "sources are stale")};
    if (countIn(sources, SourceState::Pending) || countIn(sources, SourceState::Ok) == 0)
        return {.shape = Shape::Ring, .tone = Tone::Neutral, .word = say("Not live yet")};
    return {.shape = Shape::Dot, .tone = Tone::Good, .word = say("Live")};
}

QString livenessDetail(const QList<Source> &sources)
{
    QStringList parts;
    if (const QStringList failing = namesIn(sources, SourceState::Error); !failing.isEmpty())
        parts.append(say("cannot be read: %1").arg(joined(failing)));
    if (const QStringList stale = namesIn(sources, SourceState::Stale); !stale.isEmpty())
        parts.append(say("stale: %1").arg(joined(stale)));
    if (const QStringList pending = namesIn(sources, SourceState::Pending); !pending.isEmpty())
        parts.append(say("not read yet: %1").arg(joined(pending)));
    if (parts.isEmpty() && countIn(sources, SourceState::Ok) == 0)
        return say("nothing was read yet");
    if (parts.isEmpty())
        parts.append(say("all sources fresh"));
    for (const Source &source : sources) {
        if (!source.remark.isEmpty())
            parts.append(source.remark);
    }
    return parts.join(QStringLiteral(" \u00b7 "));
}

HeaderBar::HeaderBar(const Project &project, QWidget *parent)
    : QWidget(parent)
    , m_live(new StatusMark(StatusMark::Style::Pill, this))
    , m_detail(new PlainLabel(this, 2))
    , m_whyNot(new PlainLabel(this, 2))
    , m_promote(new ActButton(this))
    , m_goBack(new ActButton(this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(14, 8, 14, 8);
    row->setSpacing(12);
    if (project.rehearsal) {
        auto *mark = new StatusMark(StatusMark::Style::Loud, this);
        mark->setObjectName(QStringLiteral("rehearsalMark"));
        mark->display({.shape = Shape::Triangle, .tone = Tone::Warn, .word = tr("REHEARSAL")},
                      tr("REHEARSAL: nothing here is real"));
        row->addWidget(mark);
    }
    auto *name = new PlainLabel(this);
    name->setObjectName(QStringLiteral("projectName"));
    QFont large = name->font();
    large.setPointSizeF(large.pointSizeF() * 1.2);
    large.setBold(true);
    name->setFont(large);
    name->showText(project.name);
    row->addWidget(name);
    m_live->setObjectName(QStringLiteral("liveMark"));
    row->addWidget(m_live);
    m_detail->setObjectName(QStringLiteral("liveDetail"));
    m_detail->setDim(true);
    row->addWidget(m_detail, 1);
    m_whyNot->setObjectName(QStringLiteral("whyNotPromotable"));
    m_whyNot->setDim(true);
    m_whyNot->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    row->addWidget(m_whyNot, 1);
    m_promote->setObjectName(QStringLiteral("promoteButton"));
    m_promote->setText(tr("&Promote to production\u2026"));
    row->addWidget(m_promote);
    m_goBack->setObjectName(QStringLiteral("goBackButton"));
    const QString keys = ReleaseMenu::goBackKeys().toString(QKeySequence::NativeText);
    m_goBack->setText(tr("&Go back\u2026 (%1)").arg(keys));
    m_goBack->setAccessibleName(tr("Go back in production"));
    m_goBack->setShape(Shape::Back);
    row->addWidget(m_goBack);
    connect(m_promote, &QPushButton::clicked, this, &HeaderBar::promoteRequested);
    connect(m_goBack, &QPushButton::clicked, this, &HeaderBar::goBackRequested);
    showVerdict(Verdict::Unknown);
    display(QList<Source>());
    showPromotable(false, tr("Nothing was read yet"));
}

void HeaderBar::display(const QList<Source> &sources)
{
    m_live->display(liveness(sources));
    m_detail->showText(livenessDetail(sources));
}

void HeaderBar::showPromotable(bool promotable, const QString &whyNot)
{
    m_promote->setEnabled(promotable);
    m_promote->setAccessibleDescription(promotable ? QString() : whyNot);
    m_whyNot->showText(promotable ? QString() : whyNot);
}

void HeaderBar::showEnvironment(const EnvironmentView &environment)
{
    if (environment.environment == Environment::Production)
        showVerdict(environment.verdict);
}

void HeaderBar::showVerdict(Verdict production)
{
    const bool bad = production == Verdict::Degraded || production == Verdict::Down;
    m_goBack->setProminence(bad ? ActButton::Prominence::Danger : ActButton::Prominence::Plain);
    m_promote->setProminence(bad ? ActButton::Prominence::Plain : ActButton::Prominence::Primary);
}

void HeaderBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    painter.fillRect(QRect(0, height() - 1, width(), 1), lineColour(palette()));
}

} // namespace Slipway

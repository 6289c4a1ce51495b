// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/logstateline.h"

#include "ui/controls/marks.h"
#include "ui/controls/plainlabel.h"
#include "ui/logs/logwords.h"

#include <QHBoxLayout>

namespace Slipway {

namespace {

constexpr int besideStream = 5;
constexpr int betweenStreams = 14;

} // namespace

LogStateLine::LogStateLine(QWidget *parent)
    : QWidget(parent)
    , m_summary(new PlainLabel(this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(besideStream);
    for (const Environment environment : environments) {
        const bool staging = environment == Environment::Staging;
        StatusMark *&mark = m_marks[environment];
        mark = new StatusMark(StatusMark::Style::IconOnly, this);
        mark->setObjectName(staging ? QStringLiteral("stagingStreamMark") : QStringLiteral("productionStreamMark"));
        row->addWidget(mark);
        PlainLabel *&text = m_texts[environment];
        text = new PlainLabel(this);
        text->setObjectName(staging ? QStringLiteral("stagingStream") : QStringLiteral("productionStream"));
        row->addWidget(text);
        row->addSpacing(betweenStreams - besideStream);
    }
    fill();
    row->addStretch(1);
    m_summary->setObjectName(QStringLiteral("logSummary"));
    m_summary->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    m_summary->setDim(true);
    m_summary->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    row->addWidget(m_summary);
}

void LogStateLine::display(Environment environment, const LogStreamView &stream)
{
    m_streams[environment] = stream;
    fill();
}

void LogStateLine::setChosen(const PerEnvironment<bool> &chosen)
{
    m_chosen = chosen;
    fill();
}

void LogStateLine::setNow(Moment now)
{
    m_now = now;
    fill();
}

/// The same trouble is told once.
bool LogStateLine::tellsOnce() const
{
    const LogStreamView &staging = m_streams.staging;
    const LogStreamView &production = m_streams.production;
    return m_chosen.staging && m_chosen.production && !staging.reason.isEmpty() && staging.state == production.state &&
           staging.reason == production.reason && staging.every == production.every;
}

void LogStateLine::fill()
{
    const bool once = tellsOnce();
    for (const Environment environment : environments) {
        const LogStreamView &stream = m_streams[environment];
        const bool isTold = m_chosen[environment] && !(once && environment == Environment::Production);
        const Look look = lookOf(stream.state);
        m_marks[environment]->display(look);
        m_marks[environment]->setVisible(isTold);
        PlainLabel *text = m_texts[environment];
        text->showText(once ? streamText(tr("Both"), stream, m_now) : streamText(environment, stream, m_now));
        const bool loud = look.tone == Tone::Bad;
        text->setTone(loud ? std::optional(look.tone) : std::nullopt);
        text->setDim(!loud);
        text->setVisible(isTold);
    }
}

void LogStateLine::showSummary(const QString &summary)
{
    m_summary->showText(summary);
}

} // namespace Slipway

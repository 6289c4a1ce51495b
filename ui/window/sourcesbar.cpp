// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/sourcesbar.h"

#include "models/values/age.h"
#include "models/values/shownzone.h"
#include "models/values/text.h"
#include "ui/controls/marks.h"
#include "ui/controls/plainlabel.h"

#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>

namespace Slipway {

namespace {

/// "4 832": digits in groups of three, on every desktop alike.
QString groupedNumber(qint64 number)
{
    QString text = QString::number(number);
    for (qsizetype at = text.size() - 3; at > (number < 0 ? 1 : 0); at -= 3)
        text.insert(at, QChar(0x202F));
    return text;
}

QString budgetText(const RateBudget &budget)
{
    return say("%1 / %2 left").arg(groupedNumber(budget.remaining), groupedNumber(budget.limit));
}

} // namespace

QString sourceText(const Source &source, std::optional<Moment> now)
{
    QString text = sourceTitle(source.id);
    if (source.state != SourceState::Ok)
        text += QLatin1Char(' ') + lookOf(source.state).word;
    QStringList parts;
    if (source.fetchedAt && now)
        parts.append(spanText(ageOf(*source.fetchedAt, *now)));
    if (source.budget && source.budget->limit > 0)
        parts.append(budgetText(*source.budget));
    if (parts.isEmpty())
        return text;
    return text + (source.state == SourceState::Ok ? QStringLiteral(" ") : QStringLiteral(" \u00b7 ")) +
           parts.join(QStringLiteral(" \u00b7 "));
}

QString sourceToolTip(const Source &source, std::optional<Moment> now)
{
    QStringList parts{say("%1: %2").arg(sourceTitle(source.id), lookOf(source.state).word)};
    if (source.fetchedAt && now)
        parts.append(say("its oldest fact was read %1").arg(agoText(*source.fetchedAt, *now)));
    if (source.error)
        parts.append(source.error->detail);
    if (source.budget && source.budget->resetsAt.isValid())
        parts.append(
            say("its budget is renewed at %1").arg(shownTimeAndZone(source.budget->resetsAt, QStringLiteral("HH:mm"))));
    return parts.join(QStringLiteral(". "));
}

SourcesBar::SourcesBar(QWidget *parent)
    : QWidget(parent)
    , m_who(new PlainLabel(this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(14, 3, 14, 3);
    row->setSpacing(18);
    row->addStretch(1);
    m_who->setObjectName(QStringLiteral("whoLabel"));
    m_who->setDim(true);
    m_who->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    row->addWidget(m_who);
}

void SourcesBar::display(const QList<Source> &sources)
{
    m_sources = sources;
    auto *row = static_cast<QHBoxLayout *>(layout());
    while (m_marks.size() < sources.size()) {
        auto *mark = new StatusMark(StatusMark::Style::Bare, this);
        mark->setFont(font());
        row->insertWidget(int(m_marks.size()), mark);
        m_marks.append(mark);
    }
    for (qsizetype i = 0; i < m_marks.size(); ++i)
        m_marks.at(i)->setVisible(i < sources.size());
    refresh();
}

void SourcesBar::setNow(Moment now)
{
    m_now = now;
    refresh();
}

void SourcesBar::refresh()
{
    for (qsizetype i = 0; i < m_sources.size(); ++i) {
        const Source &source = m_sources.at(i);
        StatusMark *mark = m_marks.at(i);
        mark->setObjectName(QStringLiteral("source-") + sourceIdWord(source.id));
        mark->display(lookOf(source.state), sourceText(source, m_now));
        const QString tip = sourceToolTip(source, m_now);
        mark->setAccessibleDescription(tip);
        mark->setToolTip(plainToolTip(tip));
    }
}

void SourcesBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LocaleChange)
        refresh();
}

void SourcesBar::setProjectFile(const QString &file)
{
    m_file = file;
    refreshWho();
}

void SourcesBar::setLogin(const QString &login)
{
    m_login = login;
    refreshWho();
}

void SourcesBar::refreshWho()
{
    QStringList parts;
    if (!m_file.isEmpty())
        parts.append(QFileInfo(m_file).fileName());
    parts.append(m_login.isEmpty() ? tr("not signed in to GitHub") : tr("signed in as %1").arg(m_login));
    m_who->showText(parts.join(QStringLiteral(" \u00b7 ")));
}

} // namespace Slipway

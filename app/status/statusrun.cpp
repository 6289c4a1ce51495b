// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/status/statusrun.h"

#include "app/status/statusjson.h"
#include "app/status/statussources.h"
#include "app/status/statustable.h"

#include <QNetworkAccessManager>

namespace Slipway {

namespace {

constexpr Milliseconds betweenLooks{100};
constexpr Milliseconds timeToPrint{500}; ///< of the deadline

} // namespace

StatusRun::StatusRun(const Clock &clock, const Project &project, const Folders &folders, Format format, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_console(clock, project, folders, std::make_unique<QNetworkAccessManager>())
    , m_format(format)
{
    connect(&m_look, &QTimer::timeout, this, [this] {
        if (m_console.isQuiet())
            finish();
    });
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, &StatusRun::finish);
}

void StatusRun::start(const GivenTokens &given)
{
    m_look.start(betweenLooks);
    m_deadline.start(statusDeadline - timeToPrint);
    m_console.startLooking(given);
}

void StatusRun::finish()
{
    m_look.stop();
    m_deadline.stop();
    m_console.showUntoldReturn();
    const Moment now = m_clock.now();
    m_console.store().reevaluate(now);
    Snapshot snapshot = m_console.store().snapshot();
    const QStringList polls = m_console.schedule().unanswered();
    for (const QString &poll : polls)
        snapshot.neverRead.append(
            QStringLiteral("%1: no answer within %2 s").arg(poll).arg(statusDeadline.count() / 1000));
    const QByteArray text = m_format == Format::Json ? statusJsonText(statusJson(snapshot, m_console.project(), now))
                                                     : statusTable(snapshot, m_console.project(), now).toUtf8();
    Q_EMIT finished(text, statusExitCode(snapshot));
}

} // namespace Slipway

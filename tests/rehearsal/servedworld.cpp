// SPDX-License-Identifier: GPL-3.0-or-later
#include "servedworld.h"

#include "app/console/rehearsalprocess.h"
#include "app/project/projectfile.h"
#include "app/status/statusjson.h"
#include "app/status/statussources.h"
#include "timedworld.h"

#include <QDeadlineTimer>
#include <QLocale>

namespace Slipway::Test {

namespace {

using Rehearsal::Origins;
using Rehearsal::PeerFault;
using Rehearsal::PeerReply;
using Rehearsal::PeerRequest;
using Rehearsal::World;

constexpr Milliseconds hangsFor{15'000}; ///< then a client gives up
constexpr Milliseconds hop{10'000};      ///< as often as an application is asked for its health
constexpr int patienceMs = 20'000;

/// Addresses at which nobody listens: Railway's WebSocket is really asked for, and refused.
Origins nobodysOrigins()
{
    const auto at = [](int host) { return QUrl(QStringLiteral("http://127.0.0.%1:1").arg(host)); };
    return {.github = at(11),
            .railway = at(12),
            .sentry = at(13),
            .grafana = at(14),
            .staging = at(15),
            .production = at(16),
            .control = at(17)};
}

Project projectIn(const World &world, const Origins &at)
{
    const auto loaded = parseProject(projectFileOf(world, at), QStringLiteral("the world"));
    if (!loaded)
        qFatal("%s", qPrintable(loaded.error().detail));
    return loaded->project;
}

FakeReply onTheWire(const PeerReply &reply, const QDateTime &now)
{
    FakeReply sent{.status = reply.status, .body = reply.body, .headers = reply.headers};
    const QString date = QLocale::c().toString(now.toUTC(), QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"));
    sent.headers += {{"Date", date.toLatin1()}, {"Content-Type", reply.contentType}};
    return sent;
}

FakeReply brokenAnswer(const PeerFault &fault, const QDateTime &now)
{
    switch (fault.kind) {
    case PeerFault::Kind::Status: {
        FakeReply refusal = onTheWire({.status = fault.status, .contentType = "text/html"}, now);
        if (fault.retryAfter > 0)
            refusal.headers.append({"Retry-After", QByteArray::number(fault.retryAfter)});
        return refusal;
    }
    case PeerFault::Kind::Garbage:
        return onTheWire({.body = "{\"<!doctype html>\x01\x02 not what was asked for"}, now);
    case PeerFault::Kind::Hang:
        return {.error = QNetworkReply::TimeoutError, .held = true};
    default:
        return {.error = QNetworkReply::RemoteHostClosedError};
    }
}

} // namespace

ServedWorld::ServedWorld(const char *scenario, quint32 seed)
    : m_world(TimedWorld::told(scenario), 1, seed, [this] { return m_clock.now().utc(); })
    , m_at(nobodysOrigins())
    , m_github(m_world,
               {.api = m_at.github.toString(),
                .web = m_at.github.toString() + QStringLiteral("/web"),
                .repository = m_world.repository()},
               m_at.control.toString())
    , m_railway(m_world, {m_at.staging.host(), m_at.production.host()})
    , m_sentry(m_world, m_at.sentry.toString())
    , m_grafana(m_world, m_at.grafana.toString())
    , m_applications{{m_world, Environment::Staging}, {m_world, Environment::Production}}
    , m_project(projectIn(m_world, m_at))
{
    const auto by = [](auto &service) {
        return [&service](const PeerRequest &asked) { return service.answer(asked); };
    };
    m_services = {
        {QStringLiteral("github"), m_at.github, by(m_github)},
        {QStringLiteral("railway"), m_at.railway, by(m_railway)},
        {QStringLiteral("sentry"), m_at.sentry, by(m_sentry)},
        {QStringLiteral("grafana"), m_at.grafana, by(m_grafana)},
        {QStringLiteral("staging"), m_at.staging, by(m_applications.staging)},
        {QStringLiteral("production"), m_at.production, by(m_applications.production)},
        {QStringLiteral("logs"), m_at.control, [this](const PeerRequest &asked) { return m_github.answerLog(asked); }}};
}

void ServedWorld::arriveAt(Moment moment)
{
    m_clock.setNow(moment);
    m_world.catchUp();
    if (m_watch)
        m_watch();
}

FakeReply ServedWorld::answer(const FakeRequest &request)
{
    m_world.catchUp();
    for (const Service &service : std::as_const(m_services)) {
        if (service.origin.host() != request.url.host())
            continue;
        const PeerRequest asked{.method = request.method,
                                .path = request.url.path(QUrl::FullyDecoded),
                                .query = QUrlQuery(request.url),
                                .headers = request.headers,
                                .body = request.body};
        const PeerFault fault = m_faults.take(service.name, asked, m_world.now());
        return fault.kind == PeerFault::Kind::None ? onTheWire(service.answer(asked), m_world.now())
                                                   : brokenAnswer(fault, m_world.now());
    }
    qFatal("nobody is at %s", qPrintable(request.url.toString()));
}

ServedConsole::ServedConsole(ServedWorld &world, const QString &folder, For what)
    : m_world(world)
{
    auto owned = std::make_unique<FakeNetwork>([this](const FakeRequest &request) {
        FakeReply reply = m_world.answer(request);
        ++m_open;
        if (reply.held && m_held++ == 0)
            m_heldSince = m_world.now();
        return reply;
    });
    m_network = owned.get();
    QObject::connect(m_network, &QNetworkAccessManager::finished, m_network, [this] { --m_open; });
    m_console = std::make_unique<Console>(m_world.clock(), m_world.project(), Folders{.data = folder, .locks = folder},
                                          std::move(owned));
    const GivenTokens given(RehearsalProcess::tokens(), RehearsalProcess::secrets());
    what == For::Window ? m_console->start(given) : m_console->startLooking(given);
    settle();
}

bool ServedConsole::isDue() const
{
    const auto due = m_console->schedule().nextDue();
    return due && due->steadyMs <= m_world.now().steadyMs;
}

void ServedConsole::settle()
{
    const QDeadlineTimer deadline(patienceMs);
    do {
        m_console->schedule().runDue();
        QCoreApplication::processEvents();
        while (m_open > m_held) {
            if (deadline.hasExpired())
                qFatal("not everything was answered");
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, patienceMs);
        }
    } while (isDue());
}

void ServedConsole::letGoOfWhatHangs()
{
    if (m_held == 0 || (m_heldSince + hangsFor).steadyMs > m_world.now().steadyMs)
        return;
    m_held = 0;
    m_network->release();
}

void ServedConsole::arriveAt(Moment moment)
{
    m_world.arriveAt(moment);
    letGoOfWhatHangs();
    m_console->store().reevaluate(m_world.now());
    settle();
}

void ServedConsole::pass(Milliseconds duration)
{
    const Moment end = m_world.now() + duration;
    while (m_world.now().steadyMs < end.steadyMs)
        arriveAt(m_world.now() + std::min(hop, Milliseconds(end.steadyMs - m_world.now().steadyMs)));
}

void ServedConsole::passUntilQuiet()
{
    const Moment end = m_world.now() + statusDeadline;
    while (!m_console->isQuiet() && m_world.now().steadyMs < end.steadyMs)
        arriveAt(m_world.now() + Milliseconds(1'000));
}

void ServedConsole::refresh()
{
    letGoOfWhatHangs();
    m_console->refresh();
    m_console->store().reevaluate(m_world.now());
    settle();
}

QJsonObject ServedConsole::status() const
{
    return statusJson(snapshot(), m_world.project(), m_world.now());
}

} // namespace Slipway::Test

// SPDX-License-Identifier: GPL-3.0-or-later
#include "story.h"

#include "app/commands/commandrunner.h"
#include "app/console/rehearsalprocess.h"
#include "app/project/projectfile.h"

#include <QDeadlineTimer>
#include <QSignalSpy>

#include <algorithm>

namespace Slipway::Test {

namespace {

constexpr int mostRealMs = 20'000; ///< for answers over loopback

Rehearsal::Scenario scenarioNamed(const char *name)
{
    const auto scenario = Rehearsal::loadScenario(QString::fromLatin1(name));
    if (!scenario)
        qFatal("%s", qPrintable(scenario.error().detail));
    return *scenario;
}

Project projectOf(const Rehearsal::Rehearsal &rehearsal)
{
    const auto loaded = parseProject(rehearsal.projectFile(), QStringLiteral("the rehearsal"));
    if (!loaded)
        qFatal("%s", qPrintable(loaded.error().detail));
    return loaded->project;
}

} // namespace

Story::Story(const char *scenario)
    : m_rehearsal(scenarioNamed(scenario), 1, 1, [this] { return m_clock.now().utc(); })
    , m_project(projectOf(m_rehearsal))
    , m_settings(m_folder.filePath(QStringLiteral("settings.ini")))
    , m_colleaguesSettings(m_colleaguesHome.filePath(QStringLiteral("settings.ini")))
{
}

Story::~Story() = default;

void Story::open()
{
    m_application = opened(m_data, m_folder.path(), m_settings);
    settle();
    pass(2); // what follows from the first answers
}

std::unique_ptr<Application> Story::opened(const QString &data, const QString &locks, Settings &settings)
{
    auto application =
        std::make_unique<Application>(m_clock, m_project, Folders{.data = data, .locks = locks}, settings,
                                      GivenTokens(RehearsalProcess::tokens(), RehearsalProcess::secrets()));
    QSignalSpy started(application.get(), &Application::started);
    application->open();
    if (started.isEmpty() && !started.wait(mostRealMs))
        qFatal("the application did not start");
    application->window().activateWindow();
    return application;
}

MainWindow &Story::openColleagues()
{
    m_colleagues = opened(m_colleaguesHome.path(), m_colleaguesHome.path(), m_colleaguesSettings);
    settle();
    pass(2);
    return m_colleagues->window();
}

QList<Application *> Story::applications() const
{
    QList<Application *> all{m_application.get(), m_colleagues.get()};
    all.removeAll(nullptr);
    return all;
}

void Story::restart()
{
    m_application.reset();
    open();
}

bool Story::isAsking() const
{
    const auto asks = [this](Application *application) {
        Console &console = application->console();
        const auto due = console.schedule().nextDue();
        const QList<CommandRecord> &commands = console.store().observations().commands;
        return console.credentials().isLoading() || console.schedule().isBusy() ||
               (due && due->steadyMs <= m_clock.now().steadyMs) ||
               std::any_of(commands.cbegin(), commands.cend(), [](const CommandRecord &each) {
                   return each.state == CommandState::Checking || each.state == CommandState::Sent;
               });
    };
    const QList<Application *> all = applications();
    return std::any_of(all.cbegin(), all.cend(), asks);
}

void Story::settle()
{
    const QDeadlineTimer deadline(mostRealMs);
    while (isAsking()) { // QTest::qWaitFor() would sleep 10 ms each time
        if (deadline.hasExpired())
            qFatal("not everything was answered");
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, mostRealMs);
    }
    QCoreApplication::processEvents();
}

void Story::pass(int seconds, int step)
{
    for (int i = 0; i < seconds; i += step)
        passOne(step);
}

void Story::passUnanswered(int seconds)
{
    for (int i = 0; i < seconds; ++i) {
        m_clock.advance(Milliseconds(1'000));
        m_application->console().store().reevaluate(m_clock.now());
        m_application->console().schedule().runDue();
        QCoreApplication::processEvents();
    }
}

void Story::passOne(int step)
{
    m_clock.advance(Milliseconds(step * 1'000));
    const QList<Application *> all = applications();
    for (Application *application : all) {
        application->console().store().reevaluate(m_clock.now());
        application->console().schedule().runDue();
    }
    settle();
}

bool Story::passUntil(const std::function<bool()> &happened, int seconds)
{
    for (int i = 0; i < seconds && !happened(); ++i)
        passOne(1);
    return happened();
}

void Story::promote(PromotionWay way)
{
    Test::promote(window(), way);
    if (!QTest::qWaitFor([this] { return !snapshot().commands.isEmpty(); }))
        qFatal("there is no command");
}

void Story::promoteAndSend(PromotionWay way)
{
    promote(way);
    settle();
}

void Story::goBackAndSend()
{
    goBack(window());
    settle();
}

StageState Story::stage(StageId id) const
{
    return snapshot().pipeline.stages.at(int(id)).state;
}

GateState Story::gate(const char *id) const
{
    for (const Gate &gate : snapshot().gates) {
        if (gate.id == QLatin1String(id))
            return gate.state;
    }
    qFatal("there is no gate %s", id);
}

QString Story::gateReason(const char *id) const
{
    for (const Gate &gate : snapshot().gates) {
        if (gate.id == QLatin1String(id))
            return gate.reason;
    }
    qFatal("there is no gate %s", id);
}

const CommandRecord &Story::command() const
{
    for (const CommandRecord &record : snapshot().commands) {
        if (record.order.kind == OrderKind::Dispatch || record.order.kind == OrderKind::RailwayDeploy)
            return record;
    }
    qFatal("nothing was promoted");
}

bool Story::isSettled() const
{
    const QList<CommandRecord> &commands = snapshot().commands;
    return !commands.isEmpty() && std::all_of(commands.cbegin(), commands.cend(),
                                              [](const CommandRecord &each) { return Slipway::isSettled(each.state); });
}

const CommandRecord &Story::lastReturn() const
{
    for (const CommandRecord &record : snapshot().commands) {
        if (isReturn(record.order.kind))
            return record;
    }
    qFatal("nobody went back");
}

int Story::served(const char *provider, const char *method, const QString &part) const
{
    int count = 0;
    for (const auto &each : m_rehearsal.served()) {
        const QJsonObject request = each.toObject();
        const bool meant = request.value(QLatin1String("provider")) == QLatin1String(provider) &&
                           request.value(QLatin1String("method")) == QLatin1String(method) &&
                           (request.value(QLatin1String("path")).toString().contains(part) ||
                            request.value(QLatin1String("body")).toString().contains(part));
        count += meant ? 1 : 0;
    }
    return count;
}

int Story::dispatches() const
{
    return served("github", "POST", QStringLiteral("/dispatches"));
}

int Story::rollbacks() const
{
    return served("railway", "POST", QStringLiteral("mutation DeploymentRollback"));
}

int Story::cancellations() const
{
    return served("github", "POST", QStringLiteral("/cancel"));
}

QString Story::bodyOf(const QString &part) const
{
    QString body;
    for (const auto &each : m_rehearsal.served()) {
        const QJsonObject request = each.toObject();
        if (request.value(QLatin1String("method")) == QLatin1String("POST") &&
            request.value(QLatin1String("path")).toString().contains(part))
            body = request.value(QLatin1String("body")).toString();
    }
    return body;
}

void Story::spoil(const QJsonObject &fault)
{
    const auto added = faults().add(fault, world().now());
    if (!added)
        qFatal("%s", qPrintable(added.error().detail));
}

} // namespace Slipway::Test

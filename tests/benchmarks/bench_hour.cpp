// SPDX-License-Identifier: GPL-3.0-or-later
// An idle hour of the whole console, window and all, against the rehearsal's `normal`, on one simulated clock: prints
// as one JSON object what the services were asked. The hour begins with the start.
#include "app/console/rehearsalprocess.h"
#include "app/project/projectfile.h"
#include "app/rehearsal/rehearsal.h"
#include "app/window/application.h"
#include "app/window/settings.h"
#include "benchmarks/firstpaint.h"
#include "support/fakeclock.h"
#include "ui/window/sidetabs.h"

#include <QApplication>
#include <QJsonDocument>
#include <QTabWidget>
#include <QTemporaryDir>

#include <cstdio>

using namespace Slipway;

namespace {

constexpr Milliseconds hour{3'600'000};

int refuse(const QString &why)
{
    std::fprintf(stderr, "%s\n", qPrintable(why));
    return 1;
}

/// Time moves from one poll to the next, and stands still while its answers are awaited.
class SimulatedTime {
public:
    SimulatedTime(Test::FakeClock &clock, Console &console)
        : m_clock(clock)
        , m_console(console)
    {
    }

    /// Asks what is due now and takes all answers, also those of what becomes due by them.
    void settle()
    {
        while (isWaiting() || isDue()) {
            if (isWaiting())
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
            else
                m_console.schedule().runDue();
        }
    }

    void runUntil(Moment end)
    {
        settle();
        for (auto due = m_console.schedule().nextDue(); due && due->steadyMs <= end.steadyMs;
             due = m_console.schedule().nextDue()) {
            m_clock.setNow(*due);
            m_console.store().reevaluate(*due);
            settle();
        }
    }

private:
    bool isWaiting() const { return m_console.credentials().isLoading() || m_console.schedule().isBusy(); }
    bool isDue() const
    {
        const auto due = m_console.schedule().nextDue();
        return due && due->steadyMs <= m_clock.now().steadyMs;
    }

    Test::FakeClock &m_clock;
    Console &m_console;
};

bool isOfThreeServices(const QString &provider)
{
    return provider == QLatin1String("github") || provider == QLatin1String("logs") ||
           provider == QLatin1String("railway") || provider == QLatin1String("sentry");
}

/// What was asked since the `first` served request.
QJsonObject countOf(const QJsonArray &served, qsizetype first)
{
    int all = 0;
    int railway = 0;
    int gitHub = 0;
    int unchanged = 0;
    int grafana = 0;
    QJsonObject addresses;
    for (qsizetype i = first; i < served.size(); ++i) {
        const QJsonObject request = served.at(i).toObject();
        const QString provider = request.value(QLatin1String("provider")).toString();
        const int status = request.value(QLatin1String("status")).toInt();
        grafana += provider == QLatin1String("grafana");
        if (!isOfThreeServices(provider))
            continue;
        ++all;
        railway += provider == QLatin1String("railway");
        gitHub += provider == QLatin1String("github");
        unchanged += provider == QLatin1String("github") && status == 304;
        const QString path = request.value(QLatin1String("path")).toString();
        const QString address = QStringLiteral("%1 %2 %3").arg(provider).arg(status).arg(path);
        addresses.insert(address, addresses.value(address).toInt() + 1);
    }
    return {{QStringLiteral("all"), all},
            {QStringLiteral("railway"), railway},
            {QStringLiteral("github"), gitHub},
            {QStringLiteral("github304"), unchanged},
            {QStringLiteral("grafana"), grafana}, // beside them: it is asked only where a project names it
            {QStringLiteral("addresses"), addresses}};
}

/// An hour in which a source could not be read costs little, and proves nothing.
QString whatWasNotRead(const Snapshot &snapshot)
{
    QStringList missing;
    for (const Source &source : snapshot.sources) {
        if (source.state != SourceState::Ok)
            missing.append(source.error ? source.error->detail : QStringLiteral("source %1").arg(int(source.id)));
    }
    return missing.join(QLatin1String("; "));
}

QMap<CredentialId, QByteArray> rehearsalTokens(bool forEachEnvironment)
{
    QMap<CredentialId, QByteArray> tokens = RehearsalProcess::tokens();
    if (!forEachEnvironment)
        return tokens;
    tokens.remove(CredentialId::Railway);
    tokens.insert(CredentialId::RailwayStaging, "rehearsal-railway-staging");
    tokens.insert(CredentialId::RailwayProduction, "rehearsal-railway-production");
    return tokens;
}

/// How often everything is decided while the answers to reads are taken in.
class EvaluationsPerAnswer {
public:
    explicit EvaluationsPerAnswer(Console &console)
    {
        ConsoleStore &store = console.store();
        QObject::connect(&console.client(), &HttpClient::answerBegins, &m_context,
                         [&] { m_before = store.evaluations(); });
        QObject::connect(&console.client(), &HttpClient::answerEnds, &m_context, [&] {
            m_evaluations += store.evaluations() - m_before;
            ++m_answers;
        });
    }
    double value() const { return double(m_evaluations) / double(std::max<qint64>(1, m_answers)); }

private:
    QObject m_context;
    qint64 m_before = 0;
    qint64 m_evaluations = 0;
    qint64 m_answers = 0;
};

/// Opens the window and lets it begin; how many requests went out before it was painted.
int begin(Application &application)
{
    int sent = 0;
    int sentBeforePaint = -1;
    bool started = false;
    QObject context;
    Bench::FirstPaint paint(qApp);
    QObject::connect(&application.console().client(), &HttpClient::requestSent, &context, [&sent] { ++sent; });
    QObject::connect(&paint, &Bench::FirstPaint::painted, &context, [&] { sentBeforePaint = sent; });
    QObject::connect(&application, &Application::started, &context, [&started] { started = true; });
    application.open();
    while (!started)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    return sentBeforePaint;
}

/// How many pages of deployments are read because somebody opens their panel.
int pagesReadByLooking(Application &application, SimulatedTime &time, const Rehearsal::Rehearsal &rehearsal)
{
    const qsizetype first = rehearsal.served().size();
    application.window()
        .findChild<QTabWidget *>(QStringLiteral("sideTabs"))
        ->setCurrentIndex(int(SideTabs::Tab::Deployments));
    const auto &older = application.console().store().observations().olderDeployments;
    do {
        time.settle();
        QCoreApplication::processEvents();
    } while (older.production.loading || older.staging.loading);
    int pages = 0;
    for (qsizetype i = first; i < rehearsal.served().size(); ++i) {
        const QString body = rehearsal.served().at(i).toObject().value(QLatin1String("body")).toString();
        pages += body.contains(QLatin1String("query ListDeployments")) ? 1 : 0;
    }
    return pages;
}

} // namespace

/// With --token-for-each, each environment has a Railway token of its own.
int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    Test::FakeClock clock;
    const auto scenario = Rehearsal::loadScenario(QStringLiteral("normal"));
    if (!scenario)
        return refuse(scenario.error().detail);
    Rehearsal::Rehearsal rehearsal(*scenario, 1, 1, [&clock] { return clock.now().utc(); });
    const auto loaded = parseProject(rehearsal.projectFile(), QStringLiteral("the rehearsal"));
    if (!loaded)
        return refuse(loaded.error().detail);

    const QTemporaryDir folder;
    Settings settings(folder.filePath(QStringLiteral("settings.ini")));
    const bool tokenForEach = QCoreApplication::arguments().contains(QStringLiteral("--token-for-each"));
    Application application(clock, loaded->project, {.data = folder.path(), .locks = folder.path()}, settings,
                            rehearsalTokens(tokenForEach));
    const EvaluationsPerAnswer evaluations(application.console());
    const Moment end = clock.now() + hour;
    const int sentBeforePaint = begin(application);
    SimulatedTime time(clock, application.console());
    time.settle();
    const qsizetype servedAtStart = rehearsal.served().size();
    time.runUntil(end);

    const QString missing = whatWasNotRead(application.console().store().snapshot());
    if (!missing.isEmpty())
        return refuse(QStringLiteral("Not everything was read: %1").arg(missing));
    if (!application.window().isVisible() || sentBeforePaint < 0)
        return refuse(QStringLiteral("The window was not shown"));
    const int pages = pagesReadByLooking(application, time, rehearsal);
    const QJsonObject result{{QStringLiteral("pages"), pages},
                             {QStringLiteral("evaluations"), evaluations.value()},
                             {QStringLiteral("sentBeforePaint"), sentBeforePaint},
                             {QStringLiteral("hour"), countOf(rehearsal.served(), 0)},
                             {QStringLiteral("afterStart"), countOf(rehearsal.served(), servedAtStart)}};
    std::puts(QJsonDocument(result).toJson().constData());
    return 0;
}

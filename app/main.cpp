// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline.h"
#include "app/console/rehearsalprocess.h"
#include "app/net/systemclock.h"
#include "app/project/projectfile.h"
#include "app/status/statusrun.h"
#include "app/status/statussources.h"
#include "app/storage/datafolder.h"
#include "app/tokens/tokeninput.h"
#include "app/window/application.h"
#include "app/window/settings.h"
#include "models/values/plaintext.h"

#include <QApplication>
#include <QDir>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <csignal>
#include <cstdio>
#include <cstdlib>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace Slipway;

namespace {

constexpr const char *clientName = "slipway";

/// False when it did not get out: the disk is full, or nobody reads.
bool say(FILE *stream, const QString &text)
{
    const bool put = std::fputs(text.toUtf8().constData(), stream) >= 0;
    return std::fflush(stream) == 0 && put;
}

/// Prints what was asked for: the exit code, which is another one when that cannot be done.
int print(const QString &text, int exitCode)
{
    if (say(stdout, text))
        return exitCode;
    say(stderr, QStringLiteral("The output could not be written.\n"));
    return notAllRead;
}

int fail(const Error &error)
{
    say(stderr, error.detail + QLatin1Char('\n'));
    return wrongUsage;
}

Folders foldersOf(const Project &project, const QString &locks)
{
    const DataFolder data = dataFolderOf(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation), project);
    return {.data = data.path, .former = data.former, .locks = locks};
}

/// The same for every user and session, whatever TMPDIR says.
QString lockFolder()
{
    return QStringLiteral("/tmp/slipway-locks.d");
}

/// Takes the project that a file names, or the one that a rehearsal plays, to whatever is to be done with it.
class Run : public QObject {
public:
    Run(const CommandLine &line, const Clock &clock)
        : m_line(line)
        , m_clock(clock)
    {
    }

    int exec()
    {
        if (!m_line.rehearse) {
            const auto loaded = loadProject(m_line.projectFile);
            return loaded ? begin(*loaded, foldersOf(loaded->project, lockFolder()), {}) : fail(loaded.error());
        }
        connect(&m_rehearsal, &RehearsalProcess::ready, this, &Run::rehearse);
        connect(&m_rehearsal, &RehearsalProcess::failed, this, [](const Error &error) { leave(fail(error)); });
        m_rehearsal.start(m_line.scenario);
        return QCoreApplication::exec();
    }

private:
    static void leave(int exitCode) { QCoreApplication::exit(exitCode); }

    void rehearse(const QByteArray &toml)
    {
        const auto loaded = parseProject(toml, QStringLiteral("the rehearsal"));
        if (!loaded)
            return leave(fail(loaded.error()));
        begin(*loaded, {.data = m_scratch.path(), .former = {}, .locks = m_scratch.path()},
              {RehearsalProcess::tokens(), RehearsalProcess::secrets()});
    }

    int begin(const LoadedProject &loaded, const Folders &folders, const GivenTokens &tokens)
    {
        for (const QString &warning : loaded.warnings)
            say(stderr, warning + QLatin1Char('\n'));
        switch (m_line.action) {
        case CommandLine::Action::Window:
            openWindow(loaded.project, folders, tokens);
            break;
        case CommandLine::Action::Status:
        case CommandLine::Action::StatusJson:
            printStatus(loaded.project, folders, tokens);
            break;
        case CommandLine::Action::SetToken:
            return storeToken(loaded.project);
        case CommandLine::Action::PrintAndEnd:
            return 0;
        }
        return m_line.rehearse ? 0 : QCoreApplication::exec();
    }

    void openWindow(const Project &project, const Folders &folders, const GivenTokens &tokens)
    {
        m_settings = std::make_unique<Settings>();
        m_application = std::make_unique<Application>(m_clock, project, folders, *m_settings, tokens);
        connect(&m_rehearsal, &RehearsalProcess::ended, &m_application->window(),
                [this](const Error &error) { m_application->showTrouble(error.detail); });
        m_application->open();
    }

    void printStatus(const Project &project, const Folders &folders, const GivenTokens &tokens)
    {
        const auto format =
            m_line.action == CommandLine::Action::StatusJson ? StatusRun::Format::Json : StatusRun::Format::Table;
        m_status = std::make_unique<StatusRun>(m_clock, project, folders, format);
        connect(m_status.get(), &StatusRun::finished, this,
                [](const QByteArray &text, int exitCode) { leave(print(QString::fromUtf8(text), exitCode)); });
        m_status->start(tokens);
    }

    static QString nothingToStoreFor(const QString &word)
    {
        return word.contains(QLatin1Char('/'))
                   ? QStringLiteral(
                         "No check in the project file names the secret %1: there is nothing to store it for.")
                         .arg(visibleText(word))
                   : QStringLiteral("The project file has no [%1]: there is nothing to store a token for.").arg(word);
    }

    int storeToken(const Project &project)
    {
        const QList<TokenKey> keys = tokenKeys(project) + secretKeys(project);
        const auto key = std::find_if(keys.cbegin(), keys.cend(),
                                      [this](const TokenKey &each) { return each.word() == m_line.token; });
        if (key == keys.cend())
            return fail({.detail = nothingToStoreFor(m_line.token)});
        const auto token = readToken(STDIN_FILENO);
        if (!token)
            return fail(token.error());
        m_tokens = std::make_unique<TokenStore>();
        m_tokens->write(*key, *token, this, [origin = key->origin](const Result<Done> &stored) {
            leave(stored ? print(QStringLiteral("Stored in the keychain, for %1 only.\n").arg(origin.toString()), 0)
                         : fail(stored.error()));
        });
        return QCoreApplication::exec();
    }

    CommandLine m_line;
    const Clock &m_clock;
    QTemporaryDir m_scratch;
    RehearsalProcess m_rehearsal;
    std::unique_ptr<TokenStore> m_tokens;
    std::unique_ptr<StatusRun> m_status;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<Application> m_application;
};

/// A core file would hold the tokens. What others may read of a process stays as it is: desktop portals need it.
void writeNoCoreFile()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_CORE, &limit) != 0)
        return;
    limit.rlim_cur = 0;
    ::setrlimit(RLIMIT_CORE, &limit);
}

/// A stream that was closed would be the next file or connection that is opened, and what is printed go there.
void keepStandardStreams()
{
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(stream, F_GETFD) < 0 && ::open("/dev/null", O_RDONLY) != stream) // not to be written to
            std::abort();
    }
    std::signal(SIGPIPE, SIG_IGN); // a reader that has gone is an error to be told, not an end
}

bool hasDisplay()
{
    return !qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") ||
           !qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM");
}

} // namespace

int main(int argc, char *argv[])
{
    keepStandardStreams();
    writeNoCoreFile();
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    const auto line = parseCommandLine(arguments, QDir::currentPath());
    if (!line)
        return fail(line.error());
    if (line->action == CommandLine::Action::PrintAndEnd)
        return print(line->text, 0);
    QCoreApplication::setApplicationName(QLatin1String(clientName));
    QCoreApplication::setApplicationVersion(QStringLiteral(SLIPWAY_VERSION));
    const SystemClock clock;
    if (line->action != CommandLine::Action::Window) {
        QCoreApplication app(argc, argv);
        return Run(*line, clock).exec();
    }
    if (!hasDisplay())
        return fail({.detail = QStringLiteral("There is no display to open a window on. slipway --status prints the "
                                              "same to the terminal.")});
    QApplication app(argc, argv);
    return Run(*line, clock).exec();
}

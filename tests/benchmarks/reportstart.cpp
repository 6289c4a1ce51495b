// SPDX-License-Identifier: GPL-3.0-or-later
// Linked into a program with a window, this prints two JSON lines: "painted" after its first paint and "settled" a
// second later. Both say what the process has touched by then, seen from outside of its own code.
#include "benchmarks/firstpaint.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimer>

#include <chrono>
#include <cstdio>

namespace Slipway::Bench {

namespace {

using namespace std::chrono_literals;

/// By then the storage is open, the keychain has answered and every probe was tried once.
constexpr auto untilSettled = 1s;

QByteArray wholeFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Both the keychain and SQLite are reached through a library that is loaded at its first use.
bool isLoaded(const QByteArray &maps, const char *library)
{
    return maps.contains(library);
}

/// A request needs the network's thread, or at least a socket.
bool hasTouchedNetwork()
{
    const QDir threads(QStringLiteral("/proc/self/task"));
    const QStringList ids = threads.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &id : ids) {
        if (wholeFile(threads.filePath(id) + QStringLiteral("/comm")).startsWith("QNetworkAccess"))
            return true;
    }
    const QDir descriptors(QStringLiteral("/proc/self/fd"));
    const QFileInfoList all = descriptors.entryInfoList(QDir::System | QDir::Files | QDir::AllDirs);
    return std::any_of(all.cbegin(), all.cend(), [](const QFileInfo &descriptor) {
        return descriptor.symLinkTarget().contains(QLatin1String("socket:["));
    });
}

/// "VmRSS:     28400 kB"
qint64 residentKb()
{
    const QByteArray status = wholeFile(QStringLiteral("/proc/self/status"));
    const qsizetype at = status.indexOf("VmRSS:");
    return at < 0 ? 0 : status.mid(at + 6, status.indexOf('k', at) - at - 6).trimmed().toLongLong();
}

void report(const char *event)
{
    const qint64 now = std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
    const qint64 resident = residentKb();
    const QByteArray maps = wholeFile(QStringLiteral("/proc/self/maps"));
    const QJsonObject line{{QStringLiteral("event"), QLatin1String(event)},
                           {QStringLiteral("steadyNs"), now},
                           {QStringLiteral("residentKb"), resident},
                           {QStringLiteral("network"), hasTouchedNetwork()},
                           {QStringLiteral("keychain"), isLoaded(maps, "libsecret")},
                           {QStringLiteral("database"), isLoaded(maps, "libqsqlite")}};
    std::puts(QJsonDocument(line).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
}

void reportStart()
{
    auto *paint = new FirstPaint(QCoreApplication::instance());
    QObject::connect(paint, &FirstPaint::painted, paint, [paint] {
        report("painted");
        QTimer::singleShot(untilSettled, paint, [] { report("settled"); });
    });
}

Q_COREAPP_STARTUP_FUNCTION(reportStart)

} // namespace

} // namespace Slipway::Bench

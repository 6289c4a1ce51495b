// SPDX-License-Identifier: GPL-3.0-or-later
// Reports what the store of log lines costs, each beside its anchor in this run: reading frames into it
// (QJsonDocument), memory, and searching a million lines (ripgrep on the same bytes, QString::contains).
#include "app/railway/logs/logdecoder.h"
#include "benchmarks/loglines.h"
#include "benchmarks/measuring.h"
#include "models/logs/logstore.h"
#include "models/logs/search/logview.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>

using namespace Slipway;
using namespace Slipway::Bench;

namespace {

constexpr int linesOfAFrame = 20;
constexpr int frames = 2'500; ///< read in each round
constexpr int rounds = 7;
constexpr qsizetype roomForAll = qsizetype(1) << 30;

void appendTo(LogStore &store, int line)
{
    const std::string message = benchMessage(line);
    store.append(
        {.at = benchTime(line), .level = LogLevel::Info, .environment = Environment::Production, .message = message});
}

/// The other way to do it, with the same outcome.
void appendWithQJson(LogStore &store, const QByteArray &frame)
{
    const QJsonArray rows =
        QJsonDocument::fromJson(frame)[QLatin1String("data")][QLatin1String("environmentLogs")].toArray();
    for (const auto &row : rows) {
        const QByteArray time = row[QLatin1String("timestamp")].toString().toUtf8();
        const QByteArray level = row[QLatin1String("severity")].toString().toUtf8();
        const QByteArray message = row[QLatin1String("message")].toString().toUtf8();
        const QJsonValue tags = row[QLatin1String("tags")];
        const QByteArray deployment = tags[QLatin1String("deploymentId")].toString().toUtf8();
        const QByteArray replica = tags[QLatin1String("deploymentInstanceId")].toString().toUtf8();
        store.append({.at = benchTime(0) + time.size(),
                      .level = level == "error" ? LogLevel::Error : LogLevel::Info,
                      .message = {message.constData(), size_t(message.size())},
                      .deployment = {deployment.constData(), size_t(deployment.size())},
                      .replica = {replica.constData(), size_t(replica.size())}});
    }
}

void measureReading(QJsonObject &report)
{
    QByteArrayList wire;
    for (int i = 0; i < frames; ++i) {
        wire.append(benchFrame(i * linesOfAFrame, linesOfAFrame));
        wire.last().reserve(wire.last().size() + 64);
    }
    QList<double> ours;
    QList<double> theirs;
    Railway::LogDecoder decoder;
    for (int round = 0; round < rounds; ++round) {
        LogStore store;
        QElapsedTimer timer;
        timer.start();
        for (const QByteArray &frame : std::as_const(wire)) {
            const auto rows = decoder.decode({frame.constData(), size_t(frame.size())}, frame.capacity(),
                                             {.environment = Environment::Production});
            if (!rows)
                qFatal("a frame was refused");
            for (const LogLine &line : *rows)
                store.append(line);
        }
        ours.append(elapsedMs(timer));
        LogStore other;
        timer.start();
        for (const QByteArray &frame : std::as_const(wire))
            appendWithQJson(other, frame);
        theirs.append(elapsedMs(timer));
        if (store.end() != other.end())
            qFatal("the two ways read another number of lines");
    }
    report.insert(QStringLiteral("readMs"), median(ours));
    report.insert(QStringLiteral("readQJsonMs"), median(theirs));
}

void measureMemory(QJsonObject &report)
{
    const qint64 before = residentKb();
    qint64 textBytes = 0;
    {
        LogStore store(roomForAll);
        for (int i = 0; i < aMillion; ++i) {
            appendTo(store, i);
            textBytes += qint64(store.line(store.end() - 1).message.size());
        }
        const double perLine = double(residentKb() - before) * 1024.0 / aMillion;
        report.insert(QStringLiteral("bytesBesideText"), perLine - double(textBytes) / aMillion);
    }
    LogStore capped;
    for (int i = 0; i < aMillion; ++i)
        appendTo(capped, i);
    report.insert(QStringLiteral("cappedAtOneMillionKb"), residentKb());
    for (int i = aMillion; i < 3 * aMillion; ++i)
        appendTo(capped, i);
    report.insert(QStringLiteral("cappedAtThreeMillionsKb"), residentKb());
}

/// How long a search takes to its end, and what it found.
std::pair<double, qsizetype> searchMs(LogView &view, const PatternText &pattern)
{
    LogFilter filter;
    filter.include = pattern;
    QElapsedTimer timer;
    timer.start();
    if (!view.setFilter(filter))
        qFatal("the pattern was refused");
    while (view.isSearching())
        view.step(aMillion);
    const double took = elapsedMs(timer);
    return {took, view.matchCount()};
}

std::pair<double, qsizetype> ripgrepMs(const QString &file, const PatternText &pattern)
{
    QStringList arguments{QStringLiteral("-c"), QStringLiteral("--no-config")};
    if (!pattern.regularExpression)
        arguments.append(QStringLiteral("-F"));
    if (!pattern.caseSensitive)
        arguments.append(QStringLiteral("-i"));
    arguments << QStringLiteral("-e") << pattern.text << file;
    QProcess process;
    QElapsedTimer timer;
    timer.start();
    process.start(QStringLiteral("rg"), arguments);
    if (!process.waitForFinished())
        qFatal("ripgrep did not run: it is needed to measure");
    return {elapsedMs(timer), process.readAllStandardOutput().trimmed().toLongLong()};
}

void measureSearch(QJsonObject &report)
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("lines.log"));
    LogStore store(roomForAll);
    QList<QString> strings;
    strings.reserve(aMillion);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        qFatal("the lines cannot be written");
    for (int i = 0; i < aMillion; ++i) {
        appendTo(store, i);
        const std::string message = benchMessage(i);
        file.write(QByteArray::fromStdString(message) + '\n');
        strings.append(QString::fromStdString(message));
    }
    file.close();
    LogView view(store);
    const std::array<std::pair<const char *, PatternText>, 6> patterns{{
        {"words", {.text = QStringLiteral("upstream timeout"), .caseSensitive = true}},
        {"wordsAnyCase", {.text = QStringLiteral("Upstream Timeout")}},
        {"regex",
         {.text = QStringLiteral("timeout after [0-9]{5}ms"), .regularExpression = true, .caseSensitive = true}},
        {"regexIds", {.text = QStringLiteral("req_[0-9a-f]*dead"), .regularExpression = true, .caseSensitive = true}},
        {"regexInner",
         {.text = QStringLiteral("(error|warn)\\].*model=gpt"), .regularExpression = true, .caseSensitive = true}},
        {"regexWithoutWords",
         {.text = QStringLiteral("(timeout|exhausted).* (7|8)"), .regularExpression = true, .caseSensitive = true}},
    }};
    for (const auto &[name, pattern] : patterns) {
        QList<double> ours;
        QList<double> theirs;
        for (int round = 0; round < rounds; ++round) {
            const auto [took, found] = searchMs(view, pattern);
            const auto [anchor, expected] = ripgrepMs(path, pattern);
            if (found != expected)
                qFatal("%s: found %lld lines, ripgrep %lld", name, qlonglong(found), qlonglong(expected));
            ours.append(took);
            theirs.append(anchor);
        }
        report.insert(QLatin1String(name) + QLatin1String("Ms"), median(ours));
        report.insert(QLatin1String(name) + QLatin1String("RipgrepMs"), median(theirs));
    }
    QElapsedTimer timer;
    timer.start();
    qsizetype found = 0;
    for (const QString &line : std::as_const(strings))
        found += line.contains(QLatin1String("Upstream Timeout"), Qt::CaseInsensitive) ? 1 : 0;
    report.insert(QStringLiteral("qstringMs"), elapsedMs(timer));
    report.insert(QStringLiteral("qstringFound"), found);
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication app(argc, argv);
    QJsonObject report;
    measureMemory(report); // first: nothing else has been kept yet
    measureReading(report);
    measureSearch(report);
    std::puts(QJsonDocument(report).toJson().constData());
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// bench_logstream ours|text: 10,000 lines a second (twenty replicas at Railway's limit) over a real socket into a
// window that is shown: how long the thread that draws keeps an event waiting, and a line from its logging to its
// painting. `text` is the usual way: QJsonDocument, and QPlainTextEdit a line at a time.
#include "app/net/httpclient.h"
#include "app/net/systemclock.h"
#include "app/railway/logs/logstream.h"
#include "benchmarks/loglines.h"
#include "benchmarks/logserver.h"
#include "benchmarks/measuring.h"
#include "benchmarks/otherthread.h"
#include "models/logs/logtime.h"
#include "models/logs/search/logview.h"
#include "ui/logs/loglist.h"

#include <QApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QPlainTextEdit>
#include <QThread>

#include <algorithm>
#include <chrono>
#include <cstdio>

using namespace Slipway;
using namespace Slipway::Bench;

namespace {

constexpr LogServer::Plan storm{.lines = 100'000, .linesPerSecond = 10'000};
constexpr QSize paneSize{1'200, 800};
constexpr int pingEveryMs = 2;
constexpr int overMs = 60'000; ///< the usual way never catches up within a sensible time

double nowMs()
{
    using namespace std::chrono;
    return duration<double, std::milli>(steady_clock::now().time_since_epoch()).count();
}

double percentile(QList<double> values, double part)
{
    std::sort(values.begin(), values.end());
    return values.isEmpty() ? 0 : values.at(qsizetype(double(values.size() - 1) * part));
}

/// Another thread asks every other millisecond for a turn of the one that draws.
class Delays : public QObject {
public:
    Delays()
    {
        m_timer.moveToThread(&m_thread);
        connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
            QMetaObject::invokeMethod(
                this, [this, asked = nowMs()] { m_waited.append(nowMs() - asked); }, Qt::QueuedConnection);
        });
        m_thread.start();
        QMetaObject::invokeMethod(&m_timer, [this] { m_timer.start(pingEveryMs); });
    }
    ~Delays() override { end(); }
    Q_DISABLE_COPY_MOVE(Delays)
    const QList<double> &end()
    {
        if (m_thread.isRunning()) {
            QMetaObject::invokeMethod(&m_timer, &QTimer::stop, Qt::BlockingQueuedConnection);
            m_thread.quit();
            m_thread.wait();
            QCoreApplication::sendPostedEvents(this);
        }
        return m_waited;
    }

private:
    QThread m_thread;
    QTimer m_timer;
    QList<double> m_waited;
};

/// Where lines end up, and how many have.
class Window : public QObject {
public:
    explicit Window(bool ours)
        : m_ours(ours)
    {
        m_list.viewport()->installEventFilter(this);
        QWidget &shown = ours ? static_cast<QWidget &>(m_list) : m_text;
        m_text.setReadOnly(true);
        m_text.setUndoRedoEnabled(false);
        shown.resize(paneSize);
        shown.show();
    }
    bool isOurs() const { return m_ours; }
    int lines() const { return m_lines; }
    bool isInOrder() const { return m_inOrder; }
    /// How long each line took from its logging, which begins now.
    void logBegins() { m_beganMs = nowMs(); }
    const QList<double> &toPaintMs() const { return m_toPaintMs; }
    /// After each turn of the loop: the lines that the list had when it was painted are painted.
    void look()
    {
        const qsizetype painted = std::exchange(m_inPaint, 0) - m_toPaintMs.size();
        for (qsizetype line = 0; line < painted; ++line)
            m_toPaintMs.append(nowMs() - loggedMs(m_unpainted.at(line)));
        m_unpainted.remove(0, std::max<qsizetype>(painted, 0));
    }

    void take(const LogLine &line)
    {
        note(line.at);
        m_store.append(line);
        m_list.linesArrived();
    }
    void take(qint64 at, const QString &text)
    {
        note(at);
        m_text.appendPlainText(text);
    }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Paint)
            m_inPaint = m_list.rowCount();
        return QObject::eventFilter(watched, event);
    }

private:
    void note(qint64 at)
    {
        m_unpainted.append(at);
        m_inOrder = m_inOrder && at > m_last;
        m_last = at;
        ++m_lines;
    }

    double loggedMs(qint64 at) const
    {
        const double line = double(at - benchTime(0)) / double(benchTime(1) - benchTime(0));
        return m_beganMs + line * 1'000 / storm.linesPerSecond;
    }

    bool m_ours;
    double m_beganMs = 0;
    QList<qint64> m_unpainted; ///< times of lines
    QList<double> m_toPaintMs;
    qsizetype m_inPaint = 0; ///< lines that the list had when it was last painted; 0: not since
    bool m_inOrder = true;
    int m_lines = 0;
    qint64 m_last = 0;
    LogStore m_store;
    LogView m_view{m_store};
    LogList m_list{m_store, m_view};
    QPlainTextEdit m_text;
};

void takeWithQJson(Window &window, std::string_view payload)
{
    const auto bytes = QByteArray::fromRawData(payload.data(), qsizetype(payload.size()));
    const QJsonArray rows =
        QJsonDocument::fromJson(bytes)[QLatin1String("data")][QLatin1String("environmentLogs")].toArray();
    for (const auto &row : rows) {
        const std::string time = row[QLatin1String("timestamp")].toString().toStdString();
        window.take(logTime(time).value_or(0), row[QLatin1String("message")].toString());
    }
}

/// Whatever the window does with lines, they come over the same socket.
class Following {
public:
    Following(const QUrl &api, Window &window)
        : m_client(m_clock, std::make_unique<QNetworkAccessManager>())
        , m_socket(m_client, m_clock, api, CredentialId::Railway, 7)
    {
        if (!m_client.setCredential(CredentialId::Railway,
                                    {.headerName = "Authorization", .headerValue = "Bearer made-up", .origin = api}))
            qFatal("the made-up token was refused");
        m_project.api = api;
        if (!window.isOurs()) {
            m_socket.subscribe(
                {.document = "subscription EnvironmentLogsStream { environmentLogs { message } }",
                 .operation = QStringLiteral("EnvironmentLogsStream"),
                 .variables =
                     [] {
                         return QJsonObject{{QStringLiteral("beforeLimit"), 500}};
                     },
                 .next = [&window](std::string_view payload, qsizetype) { takeWithQJson(window, payload); },
                 .ended = [](const std::optional<Error> &) {}});
            return;
        }
        m_stream = std::make_unique<LogStream>(m_client, m_clock, m_project, Railway::LogTarget{},
                                               [&window](std::span<const LogLine> lines) {
                                                   for (const LogLine &line : lines)
                                                       window.take(line);
                                               });
        m_stream->follow(&m_socket, CredentialId::Railway);
    }
    bool isOpen() const { return m_socket.state() == GraphQlSocket::State::Open; }

private:
    SystemClock m_clock;
    HttpClient m_client;
    GraphQlSocket m_socket;
    RailwayProject m_project;
    std::unique_ptr<LogStream> m_stream;
};

} // namespace

int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    Window window(QString::fromLocal8Bit(argc > 1 ? argv[1] : "") != QLatin1String("text"));
    OtherThread<LogServer> server(storm);
    const Following following(server->api(), window);
    QElapsedTimer timer;
    timer.start();
    while (!following.isOpen()) {
        if (timer.hasExpired(overMs))
            qFatal("the socket does not open");
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 100);
    }
    Delays delays;
    window.logBegins();
    server.act([](LogServer &there) { there.begin(); });
    timer.start();
    while (window.lines() < storm.lines && !timer.hasExpired(overMs)) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        window.look();
    }
    const double took = elapsedMs(timer);
    const QList<double> waited = delays.end();
    const QJsonObject report{{QStringLiteral("lines"), window.lines()},
                             {QStringLiteral("sent"), storm.lines},
                             {QStringLiteral("inOrder"), window.isInOrder()},
                             {QStringLiteral("tookMs"), took},
                             {QStringLiteral("delayP99Ms"), percentile(waited, 0.99)},
                             {QStringLiteral("delayMostMs"), percentile(waited, 1)},
                             {QStringLiteral("toPaintP99Ms"), percentile(window.toPaintMs(), 0.99)}};
    std::puts(QJsonDocument(report).toJson().constData());
    return 0;
}

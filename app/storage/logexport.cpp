// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/storage/logexport.h"

#include "models/logs/logfileline.h"
#include "models/values/plaintext.h"
#include "models/values/text.h"

#include <utility>

namespace Slipway {

namespace {

QString droppedLinesText(qsizetype dropped)
{
    return dropped == 1 ? say("1 line was dropped before it could be written")
                        : say("%1 lines were dropped before they could be written").arg(dropped);
}

} // namespace

QString exportText(const ExportedLines &exported)
{
    const QString written =
        say("%1 written to %2").arg(counted(exported.lines, "line was", "lines were"), visibleText(exported.path));
    return exported.dropped == 0 ? written : say("%1; %2").arg(written, droppedLinesText(exported.dropped));
}

LogExport::LogExport(const LogStore &store, std::vector<LineNumber> lines, const QString &path, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_lines(std::move(lines))
    , m_file(path)
{
    connect(&m_turn, &QTimer::timeout, this, &LogExport::writeSlice);
    m_turn.start(0);
}

void LogExport::cancel()
{
    m_turn.stop();
    m_file.cancelWriting();
}

void LogExport::writeSlice()
{
    if (!m_file.isOpen() && !m_file.open(QIODevice::WriteOnly))
        return fail(m_file.errorString());
    const auto total = qsizetype(m_lines.size());
    const qsizetype end = std::min(total, m_done + sliceLines);
    qsizetype bytes = 0;
    while (m_done < end && bytes < sliceBytes) {
        if (!writeLine(m_lines[size_t(m_done)], bytes))
            return fail(whyNotWritten());
        ++m_done;
    }
    if (m_done == total)
        return finish();
    Q_EMIT progressed(m_done, total);
}

/// False when the file takes no more.
bool LogExport::writeLine(LineNumber number, qsizetype &bytes)
{
    if (number < m_store.first() || number >= m_store.end()) {
        ++m_dropped;
        return true;
    }
    const QByteArray line = logFileLine(m_store.line(number)) + '\n';
    bytes += line.size();
    return m_file.write(line) == line.size();
}

void LogExport::finish()
{
    const ExportedLines exported{.path = m_file.fileName(), .lines = m_done - m_dropped, .dropped = m_dropped};
    const QByteArray last = m_dropped == 0 ? QByteArray() : "# " + droppedLinesText(m_dropped).toUtf8() + '\n';
    if (m_file.write(last) != last.size() || !m_file.flush()) // Qt 6.4's commit() takes a short write for a good one
        return fail(whyNotWritten());
    if (!m_file.commit())
        return fail(m_file.errorString());
    m_turn.stop();
    Q_EMIT progressed(m_done, m_done);
    Q_EMIT finished(exported);
}

/// A short write has no reason; what is left of it is tried once more, and has one.
QString LogExport::whyNotWritten()
{
    m_file.flush();
    return m_file.errorString();
}

void LogExport::fail(const QString &reason)
{
    cancel();
    Q_EMIT finished(Error{
        .kind = ErrorKind::Storage,
        .detail =
            say("The log could not be written to %1: %2").arg(visibleText(m_file.fileName()), visibleText(reason))});
}

} // namespace Slipway

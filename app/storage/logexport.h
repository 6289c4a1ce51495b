// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/logs/logstore.h"
#include "models/values/result.h"

#include <QObject>
#include <QSaveFile>
#include <QTimer>

namespace Slipway {

/// What an export left behind.
struct ExportedLines {
    QString path;
    qsizetype lines = 0;   ///< that stand in the file
    qsizetype dropped = 0; ///< that went from the store before they could be written
    bool operator==(const ExportedLines &) const = default;
};

/// "12 lines were written to /home/mira/log.txt", and how many were dropped before.
QString exportText(const ExportedLines &exported);

/// Writes lines of the log into a file, each as logFileLine() has it, in slices between other events. What was there
/// before is replaced when everything is written, and stays whole until then. Begins with the next turn of the event
/// loop; a last line "# ..." tells how many were dropped meanwhile.
class LogExport : public QObject {
    Q_OBJECT
public:
    static constexpr int sliceLines = 5'000;
    static constexpr qsizetype sliceBytes = qsizetype(1) << 20; ///< a slice of long lines ends sooner

    LogExport(const LogStore &store, std::vector<LineNumber> lines, const QString &path, QObject *parent = nullptr);

    /// Nothing is written then, and no signal follows.
    void cancel();

Q_SIGNALS:
    void progressed(qsizetype done, qsizetype total); ///< lines
    /// Once. ErrorKind::Storage with the path and the reason when it could not be written.
    void finished(const Slipway::Result<Slipway::ExportedLines> &exported);

private:
    void writeSlice();
    bool writeLine(LineNumber number, qsizetype &bytes);
    void finish();
    QString whyNotWritten();
    void fail(const QString &reason);

    const LogStore &m_store;
    std::vector<LineNumber> m_lines;
    QSaveFile m_file;
    QTimer m_turn;
    qsizetype m_done = 0; ///< of the lines, dropped ones too
    qsizetype m_dropped = 0;
};

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
// Reports what it costs to show log lines: one more line at a million (QListView is the anchor), a whole frame at a
// million and at ten thousand, and another size (QPlainTextEdit). Each in turn, so that a busy machine slows them
// alike.
#include "benchmarks/loglines.h"
#include "benchmarks/measuring.h"
#include "models/logs/search/logview.h"
#include "ui/logs/loglist.h"

#include <QAbstractListModel>
#include <QApplication>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QListView>
#include <QPlainTextEdit>

#include <algorithm>
#include <cstdio>

using namespace Slipway;
using namespace Slipway::Bench;

namespace {

constexpr int few = 10'000;
constexpr int rounds = 40;
constexpr int warmUps = 5;
constexpr int resizes = 8; ///< of QPlainTextEdit each takes a tenth of a second and more
constexpr qsizetype roomForAll = qsizetype(1) << 30;
constexpr QSize paneSize{1'200, 800};
constexpr int leastRows = 30; ///< that such a pane shows

/// Lines in our list.
class OurLines {
public:
    explicit OurLines(int lines)
    {
        m_list.resize(paneSize);
        m_list.show();
        for (int i = 0; i < lines; ++i)
            append();
        m_list.linesArrived();
        m_list.refresh();
        QCoreApplication::processEvents();
    }

    double oneMoreMs()
    {
        QElapsedTimer timer;
        timer.start();
        append();
        m_list.linesArrived();
        m_list.refresh();
        QCoreApplication::sendPostedEvents();
        m_list.viewport()->repaint();
        return elapsedMs(timer);
    }

    double frameMs()
    {
        QElapsedTimer timer;
        timer.start();
        const qint64 before = m_list.rowsPainted();
        m_list.viewport()->repaint();
        if (m_list.rowsPainted() - before < leastRows)
            qFatal("%lld of %lld rows were painted", qlonglong(m_list.rowsPainted() - before),
                   qlonglong(m_list.rowCount()));
        return elapsedMs(timer);
    }

    double resizedMs(int step)
    {
        QElapsedTimer timer;
        timer.start();
        m_list.resize(paneSize.width() - step * 10, paneSize.height());
        QCoreApplication::sendPostedEvents();
        m_list.viewport()->repaint();
        return elapsedMs(timer);
    }

private:
    void append()
    {
        const std::string message = benchMessage(m_next);
        m_store.append({.at = benchTime(m_next),
                        .level = m_next % 30 == 0 ? LogLevel::Error : LogLevel::Info,
                        .environment = Environment::Production,
                        .message = message});
        ++m_next;
    }

    LogStore m_store{roomForAll};
    LogView m_view{m_store};
    LogList m_list{m_store, m_view};
    int m_next = 0;
};

class StringsModel : public QAbstractListModel {
public:
    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_lines.size()); }
    QVariant data(const QModelIndex &index, int role) const override
    {
        return role == Qt::DisplayRole ? QVariant(m_lines.at(index.row())) : QVariant();
    }
    void append(const QString &line)
    {
        beginInsertRows({}, int(m_lines.size()), int(m_lines.size()));
        m_lines.append(line);
        endInsertRows();
    }
    void fill(int lines)
    {
        beginResetModel();
        for (int i = 0; i < lines; ++i)
            m_lines.append(QString::fromStdString(benchMessage(i)));
        endResetModel();
    }

private:
    QStringList m_lines;
};

/// The same in the usual widget for rows.
class ListedLines {
public:
    explicit ListedLines(int lines)
    {
        m_model.fill(lines);
        m_view.setUniformItemSizes(true);
        m_view.setModel(&m_model);
        m_view.resize(paneSize);
        m_view.show();
        m_view.scrollToBottom();
        QCoreApplication::processEvents();
    }

    double oneMoreMs()
    {
        QElapsedTimer timer;
        timer.start();
        m_model.append(QString::fromStdString(benchMessage(m_model.rowCount())));
        m_view.scrollToBottom();
        QCoreApplication::sendPostedEvents();
        m_view.viewport()->repaint();
        return elapsedMs(timer);
    }

private:
    StringsModel m_model;
    QListView m_view;
};

/// The same in the usual widget for text.
class TextLines {
public:
    explicit TextLines(int lines)
    {
        m_edit.setReadOnly(true);
        m_edit.setUndoRedoEnabled(false);
        m_edit.setLineWrapMode(QPlainTextEdit::WidgetWidth);
        QString text;
        for (int i = 0; i < lines; ++i)
            text += QString::fromStdString(benchMessage(i)) + QLatin1Char('\n');
        m_edit.setPlainText(text);
        m_edit.resize(paneSize);
        m_edit.show();
        QCoreApplication::processEvents();
    }

    double resizedMs(int step)
    {
        QElapsedTimer timer;
        timer.start();
        m_edit.resize(paneSize.width() - step * 10, paneSize.height());
        QCoreApplication::sendPostedEvents();
        m_edit.viewport()->repaint();
        return elapsedMs(timer);
    }

private:
    QPlainTextEdit m_edit;
};

void measureAppending(QJsonObject &report, OurLines &many, OurLines &small)
{
    ListedLines listed(aMillion);
    QList<double> ours;
    QList<double> theirs;
    QList<double> manyFrames;
    QList<double> fewFrames;
    for (int round = -warmUps; round < rounds; ++round) {
        const std::array<double, 4> took{many.oneMoreMs(), listed.oneMoreMs(), many.frameMs(), small.frameMs()};
        if (round < 0)
            continue;
        ours.append(took[0]);
        theirs.append(took[1]);
        manyFrames.append(took[2]);
        fewFrames.append(took[3]);
    }
    report.insert(QStringLiteral("oneMoreMs"), median(ours));
    report.insert(QStringLiteral("oneMoreListedMs"), median(theirs));
    report.insert(QStringLiteral("frameMs"), median(manyFrames));
    report.insert(QStringLiteral("frameOfFewMs"), median(fewFrames));
}

void measureResizing(QJsonObject &report, OurLines &many)
{
    TextLines text(aMillion);
    QList<double> ours;
    QList<double> theirs;
    for (int step = 1; step <= resizes; ++step) {
        ours.append(many.resizedMs(step));
        theirs.append(text.resizedMs(step));
    }
    report.insert(QStringLiteral("resizeMs"), median(ours));
    report.insert(QStringLiteral("resizeTextMs"), median(theirs));
}

} // namespace

int main(int argc, char *argv[])
{
    const QApplication app(argc, argv);
    OurLines many(aMillion);
    OurLines small(few);
    QJsonObject report;
    measureAppending(report, many, small);
    measureResizing(report, many);
    std::puts(QJsonDocument(report).toJson().constData());
    return 0;
}

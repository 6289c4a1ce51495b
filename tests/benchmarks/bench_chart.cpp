// SPDX-License-Identifier: GPL-3.0-or-later
// Reports what one more sample costs both charts, whose columns are bounded, and what it costs Qt Charts, which draws
// every sample; each in turn, so that a busy machine slows them alike. Then whether a day more needs memory.
#include "benchmarks/measuring.h"
#include "models/health/latencyhistory.h"
#include "ui/charts/healthchart.h"

#include <QApplication>
#include <QChart>
#include <QChartView>
#include <QElapsedTimer>
#include <QImage>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineSeries>
#include <QValueAxis>

#include <algorithm>
#include <array>
#include <cstdio>

using namespace Slipway;
using namespace Slipway::Bench;

namespace {

constexpr int aDay = 8'640; ///< samples, one every ten seconds
constexpr int anHour = 360;
constexpr int many = 100'000;
constexpr int rounds = 60;
constexpr int warmUps = 5;
constexpr qint64 intervalMs = 10'000;
constexpr qint64 beginMs = 1'795'000'000'000;
constexpr QSize size{900, 300};

int latencyOf(int sample)
{
    return 80 + sample * 7'919 % 61 + (sample % 500 == 0 ? 900 : 0);
}

/// Once, whole and at once, after what a scene does later.
void paint(QWidget &widget)
{
    QCoreApplication::sendPostedEvents();
    widget.repaint();
}

/// Both environments' histories with their charts.
class OurCharts {
public:
    explicit OurCharts(int samples)
    {
        for (HealthChartView &view : m_views) {
            view.resize(size);
            view.show();
        }
        for (int i = 0; i < samples; ++i)
            append();
        draw();
    }

    void append()
    {
        const Beat beat{.atMs = beginMs + m_samples * intervalMs,
                        .verdict = Verdict::Healthy,
                        .httpStatus = 200,
                        .latencyMs = latencyOf(m_samples)};
        for (LatencyHistory &history : m_histories)
            history.append(beat, Milliseconds(3 * intervalMs));
        ++m_samples;
    }

    /// What a whole day fills: the window in which columns are fullest.
    void draw()
    {
        const qint64 untilMs = beginMs + m_samples * intervalMs;
        for (size_t i = 0; i < m_views.size(); ++i) {
            m_views[i].display({.window = ChartWindow::Day,
                                .untilMs = untilMs,
                                .columns = m_histories[i].columns(ChartWindow::Day, untilMs),
                                .beats = m_histories[i].beats(),
                                .p50 = m_histories[i].percentile(ChartWindow::Day, 50, untilMs),
                                .p95 = m_histories[i].percentile(ChartWindow::Day, 95, untilMs)});
            paint(m_views[i]);
        }
    }

    double oneMoreMs()
    {
        QElapsedTimer timer;
        timer.start();
        append();
        draw();
        return elapsedMs(timer);
    }

private:
    std::array<LatencyHistory, 2> m_histories;
    std::array<HealthChartView, 2> m_views;
    int m_samples = 0;
};

/// The anchor: every sample a point of a line.
class QtCharts {
public:
    QtCharts()
    {
        for (QChartView &view : m_views) {
            auto *line = new QLineSeries;
            view.chart()->addSeries(line);
            view.chart()->createDefaultAxes();
            view.chart()->legend()->hide();
            view.resize(size);
            view.show();
            m_lines.append(line);
        }
        for (int i = 0; i < aDay; ++i)
            m_points.append({double(i), double(latencyOf(i))});
        const double last = 2 * aDay;
        for (QChartView &view : m_views) {
            view.chart()->axes(Qt::Horizontal).constFirst()->setRange(0, last);
            view.chart()->axes(Qt::Vertical).constFirst()->setRange(0, 1'200);
        }
    }

    double oneMoreMs()
    {
        QElapsedTimer timer;
        timer.start();
        const double next = m_points.constLast().x() + 1;
        m_points.removeFirst();
        m_points.append({next, double(latencyOf(int(next)))});
        for (size_t i = 0; i < m_views.size(); ++i) {
            m_lines.at(qsizetype(i))->replace(m_points);
            paint(*m_views[i].viewport());
        }
        return elapsedMs(timer);
    }

private:
    std::array<QChartView, 2> m_views;
    QList<QLineSeries *> m_lines;
    QList<QPointF> m_points;
};

void passTime(OurCharts &charts, int samples)
{
    for (int i = 0; i < samples; ++i) {
        charts.append();
        charts.draw();
        QCoreApplication::processEvents();
    }
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    OurCharts day(aDay);
    OurCharts full(many);
    QtCharts undecimated;
    QCoreApplication::processEvents();
    QList<double> dayMs;
    QList<double> manyMs;
    QList<double> anchorMs;
    for (int round = -warmUps; round < rounds; ++round) {
        const std::array<double, 3> took{day.oneMoreMs(), full.oneMoreMs(), undecimated.oneMoreMs()};
        if (round < 0)
            continue;
        dayMs.append(took[0]);
        manyMs.append(took[1]);
        anchorMs.append(took[2]);
    }
    passTime(day, anHour); // letters and the like are kept from then on
    const qint64 before = residentKb();
    passTime(day, aDay);
    const QJsonObject result{{QStringLiteral("dayMs"), median(dayMs)},
                             {QStringLiteral("manyMs"), median(manyMs)},
                             {QStringLiteral("undecimatedMs"), median(anchorMs)},
                             {QStringLiteral("residentBeforeKb"), before},
                             {QStringLiteral("residentAfterKb"), residentKb()}};
    std::puts(QJsonDocument(result).toJson().constData());
    return 0;
}

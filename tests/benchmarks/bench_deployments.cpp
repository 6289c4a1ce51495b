// SPDX-License-Identifier: GPL-3.0-or-later
// Reports how long it takes to draw the deployments panel with few rows and with many, in turn.
#include "benchmarks/measuring.h"
#include "support/pastdeployments.h"
#include "ui/deployments/deploymentspanel.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QImage>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cstdio>

using namespace Slipway;
using namespace Slipway::Bench;

namespace {

constexpr int few = 50;
constexpr int many = 5'000;
constexpr int rounds = 60;
constexpr QSize size{900, 600};

double drawMs(DeploymentsPanel &panel)
{
    QImage image(size, QImage::Format_RGB32);
    QElapsedTimer timer;
    timer.start();
    panel.render(&image);
    return elapsedMs(timer);
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    DeploymentsPanel panels[2];
    const int rows[] = {few, many};
    for (int i = 0; i < 2; ++i) {
        panels[i].resize(size);
        panels[i].display(Test::manyPasts(rows[i]));
        panels[i].show();
    }
    QCoreApplication::processEvents();
    QList<double> times[2];
    for (int round = 0; round < rounds; ++round) {
        for (int i = 0; i < 2; ++i)
            times[i].append(drawMs(panels[i]));
    }
    const QJsonObject result{{QStringLiteral("fewMs"), median(times[0])}, {QStringLiteral("manyMs"), median(times[1])}};
    std::puts(QJsonDocument(result).toJson().constData());
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pipeline/pipelinelines.h"

#include "ui/controls/theme.h"

#include <QPainter>
#include <QPainterPath>

namespace Slipway {

namespace {

constexpr double sheetRadius = 6;
constexpr double barWidth = 5;
constexpr int loopLeft = 6; ///< of the line that leads back to staging

QPen linePen(const QPalette &palette, bool taken, Tone tone)
{
    QPen pen(taken ? inkOf(tone, palette) : dimInk(palette), taken ? 2 : 1);
    pen.setJoinStyle(Qt::MiterJoin);
    return pen;
}

void paintFork(QPainter &painter, const QPalette &palette, const PipelineGeometry &geometry, Fork::Branch branch)
{
    const QRect testing = geometry.stages.at(int(StageId::Testing));
    const int from = testing.bottom() + 1;
    const int bend = (from + geometry.issuesFound.top()) / 2;
    const auto arm = [&](const QRect &box, bool taken, Tone tone) {
        painter.setPen(linePen(palette, taken, tone));
        painter.drawPolyline(QPolygon{{testing.center().x(), from},
                                      {testing.center().x(), bend},
                                      {box.center().x(), bend},
                                      {box.center().x(), box.top()}});
    };
    const bool bad = branch == Fork::Branch::IssuesFound;
    arm(bad ? geometry.looksGood : geometry.issuesFound, false, Tone::Neutral); // the taken one lies on top
    arm(bad ? geometry.issuesFound : geometry.looksGood, branch != Fork::Branch::Undecided,
        bad ? Tone::Warn : Tone::Good);
}

void paintWayBack(QPainter &painter, const QPalette &palette, const PipelineGeometry &geometry, bool taken)
{
    const QRect staging = geometry.stages.at(int(StageId::StagingDeploy));
    const QPoint tip(staging.left(), staging.center().y());
    QPen pen = linePen(palette, taken, Tone::Warn);
    const QPen solid = pen;
    if (!taken)
        pen.setStyle(Qt::DashLine);
    painter.setPen(pen);
    painter.drawPolyline(QPolygon{{geometry.issuesFound.left(), geometry.issuesFound.center().y()},
                                  {loopLeft, geometry.issuesFound.center().y()},
                                  {loopLeft, tip.y()},
                                  {tip.x() - 2, tip.y()}});
    painter.setPen(solid);
    painter.drawPolyline(QPolygon{tip + QPoint(-6, -4), tip + QPoint(-1, 0), tip + QPoint(-6, 4)});
}

} // namespace

void paintPipelineLines(QPainter &painter, const QPalette &palette, const PipelineGeometry &geometry,
                        Fork::Branch branch)
{
    const auto down = [&](const QRect &from, const QRect &to, int x) {
        painter.setPen(linePen(palette, false, Tone::Neutral));
        painter.drawLine(x, from.bottom() + 1, x, to.top());
    };
    for (int i = 0; i + 1 < geometry.stages.size(); ++i) {
        if (StageId(i) != StageId::Testing)
            down(geometry.stages.at(i), geometry.stages.at(i + 1), geometry.stages.at(i).center().x());
    }
    paintFork(painter, palette, geometry, branch);
    const QRect deploy = geometry.stages.at(int(StageId::ProductionDeploy));
    down(geometry.looksGood, deploy, geometry.looksGood.center().x());
    paintWayBack(painter, palette, geometry, branch == Fork::Branch::IssuesFound);
}

void paintBarredSheet(QPainter &painter, const QPalette &palette, const QRectF &box, const QColor &bar,
                      const QColor &border)
{
    QPainterPath sheet;
    sheet.addRoundedRect(box, sheetRadius, sheetRadius);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillPath(sheet, palette.color(QPalette::Base));
    QPainterPath edge;
    edge.addRect(QRectF(box.left(), box.top(), barWidth, box.height()));
    painter.fillPath(sheet.intersected(edge), bar);
    painter.strokePath(sheet, border);
}

} // namespace Slipway

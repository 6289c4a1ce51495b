// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pipeline/views.h"

#include <QRect>

class QPainter;
class QPalette;

namespace Slipway {

/// Where the parts of the pipeline stand.
struct PipelineGeometry {
    QList<QRect> stages; ///< the six
    QRect issuesFound;
    QRect looksGood;
};

/// The lines between them: down from stage to stage, apart at the fork, and back up from "issues found" to staging. The
/// branch that is taken is drawn stronger.
void paintPipelineLines(QPainter &painter, const QPalette &palette, const PipelineGeometry &geometry,
                        Fork::Branch branch);

/// A sheet with a coloured bar along its left edge.
void paintBarredSheet(QPainter &painter, const QPalette &palette, const QRectF &box, const QColor &bar,
                      const QColor &border);

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pipeline/views.h"

#include <QWidget>

namespace Slipway {

class LineList;
class OutgoingList;
class PlainLabel;
struct Line;

/// A line for each: its state, its title and its reason.
QList<Line> gateLines(const QList<Gate> &gates);

/// What would go out to production, and the gates that it has to pass.
class ReleaseFacts : public QWidget {
    Q_OBJECT
public:
    explicit ReleaseFacts(QWidget *parent = nullptr);

    void display(const PromotionOffer &offer);

private:
    OutgoingList *m_outgoing;
    LineList *m_gates;
    PlainLabel *m_gateCount;
};

} // namespace Slipway

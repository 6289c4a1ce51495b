// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/goback/forecast.h"
#include "models/logs/logline.h"
#include "models/logs/logstream.h"
#include "models/pipeline/views.h"
#include "ui/controls/shapes.h"

#include <QPalette>

namespace Slipway {

/// The one map from a status to its icon, colour and word. A status is never only a colour.
enum class Tone { Neutral, Good, Running, Warn, Bad };

struct Look {
    Shape shape = Shape::Question;
    Tone tone = Tone::Neutral;
    QString word;
    bool operator==(const Look &) const = default;
};

Look lookOf(StageState state);
Look lookOf(GateState state);
Look lookOf(LinkState state);
Look lookOf(Verdict verdict);
Look lookOf(SourceState state);
Look lookOf(CommandStep::State state);
Look lookOf(CommandState state);
Look lookOf(DeploymentStatus status);
Look lookOf(ShaProof proof);
Look lookOf(ForecastVerdict verdict);
Look lookOf(LogLevel level);
Look lookOf(LogStreamView::State state);
/// Of what could not be read: "not permitted" and "unreachable" are different things to do something about.
Look lookOf(ErrorKind kind);
QString sourceTitle(SourceId id); ///< "GitHub", "Staging health"

enum class ThemeChoice { System, Light, Dark, HighContrast };

/// The palette of a choice. System follows the lightness of the desktop's own palette: Qt 6.4 tells no more.
QPalette paletteOf(ThemeChoice choice, const QPalette &desktop);
/// Gives the application the Fusion style and that palette.
void applyTheme(ThemeChoice choice);

bool isDark(const QPalette &palette);
bool isHighContrast(const QPalette &palette);
/// For text and icons on a card.
QColor inkOf(Tone tone, const QPalette &palette);
/// Behind such text, in a pill.
QColor fillOf(Tone tone, const QPalette &palette);
/// Behind the words of a button that stands out; `onStrongFill` is for those words.
QColor strongFill(Tone tone, const QPalette &palette);
QColor onStrongFill(const QPalette &palette);
QColor dimInk(const QPalette &palette);
QColor lineColour(const QPalette &palette);
/// Behind what a search found, and for its words.
QColor foundFill(const QPalette &palette);
QColor onFoundFill(const QPalette &palette);
/// Behind lines that are selected, where the colours of their words stay; in high contrast those change as well.
QColor selectedFill(const QPalette &palette);

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/command/commandrecord.h"
#include "models/goback/deploymentsview.h"
#include "models/values/moment.h"
#include "ui/controls/linelist.h"

namespace Slipway {

/// What the panel shows of all that is known: everything that is not settled, the newest promotion or return, what
/// belongs to those, the very newest, and what raised an alarm that nobody has acknowledged: that comes first, the rest
/// in the order it came in.
QList<CommandRecord> shownCommands(const QList<CommandRecord> &all);

QString environmentTitle(Environment environment); ///< "PRODUCTION"
/// "a01b77e", or "deployment 1b2c3d4e" for one whose commit is not known.
QString targetName(const CommitSha &sha, const DeploymentId &deployment);
/// "Roll PRODUCTION back to a01b77e".
QString returnTitle(ReturnMeans means, Environment environment, const CommitSha &sha, const DeploymentId &target);
/// "Deploy 3f9c2ab to PRODUCTION".
QString commandTitle(const Order &order);
/// The same, naming what its run really checked out.
QString commandTitle(const CommandRecord &record);
/// As the state's, but a return that succeeded reads "Restored".
Look commandLook(const CommandRecord &record);
/// Why it should not be denied lightly, in words for its kind.
QString denialText(const Order &order);
/// "GitHub Actions at main · by mira · sent 3 min ago". Ages stand in it only where `now` is known.
QString commandMeta(const CommandRecord &record, const std::optional<Moment> &now);
QList<Line> alarmLines(const CommandRecord &record);
QList<Line> reviewLines(const CommandRecord &record);
QList<Line> stepLines(const CommandRecord &record);
/// "#318 by mira, of main at 3f9c2ab, 2 min ago".
QString candidateText(const WorkflowRun &run, const std::optional<Moment> &now);
/// The end of the failing job's log: no line so long that the screen stands still.
QString logText(const QStringList &lines);

/// What closing the window means for what is under way.
struct Closing {
    enum class Kind { Free, CallsOff, LeavesUnknown, GoesOn };
    Kind kind = Kind::Free;
    QString sentence; ///< empty: nothing is under way
};
Closing closingOf(const QList<CommandRecord> &all);

enum class CancelOffer { None, Possible, Requested };
CancelOffer cancelOffer(const CommandRecord &record, const QList<CommandRecord> &all);
QString cancelText(const Order &order, CancelOffer offer);

enum class ReviewOffer { None, Possible, Requested };
/// Whether the person may approve or reject what it waits for.
ReviewOffer reviewOffer(const CommandRecord &record, const QList<CommandRecord> &all);
/// Whether the person may say that it did not happen.
bool mayBeDenied(const CommandRecord &record);

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/result.h"

#include <QString>
#include <QStringList>

namespace Slipway {

/// What the person asked for on the command line.
struct CommandLine {
    enum class Action {
        Window,      ///< open the console
        Status,      ///< print what can be proven, and leave
        StatusJson,  ///< the same as one JSON object
        SetToken,    ///< read a token from standard input and store it
        PrintAndEnd, ///< --help or --version: print `text` and leave with 0
    };
    Action action = Action::Window;
    QString projectFile; ///< empty in a rehearsal
    bool rehearse = false;
    QString scenario = QStringLiteral("normal");
    QString token; ///< SetToken: which one: "github", "staging/chat-key"
    QString text;
    bool operator==(const CommandLine &) const = default;
};

/// Reads the arguments (without the program's name). Wrong usage is one sentence and the usage, for standard error.
/// Without --project and --rehearse it is slipway.toml in `folder`, when that exists.
Result<CommandLine> parseCommandLine(const QStringList &arguments, const QString &folder);

/// The exit code of wrong usage or configuration.
inline constexpr int wrongUsage = 1;

} // namespace Slipway

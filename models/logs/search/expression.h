// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Slipway {

struct PatternText;

/// What is certain of a regular expression before it is tried.
struct Expression {
    /// In every text that it matches, so that others need not be tried: the longest plain run outside of groups, of
    /// three characters or more. Empty where none is certain.
    QString requiredWords;
    /// Whether a line matches on its own exactly when it does so among others: no match holds a line end.
    bool staysInLine = false;
};

Expression readExpression(const PatternText &expression);

} // namespace Slipway

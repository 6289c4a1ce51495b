// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/project/projectchecks.h"

#include <QList>
#include <QString>

namespace Slipway::ProjectRules {

/// Where the characters of a TOML string stand in its file, escapes and line ends notwithstanding.
class StringPlaces {
public:
    /// `begin` is where the opening quote stands, `value` what the string says. Where the two do not agree every place
    /// is the beginning's line.
    StringPlaces(const QString &file, const FilePlace &begin, const QString &value);

    /// Of the character with that index in the value; one past the last is the closing quote.
    FilePlace at(qsizetype index) const;

private:
    FilePlace m_begin;
    QList<FilePlace> m_places; ///< by index in the value; empty: not known
};

} // namespace Slipway::ProjectRules

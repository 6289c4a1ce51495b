// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace Slipway {

struct SqlStatement {
    int line = 0; ///< where it begins, from 1
    QString text; ///< as it stands in the file, without comments, in one line
    bool operator==(const SqlStatement &) const = default;
};

/// The statements that destroy or rename what older code uses: DROP, RENAME, TRUNCATE, ALTER ... TYPE, and DELETE
/// without WHERE. Words inside comments, strings, dollar-quoted bodies' strings and quoted identifiers do not count.
QList<SqlStatement> destructiveStatements(const QString &sql);

} // namespace Slipway

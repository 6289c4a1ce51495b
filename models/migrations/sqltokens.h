// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <functional>

namespace Slipway {

/// The key words by which a statement is judged; any other word is None.
enum class SqlWord {
    None,
    After,
    Alter,
    Attribute,
    Before,
    Begin,
    Case,
    Column,
    Comment,
    Commit,
    Copy,
    Data,
    Default,
    Delete,
    Drop,
    Else,
    End,
    From,
    Grant,
    Insert,
    Loop,
    Not,
    Null,
    Or,
    Raise,
    Rename,
    Returning,
    Revoke,
    Set,
    Stdin,
    Then,
    True,
    Truncate,
    Type,
    Update,
    Where,
};

/// A part of a statement. Comments and white space are none.
struct SqlToken {
    enum class Kind {
        Word,
        Quoted, ///< a quoted identifier
        String, ///< also a dollar-quoted one
        Number,
        Sign, ///< one character
    };
    Kind kind = Kind::Sign;
    SqlWord word = SqlWord::None;
    qsizetype from = 0; ///< where it stands in the text
    qsizetype size = 0;
    int depth = 0; ///< how many parentheses are open around it
};

/// Hands over every statement of a PostgreSQL script, without its semicolon, and never an empty one. A dollar-quoted
/// body is code: its statements come on their own, before the statement that they stand in (which has it as a String),
/// except where it is a text, as in COMMENT. In a body the words that open a block divide, too. What is not terminated
/// ends with the text. Linear in the length of the text, whatever it says.
void eachSqlStatement(const QString &sql, const std::function<void(const QList<SqlToken> &)> &handle);

} // namespace Slipway

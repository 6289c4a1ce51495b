// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/project/projectchecks.h"
#include "app/project/toml.h"

#include <QStringList>

namespace Slipway::ProjectRules {

/// What was expected of a value, or nothing when it is good (projectrules.h).
using Rule = QString (*)(const QString &value);

int lineOfNode(const toml::node &node);
QString textOf(std::string_view utf8);
/// "a table", "a string"
QString typeWord(const toml::node &node);

/// One table of the file. Every key that is asked for is a known key.
class Section {
public:
    Section(ProjectReport &report, const toml::table &table, const QString &name);
    /// From now on mistakes and unknown keys are told by column, too.
    void tellColumns() { m_columns = true; }

    QString required(const QString &key, Rule expected) { return read(key, expected, nullptr); }
    QString optional(const QString &key, Rule expected, const QString &fallback)
    {
        return read(key, expected, &fallback);
    }
    QStringList optionalList(const QString &key, Rule expected, const QStringList &fallback);
    bool optionalFlag(const QString &key, bool fallback);
    /// Within least and most.
    int optionalNumber(const QString &key, int least, int most, int fallback);
    /// The tables [[name.key]], at most so many; none when there are none.
    QList<const toml::table *> optionalTables(const QString &key, int most);
    /// What stands there, null when nothing does.
    const toml::node *optionalNode(const QString &key);

    /// Where a key stands, else where the table begins.
    int line(const QString &key) const;
    bool has(const QString &key) const { return m_table.contains(key.toStdString()); }
    /// To be called when everything was asked for.
    void warnOfUnknownKeys() const;
    /// "railway.project"
    QString full(const QString &key) const;
    ProjectReport &report() { return m_report; }
    void mistake(const toml::node &node, const QString &key, const QString &expected, const QString &instead);
    /// Where that value stands, a sentence of its own.
    void refuse(const toml::node &node, const QString &key, const QString &sentence);

private:
    FilePlace placeOf(const toml::source_region &source) const;

    QString read(const QString &key, Rule expected, const QString *fallback);
    QString checked(const toml::node &node, const QString &key, Rule expected);
    static QString found(const toml::node &node);
    QString misspelt(const QString &wanted) const;

    ProjectReport &m_report;
    const toml::table &m_table;
    QString m_name;
    QStringList m_known;
    bool m_columns = false;
};

} // namespace Slipway::ProjectRules

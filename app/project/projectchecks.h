// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/project/project.h"
#include "models/values/result.h"

#include <QList>
#include <QStringList>

#include <functional>

namespace Slipway::ProjectRules {

/// A place in the project file, both 1-based; line 0: the whole file, column 0: the whole line.
struct FilePlace {
    int line = 0;
    int column = 0; ///< in characters
    bool operator==(const FilePlace &) const = default;
};

/// What was wrong or odd in one project file, told by line, and by column where that helps.
class ProjectReport {
public:
    explicit ProjectReport(const QString &fileName);
    void mistake(int line, const QString &text) { mistake(FilePlace{line}, text); }
    void mistake(const FilePlace &place, const QString &text) { m_mistakes.append({place, text}); }
    void warn(int line, const QString &text) { warn(FilePlace{line}, text); }
    void warn(const FilePlace &place, const QString &text) { m_warnings.append({place, text}); }
    bool isClean() const { return m_mistakes.isEmpty(); }

    QStringList warnings() const { return inOrder(m_warnings); }
    Error error() const; ///< the first mistake, and how many more there are

private:
    struct Remark {
        FilePlace place;
        QString text;
    };
    QStringList inOrder(QList<Remark> remarks) const;

    QString m_file;
    QList<Remark> m_mistakes;
    QList<Remark> m_warnings;
};

/// Where a key of a table stands, 0 when it does not.
using LineOf = std::function<int(const QString &table, const QString &key)>;

/// Staging and production must not be one thing: a release would go out while it is called a test.
void refuseMixUps(const Project &project, const LineOf &lineOf, ProjectReport &report);

/// The mark "REHEARSAL" promises that nothing real can be touched.
void refuseFarRehearsal(const Project &project, const QUrl &control, const LineOf &lineOf, ProjectReport &report);

} // namespace Slipway::ProjectRules

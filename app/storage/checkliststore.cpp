// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/storage/checkliststore.h"

#include "app/storage/database.h"

#include <QSqlQuery>

#include <algorithm>

namespace Slipway {

namespace {

constexpr int checklistVersion = 1;

QStringList checklistSchema()
{
    return {QStringLiteral("CREATE TABLE IF NOT EXISTS tick (deployment TEXT NOT NULL, item TEXT NOT NULL, "
                           "by TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (deployment, item))")};
}

} // namespace

ChecklistStore::ChecklistStore(const QString &path)
{
    const Database::Opened opened = Database::open(path, checklistVersion, checklistSchema());
    m_connection = opened.connection;
    m_trouble = opened.reason;
}

ChecklistStore::~ChecklistStore()
{
    if (!m_connection.isEmpty())
        Database::close(m_connection);
}

Result<Checklist> ChecklistStore::load(const DeploymentId &deployment) const
{
    if (m_connection.isEmpty())
        return Error{.kind = ErrorKind::Storage, .detail = m_trouble};
    auto rows = Database::read(m_connection, QStringLiteral("SELECT item, by, at FROM tick WHERE deployment = ?"),
                               {deployment.value});
    if (!rows)
        return rows.error();
    Checklist checklist{.deployment = deployment, .ticks = {}};
    while (rows->next()) {
        const QString word = rows->value(0).toString();
        const auto *item = std::find_if(checklistItems.begin(), checklistItems.end(),
                                        [&](ChecklistItem each) { return checklistItemId(each) == word; });
        if (item == checklistItems.end())
            continue; // a test of a later version: not one of ours, so not ticked here
        checklist.ticks.append({.item = *item,
                                .by = rows->value(1).toString(),
                                .at = QDateTime::fromString(rows->value(2).toString(), Qt::ISODateWithMs)});
    }
    return checklist;
}

Result<Done> ChecklistStore::set(const DeploymentId &deployment, ChecklistItem item, bool ticked, const QString &by,
                                 const QDateTime &at)
{
    if (m_connection.isEmpty())
        return Error{.kind = ErrorKind::Storage, .detail = m_trouble};
    if (!ticked)
        return Database::write(m_connection, QStringLiteral("DELETE FROM tick WHERE deployment = ? AND item = ?"),
                               {deployment.value, checklistItemId(item)});
    return Database::write(m_connection,
                           QStringLiteral("INSERT OR REPLACE INTO tick (deployment, item, by, at) VALUES (?, ?, ?, ?)"),
                           {deployment.value, checklistItemId(item), by, at.toUTC().toString(Qt::ISODateWithMs)});
}

} // namespace Slipway

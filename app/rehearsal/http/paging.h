// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rehearsal/http/httppeer.h"
#include "models/values/result.h"

#include <QJsonArray>
#include <QJsonObject>

/// Lists that are handed out in parts.
namespace Slipway::Rehearsal {

/// The part of a list of so many that per_page and page ask for (app/github/README.md, 9).
struct Page {
    qsizetype from = 0;
    qsizetype to = 0; ///< the one behind its last
    QByteArray link;  ///< of the header; empty: there is only this page
};
/// `address` is that of the list, without its query.
Page pageOf(const PeerRequest &request, qsizetype total, const QString &address);
QJsonArray partOf(const QJsonArray &whole, const Page &page);

/// A GraphQL connection: of those nodes as many as `first` says, behind the cursor `after`. A node's cursor is its id.
Result<QJsonObject> connectionOf(const QJsonArray &nodes, const QJsonObject &arguments);

} // namespace Slipway::Rehearsal

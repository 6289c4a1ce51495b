// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/project/project.h"

#include <QStringList>
#include <QUrl>

namespace Slipway::ProjectRules {

// What a value in the project file must look like. Each rule returns what was expected ("a UUID"), or nothing when the
// value is good. Pure.

QString expectName(const QString &value);
QString expectUuid(const QString &value);
QString expectAutoDeploy(const QString &value);   ///< "off, checked by hand"
QString expectRepository(const QString &value);   ///< "owner/name"
QString expectBranch(const QString &value);       ///< what git accepts as a branch name
QString expectWorkflowFile(const QString &value); ///< a file name: "deploy.yml"
QString expectInputName(const QString &value);    ///< of a workflow_dispatch input
QString expectSlug(const QString &value);         ///< a Sentry organization or project
QString expectSentryEnvironment(const QString &value);
QString expectLabel(const QString &value);
QString expectPathPattern(const QString &value); ///< "supabase/migrations/**"
QString expectFilePath(const QString &value);    ///< of a file on this computer, from its root
QString expectHealthPath(const QString &value);  ///< "/health"
/// https, or plain http on this computer; no user name, query or fragment.
QString expectUrl(const QString &value);
/// As expectUrl, but with query and fragment, as pages of dashboards have them.
QString expectLink(const QString &value);
QString expectAlertLabel(const QString &value); ///< "environment=production"

QString expectCheckName(const QString &value);
QString expectMethod(const QString &value);
QString expectCheckPath(const QString &value);   ///< "/v1/models?limit=1"
QString expectCheckBody(const QString &value);   ///< at most 64 KiB
QString expectHeaderName(const QString &value);  ///< an HTTP token that is a check's to choose
QString expectHeaderValue(const QString &value); ///< on one line; at most one {secret:NAME}

/// A value that passed expectUrl, without trailing slashes.
QUrl urlFrom(const QString &value);
/// Host, port and path, so that two spellings of one address are equal: case, default port, trailing slash, localhost.
QString sameAddressKey(const QUrl &url);

/// 1-based line of the first bytes that are not UTF-8, 0 if there are none.
int lineThatIsNotUtf8(const QByteArray &bytes);
/// 1-based line of the first thing that looks like a token of a known service, 0 if there is none. Comments count.
int lineOfToken(const QString &text);
/// Whether a key asks for a secret: "token", "api_token", "password".
bool namesASecret(const QString &key);
/// Whether the value of a header of that name is one: "Authorization", "Cookie", "X-Staging-Access-Token".
bool isSecretHeader(const QString &name);

/// How many characters must be inserted, removed or replaced to make one of the other (Levenshtein).
int editDistance(const QString &left, const QString &right);
/// The known key nearest to `key`; empty when nothing comes near.
QString nearestKey(const QString &key, const QStringList &known);

/// A value as a message may quote it: invisible characters shown, at most 60 characters, never what may be a password.
QString quoted(const QString &value);

} // namespace Slipway::ProjectRules

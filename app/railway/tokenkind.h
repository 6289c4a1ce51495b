// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/httpclient.h"
#include "app/railway/calls.h"

#include <QObject>

namespace Slipway {

namespace Railway {

/// Whose project token covers that environment.
CredentialId projectTokenOf(Environment environment);
/// The credential that reaches that environment: the token for all where there is one.
CredentialId credentialFor(const HttpClient &client, Environment environment);
/// There is no token for all, and one for an environment.
bool hasTokenForEach(const HttpClient &client);

} // namespace Railway

/// Finds out by asking what kind of token somebody pasted: the text does not tell, and the kinds travel in different
/// headers (app/railway/README.md, 2).
///
/// It sets the client's credential for each try. In the end the right header is set, or none and an Error says why.
/// That Railway does not know it is an error only when each question was answered so; else it did not say.
/// A token of a project must belong to the environment it is for. No poll of Railway should run meanwhile: it would
/// ask with a header that may be wrong. Of two tokens with one `id` the later one counts, whichever is answered first.
class RailwayTokenKindFinder : public QObject {
    Q_OBJECT
public:
    using Found = std::function<void(Result<RailwayTokenKind>)>;

    RailwayTokenKindFinder(HttpClient &client, const RailwayProject &project, QObject *parent = nullptr);

    /// `id` is Railway, RailwayStaging or RailwayProduction. `found` runs exactly once, unless `context` or this
    /// object is gone, or another find() or a giveUp() with that `id` came in between.
    void find(CredentialId id, const QByteArray &token, QObject *context, const Found &found);
    /// Nobody wants that token any more: the client has none.
    void giveUp(CredentialId id);

Q_SIGNALS:
    /// Railway told whose account's token it is.
    void personTold(const QString &name);

private:
    struct Search;
    using SearchPtr = std::shared_ptr<Search>;

    void tryProjectToken(const SearchPtr &search);
    void tryAccount(const SearchPtr &search);
    void tryWorkspace(const SearchPtr &search);
    void end(const SearchPtr &search, const Result<RailwayTokenKind> &result);
    static bool goesOn(const SearchPtr &search, const Error &error);
    bool isOutdated(const SearchPtr &search) const;

    HttpClient &m_client;
    RailwayProject m_project;
    QHash<CredentialId, SearchPtr> m_newest;
};

} // namespace Slipway

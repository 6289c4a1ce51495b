// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/apicall.h"

#include <QCache>

namespace Slipway {

/// The last 200 of each conditional GET with its ETag, bounded in bytes; the least recently used go first.
class EtagCache {
public:
    explicit EtagCache(qsizetype bytes = qsizetype(8) << 20);

    /// The ETag to ask with; empty when there is none.
    QByteArray etagOf(const HttpRequest &request) const;
    /// Keeps a 200 that carries an ETag. A 304 echoes it in another form, so only a 200's is kept
    /// (app/github/README.md, 10).
    void keep(const HttpRequest &request, const HttpResponse &response);
    /// The 200 that a 304 confirms; none when it was dropped meanwhile.
    std::optional<HttpResponse> confirmed(const HttpRequest &request) const;
    /// Another token: its answers may differ.
    void forget(CredentialId id);
    void forget(const HttpRequest &request);
    qsizetype bytes() const { return m_answers.totalCost(); }

private:
    struct Answer {
        QByteArray etag;
        HttpResponse response;
        CredentialId credential = CredentialId::None;
    };
    QCache<QByteArray, Answer> m_answers;
};

} // namespace Slipway

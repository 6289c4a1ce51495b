// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/net/etagcache.h"

namespace Slipway {

namespace {

/// The same address with another media type, API version or token is another answer.
QByteArray cacheKey(const HttpRequest &request)
{
    QByteArray key = request.url.toEncoded() + '\n' + QByteArray::number(int(request.credential));
    for (const auto &[name, value] : request.headers)
        key += '\n' + name.toLower() + ':' + value;
    return key;
}

} // namespace

EtagCache::EtagCache(qsizetype bytes)
    : m_answers(bytes)
{
}

QByteArray EtagCache::etagOf(const HttpRequest &request) const
{
    const Answer *answer = m_answers.object(cacheKey(request));
    return answer ? answer->etag : QByteArray();
}

void EtagCache::keep(const HttpRequest &request, const HttpResponse &response)
{
    const QByteArray etag = response.headers.value("etag");
    if (response.status != 200 || etag.isEmpty())
        return;
    const qsizetype cost = response.body.size() + 512; // the headers, roughly
    m_answers.insert(cacheKey(request),
                     new Answer{.etag = etag, .response = response, .credential = request.credential}, cost);
}

std::optional<HttpResponse> EtagCache::confirmed(const HttpRequest &request) const
{
    const Answer *answer = m_answers.object(cacheKey(request));
    return answer ? std::optional(answer->response) : std::nullopt;
}

void EtagCache::forget(const HttpRequest &request)
{
    m_answers.remove(cacheKey(request));
}

void EtagCache::forget(CredentialId id)
{
    const QList<QByteArray> keys = m_answers.keys();
    for (const QByteArray &key : keys) {
        const Answer *answer = m_answers.object(key);
        if (answer && answer->credential == id)
            m_answers.remove(key);
    }
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/railway/bothoreach.h"

#include "app/feed/afterall.h"
#include "app/railway/tokenkind.h"

namespace Slipway {

BothOrEach::BothOrEach(const FeedContext &feed, Question question, QObject *parent)
    : QObject(parent)
    , m_feed(feed)
    , m_question(std::move(question))
{
    const QString host = m_feed.project().railway.api.authority();
    const auto hasTokenForEach = [this] { return Railway::hasTokenForEach(m_feed.client); };
    m_feed.schedule.add({.name = m_question.both,
                         .provider = Provider::Railway,
                         .host = host,
                         .credential = CredentialId::Railway,
                         .interval =
                             [this, hasTokenForEach] {
                                 return hasTokenForEach() ? Milliseconds(0) : m_question.pace(m_apartSince.has_value());
                             },
                         .run = [this](const Next &done) { ask(done); },
                         .neededToGoBack = m_question.neededToGoBack});
    for (const Environment environment : environments) {
        const CredentialId own = Railway::projectTokenOf(environment);
        m_feed.schedule.add(
            {.name = m_question.each[environment],
             .provider = Provider::Railway,
             .host = host,
             .credential = own,
             .interval = [this,
                          hasTokenForEach] { return hasTokenForEach() ? m_question.pace(true) : Milliseconds(0); },
             .run = [this, environment, own](
                        const Next &done) { m_question.askOne(environment, own, m_question.each[environment], done); },
             .neededToGoBack = m_question.neededToGoBack});
    }
    connect(&m_feed.client, &HttpClient::credentialChanged, this, [this] {
        m_apartSince.reset();
        m_feed.schedule.reconsider();
    });
}

void BothOrEach::ask(const Next &next)
{
    if (m_apartSince && ageOf(*m_apartSince, m_feed.now()) > Every::rarest)
        m_apartSince.reset();
    if (m_apartSince)
        return askApart(next);
    const Next entangled = [this, next] {
        m_apartSince = m_feed.now();
        askApart(next);
    };
    m_question.askBoth(m_question.both, entangled, next);
}

void BothOrEach::askApart(const Next &next)
{
    const Next end = afterAll(2, next);
    for (const Environment environment : environments)
        m_question.askOne(environment, CredentialId::Railway, m_question.both, end);
}

} // namespace Slipway

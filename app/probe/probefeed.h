// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/feed/feedcontext.h"
#include "app/probe/asking.h"

#include <QObject>
#include <QSet>

namespace Slipway {

/// Asks the application's checks in both environments: those that are due again and again, those that a person asks
/// for, and those that are asked once when a promotion or a return has gone live.
///
/// A check without an answer is a fact about the application and a failure of the source. So it is written as both:
/// the observation's value gets a Down sample (and is fresh), and its error says why there was no answer.
class ProbeFeed : public QObject {
    Q_OBJECT
public:
    /// `retryAfterFailure`: how soon the first failed probes are repeated, until three in a row say "down".
    ProbeFeed(const FeedContext &feed, Milliseconds retryAfterFailure = Milliseconds(5'000), QObject *parent = nullptr);

    /// Somebody asks for a check now; one that is being asked already is not asked again.
    void askNow(Environment environment, const QString &name);
    /// A secret came or went: what travels with it is asked again.
    void askWith(Environment environment, const QString &secret);

Q_SIGNALS:
    /// A check was judged. What is further apart than `gapAfter` was not measured between.
    void sampled(Slipway::Environment environment, const QString &check, const Slipway::HealthSample &sample,
                 Slipway::Milliseconds gapAfter);

private:
    void addPoll(Environment environment, const Check &check);
    Milliseconds pace(Environment environment, const Check &check) const;
    void ask(Environment environment, const Check &check, const QString &poll, const Schedule::PollDone &done);
    void arrived(Environment environment, const Check &check, const QString &poll, Moment sent,
                 const Probe::Asked &asked);
    void askAfterLive();
    /// When nothing answers any more, the services are asked whether it is this computer.
    void lookWhetherOffline();

    const Address &address(Environment environment) const { return m_feed.project().addresses[environment]; }

    FeedContext m_feed;
    Milliseconds m_retry;
    QSet<QString> m_asking;         ///< names of polls, and of checks after an order
    QHash<QString, int> m_silences; ///< of checks after an order
    bool m_offline = false;
};

} // namespace Slipway

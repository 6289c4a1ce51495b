// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/apicall.h"
#include "app/net/clock.h"
#include "models/values/account.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <functional>
#include <memory>

namespace Slipway {

/// Intervals of the one schedule.
namespace Every {
inline constexpr Milliseconds running{3'000}; ///< what is running now
inline constexpr Milliseconds retry{5'000};   ///< what has just failed, or is down
inline constexpr Milliseconds unwell{15'000}; ///< production while it is not well, and what moves for long
inline constexpr Milliseconds logs{10'000};   ///< while they cannot be pushed
inline constexpr Milliseconds runs{30'000};
inline constexpr Milliseconds overview{60'000};
inline constexpr Milliseconds tip{60'000};
inline constexpr Milliseconds sentry{300'000};
inline constexpr Milliseconds probe{10'000};
inline constexpr Milliseconds hidden{120'000}; ///< at least, while the window is hidden
inline constexpr Milliseconds rare{600'000};   ///< what hardly ever changes
inline constexpr Milliseconds rarest{1'200'000};
} // namespace Every

/// One schedule for all polls: says what is due when, a few side by side for each host, within the budget that the
/// services tell, after their Retry-After, with jitter, and not at all after a 401.
class Schedule : public QObject {
    Q_OBJECT
public:
    using PollDone = std::function<void()>;

    struct Poll {
        QString name; ///< unique; polls of one name are one poll
        Provider provider = Provider::Application;
        QString host; ///< of which at most four polls run side by side
        CredentialId credential = CredentialId::None;
        std::function<Milliseconds()> interval; ///< wanted now; zero: not at all
        std::function<void(PollDone)> run;      ///< must call done exactly once
        bool neededToGoBack = false;            ///< it may use what is kept of Railway's budget for that
        /// An attempt from which nothing has come for that long hangs: it is given up and counts as failed.
        Milliseconds hangsAfter{15'000};
    };

    Schedule(const Clock &clock, quint32 seed, QObject *parent = nullptr);
    ~Schedule() override;

    void add(Poll poll); ///< due at once
    void remove(const QString &name);
    /// The pace now in force for that poll, for Observed::interval: visibility included, and a tight budget as far as
    /// two minutes. It becomes slower only once one more reading has come.
    Milliseconds intervalOf(const QString &name) const;
    /// Something of what the running attempt asks for has come, so that it does not hang. With an error that may pass
    /// it has failed, and the first time in a row it is tried again soon.
    void noteAnswer(const QString &name, const std::optional<Error> &error);
    template <typename T>
    void noteAnswer(const QString &name, const Result<T> &answer)
    {
        noteAnswer(name, answer ? std::optional<Error>() : answer.error());
    }
    void pokeNow(const QString &name); ///< due at once, and again if it is running already
    /// A person wants to know now: everything is due, and pauses after failures are over. What a server asked for is
    /// kept.
    void askNow();
    /// Something changed that the intervals depend on: ask them again.
    void reconsider();

    void setWindowHidden(bool hidden);
    /// `budget.resetsAt` by this computer's clock.
    void setBudget(Provider provider, const RateBudget &budget);
    /// Somebody goes back, or is about to.
    void setGoingBack(bool goingBack);
    /// Until when Railway is not polled, because the last tenth of its budget is kept for going back; none: it is
    /// polled.
    std::optional<Moment> keptUntil() const;
    void pause(Provider provider, Milliseconds duration, PauseReason reason);
    /// Until when a server does not want to be asked; none when it may be.
    std::optional<Moment> pausedByServer(Provider provider) const;
    void stop(CredentialId id);  ///< after a 401
    void allow(CredentialId id); ///< after the token changed

    /// Nothing is sent before start(), and by the timer only after it. Tests drive runDue() by hand instead.
    void start();
    void runDue();
    /// When the next poll is due, by the clock; none when nothing is scheduled.
    std::optional<Moment> nextDue() const;
    /// True while a poll waits for its answer.
    bool isBusy() const;
    /// The polls that are wanted and have not come to an end once.
    QStringList unanswered() const;

Q_SIGNALS:
    void woke(); ///< the computer slept, or its clock was set: what is connected may not be any more
    /// From `now` on that poll is asked more rarely: what it brings stays proof for longer.
    void paceSlowed(const QString &poll, Slipway::Milliseconds every, Slipway::Moment now);
    /// The attempt that began then hangs, and was given up.
    void hung(const QString &poll, Slipway::Moment began, Slipway::Moment now);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace Slipway

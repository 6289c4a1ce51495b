// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/probe/asking.h"

#include "app/probe/calls.h"

namespace Slipway::Probe {

namespace {

/// Whether the error says something about the application, and not about what this computer has.
bool isAboutTheApplication(ErrorKind kind)
{
    return kind != ErrorKind::NoToken && kind != ErrorKind::KeyringLocked && kind != ErrorKind::KeyringUnavailable;
}

Asked asked(const Check &check, const Result<ProbeAnswer> &result, Moment sent)
{
    if (result) {
        ProbeAnswer answer = *result;
        answer.at = sent.utc();
        HealthSample sample = judgeAnswer(check, answer);
        sample.at = sent.utc();
        return {.sample = sample, .error = std::nullopt};
    }
    const Error &error = result.error();
    if (!isAboutTheApplication(error.kind))
        return {.sample = std::nullopt, .error = error};
    const bool answered = error.kind == ErrorKind::TooLarge;
    HealthSample sample{
        .at = sent.utc(), .verdict = answered ? Verdict::Degraded : Verdict::Down, .reasons = {error.detail}};
    if (error.httpStatus > 0)
        sample.httpStatus = error.httpStatus;
    return {.sample = sample, .error = error};
}

} // namespace

bool isRead(const Check &check)
{
    return check.method == "GET" || check.method == "HEAD";
}

void ask(HttpClient &client, const Clock &clock, const Address &address, const Check &check, QObject *context,
         const std::function<void(const Asked &)> &callback)
{
    const Moment sent = clock.now();
    const ApiCall<ProbeAnswer> call = Probe::check(address, check);
    if (isRead(check)) {
        client.send<ProbeAnswer>(call, context,
                                 [=](const Result<ProbeAnswer> &result) { callback(asked(check, result, sent)); });
        return;
    }
    client.sendCommand<ProbeAnswer>(call, context, [=](const CommandAnswer<ProbeAnswer> &answer) {
        callback(asked(check,
                       answer.value ? Result<ProbeAnswer>(*answer.value)
                                    : Result<ProbeAnswer>(answer.error.value_or(Error())),
                       sent));
    });
}

} // namespace Slipway::Probe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <memory>
#include <span>

namespace Slipway {

/// Hides secrets in log lines: the ones that are known exactly, also as base64 (at each of its three alignments) and
/// percent-encoded, and everything that begins as tokens and keys of the usual services do (GitHub, Railway, Sentry,
/// OpenAI, Anthropic, AWS, Slack, Stripe, Google, JSON Web Tokens, "Bearer ...", "password=...", private keys).
class Redaction {
public:
    Redaction(); ///< the usual services' only
    /// Secrets shorter than eight bytes are not looked for: they would hide ordinary words.
    explicit Redaction(const QList<QByteArray> &secrets);
    /// Nothing but those: for what has to be read afterwards, like an answer.
    static Redaction ofNothingBut(const QList<QByteArray> &secrets);
    Redaction(Redaction &&other) noexcept;
    Redaction &operator=(Redaction &&other) noexcept;
    ~Redaction();

    /// Overwrites each secret with "*", byte by byte; of a usual service's, what tells its kind stays ("ghp_"). True
    /// when there was one.
    bool hide(std::span<char> text) const;

private:
    struct Compiled;
    Redaction(const QList<QByteArray> &secrets, bool alsoUsual);
    std::unique_ptr<Compiled> m_compiled;
};

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/logs/redaction.h"

#include <QString>

namespace Slipway {

/// The credentials of this run, also those that were replaced: an answer that is still on its way may hold them. Hides
/// them in what comes from outside, which may send back what it got.
class KnownSecrets {
public:
    void add(const QByteArray &secret);
    const QList<QByteArray> &all() const { return m_all; }

    /// Overwrites each with "*": as it is, within base64 and percent-encoded, all that also where escapes of JSON, line
    /// ends or further percents part it. What is too short to be looked for everywhere is only looked for when it is
    /// among `carried`, the secrets that the request went out with. True when there was one.
    bool hide(QByteArray &text, const QList<QByteArray> &carried = {}) const;
    QString hidden(const QString &text) const;

private:
    bool hide(QByteArray &text, const QList<QByteArray> &carried, int depth) const;

    QList<QByteArray> m_all;
    Redaction m_redaction = Redaction::ofNothingBut({});
};

} // namespace Slipway

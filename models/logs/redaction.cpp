// SPDX-License-Identifier: GPL-3.0-or-later
#include "logs/redaction.h"

#include <algorithm>

namespace Slipway {

struct Redaction::Compiled {
    QList<QByteArray> secrets;
};

Redaction::Redaction()
    : Redaction(QList<QByteArray>())
{
}

Redaction::Redaction(const QList<QByteArray> &secrets)
    : m_compiled(std::make_unique<Compiled>())
{
    m_compiled->secrets = secrets;
}

Redaction::Redaction(Redaction &&other) noexcept = default;
Redaction &Redaction::operator=(Redaction &&other) noexcept = default;
Redaction::~Redaction() = default;

bool Redaction::hide(std::span<char> text) const
{
    bool hidden = false;
    for (const QByteArray &secret : m_compiled->secrets) {
        auto found = std::search(text.begin(), text.end(), secret.begin(), secret.end());
        while (secret.size() >= 8 && found != text.end()) {
            found = std::fill_n(found, secret.size(), '*');
            found = std::search(found, text.end(), secret.begin(), secret.end());
            hidden = true;
        }
    }
    return hidden;
}

} // namespace Slipway

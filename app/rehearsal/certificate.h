// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/values/result.h"

#include <QSslConfiguration>
#include <QTemporaryDir>

namespace Slipway::Rehearsal {

/// A certificate for one address of this computer, signed by an authority of its own, made by the `openssl` program.
/// Its files live as long as this object.
class Certificate {
public:
    Certificate(const QString &address, int days);

    /// Whether it could be made; without `openssl` it cannot.
    const Result<Done> &made() const { return m_made; }
    /// The path of the authority's certificate.
    QString authority() const { return m_folder.filePath(QStringLiteral("ca.pem")); }
    QSslConfiguration configuration() const; ///< of a server that shows it

private:
    Result<Done> make(const QString &address, int days) const;
    Result<Done> run(const QStringList &arguments) const;

    QTemporaryDir m_folder;
    Result<Done> m_made;
};

} // namespace Slipway::Rehearsal

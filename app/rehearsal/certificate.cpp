// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/certificate.h"

#include <QFile>
#include <QProcess>
#include <QSslCertificate>
#include <QSslKey>

namespace Slipway::Rehearsal {

namespace {

constexpr int longestRunMs = 10'000;
constexpr int authorityDays = 30;

/// Extensions are named here, because those of the computer's own configuration differ.
constexpr const char *requestConfiguration = "[req]\n"
                                             "distinguished_name = name\n"
                                             "prompt = no\n"
                                             "[name]\n"
                                             "CN = Slipway rehearsal\n"
                                             "[authority]\n"
                                             "basicConstraints = critical, CA:TRUE\n"
                                             "keyUsage = critical, keyCertSign\n"
                                             "subjectKeyIdentifier = hash\n"
                                             "[server]\n"
                                             "basicConstraints = CA:FALSE\n"
                                             "extendedKeyUsage = serverAuth\n"
                                             "subjectAltName = IP:";

bool wrote(const QString &path, const QByteArray &text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

QByteArray textIn(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

Certificate::Certificate(const QString &address, int days)
    : m_made(make(address, days))
{
}

Result<Done> Certificate::make(const QString &address, int days) const
{
    const QString configuration = m_folder.filePath(QStringLiteral("openssl.cnf"));
    if (!wrote(configuration, requestConfiguration + address.toLatin1() + '\n'))
        return Error{.kind = ErrorKind::Storage, .detail = QStringLiteral("No temporary folder can be written.")};
    const QStringList newKey{QStringLiteral("req"),
                             QStringLiteral("-newkey"),
                             QStringLiteral("ec"),
                             QStringLiteral("-pkeyopt"),
                             QStringLiteral("ec_paramgen_curve:prime256v1"),
                             QStringLiteral("-nodes"),
                             QStringLiteral("-config"),
                             QStringLiteral("openssl.cnf")};
    Result<Done> authority =
        run(newKey + QStringList{QStringLiteral("-x509"), QStringLiteral("-subj"),
                                 QStringLiteral("/CN=Slipway rehearsal authority"), QStringLiteral("-extensions"),
                                 QStringLiteral("authority"), QStringLiteral("-days"), QString::number(authorityDays),
                                 QStringLiteral("-keyout"), QStringLiteral("ca.key"), QStringLiteral("-out"),
                                 QStringLiteral("ca.pem")});
    if (!authority)
        return authority;
    Result<Done> request =
        run(newKey + QStringList{QStringLiteral("-subj"), QStringLiteral("/CN=") + address, QStringLiteral("-keyout"),
                                 QStringLiteral("server.key"), QStringLiteral("-out"), QStringLiteral("server.csr")});
    if (!request)
        return request;
    return run({QStringLiteral("x509"), QStringLiteral("-req"), QStringLiteral("-in"), QStringLiteral("server.csr"),
                QStringLiteral("-CA"), QStringLiteral("ca.pem"), QStringLiteral("-CAkey"), QStringLiteral("ca.key"),
                QStringLiteral("-CAcreateserial"), QStringLiteral("-days"), QString::number(days),
                QStringLiteral("-extfile"), QStringLiteral("openssl.cnf"), QStringLiteral("-extensions"),
                QStringLiteral("server"), QStringLiteral("-out"), QStringLiteral("server.pem")});
}

Result<Done> Certificate::run(const QStringList &arguments) const
{
    QProcess openssl;
    openssl.setWorkingDirectory(m_folder.path());
    openssl.start(QStringLiteral("openssl"), arguments);
    const bool ended = openssl.waitForFinished(longestRunMs);
    if (ended && openssl.exitStatus() == QProcess::NormalExit && openssl.exitCode() == 0)
        return Done{};
    if (openssl.error() == QProcess::FailedToStart)
        return Error{.kind = ErrorKind::Configuration,
                     .detail = QStringLiteral("This story needs the program openssl, which makes its certificate; "
                                              "install it, or play another story.")};
    return Error{.kind = ErrorKind::Configuration,
                 .detail = QStringLiteral("openssl could not make the certificate: %1")
                               .arg(QString::fromLocal8Bit(openssl.readAllStandardError()).trimmed())};
}

QSslConfiguration Certificate::configuration() const
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificate(
        QSslCertificate(textIn(m_folder.filePath(QStringLiteral("server.pem"))), QSsl::Pem));
    configuration.setPrivateKey(QSslKey(textIn(m_folder.filePath(QStringLiteral("server.key"))), QSsl::Ec));
    configuration.setAllowedNextProtocols({"http/1.1"});
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone); // of clients, which show none
    return configuration;
}

} // namespace Slipway::Rehearsal

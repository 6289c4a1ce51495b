// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/project/projectrules.h"

#include "models/project/loopback.h"
#include "models/values/plaintext.h"

#include <QRegularExpression>
#include <QUrlQuery>

#include <algorithm>
#include <numeric>

namespace Slipway::ProjectRules {

namespace {

constexpr QLatin1String secretMark{"{secret:"};
constexpr qsizetype largestCheckBody = 65'536;
constexpr qsizetype longestLink = 2'000;

bool matches(const QString &value, const QString &pattern)
{
    const QRegularExpression expression(QRegularExpression::anchoredPattern(pattern));
    return expression.match(value).hasMatch();
}

/// Fits on a line, begins and ends with something visible, and hides nothing.
bool isPrintable(const QString &value, qsizetype longest)
{
    return !value.isEmpty() && value.size() <= longest && value.trimmed() == value && visibleText(value) == value;
}

bool hasSecretInQuery(const QUrl &url)
{
    const QList<std::pair<QString, QString>> items = QUrlQuery(url).queryItems();
    return std::any_of(items.cbegin(), items.cend(),
                       [](const auto &item) { return namesASecret(item.first) && !item.second.isEmpty(); });
}

} // namespace

QString expectName(const QString &value)
{
    return isPrintable(value, 100) ? QString() : QStringLiteral("a name of at most 100 printable characters");
}

QString expectUuid(const QString &value)
{
    static const auto pattern = QStringLiteral("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    return matches(value, pattern) ? QString() : QStringLiteral("a UUID");
}

QString expectRepository(const QString &value)
{
    static const auto pattern = QStringLiteral("[A-Za-z0-9][A-Za-z0-9_-]*/(?!\\.{1,2}$)[A-Za-z0-9._-]+");
    return matches(value, pattern) ? QString() : QStringLiteral("owner/name");
}

QString expectBranch(const QString &value)
{
    static const auto pattern =
        QStringLiteral("(?![-/.])(?!refs/)(?!.*(\\.\\.|//|@\\{|\\.lock$))[^\\s~^:?*\\[\\\\]+(?<![/.])");
    return isPrintable(value, 244) && matches(value, pattern) ? QString() : QStringLiteral("a branch name");
}

QString expectWorkflowFile(const QString &value)
{
    static const auto pattern = QStringLiteral("[^/\\\\]+\\.ya?ml");
    return isPrintable(value, 255) && matches(value, pattern)
               ? QString()
               : QStringLiteral("the name of a file in .github/workflows, like deploy.yml");
}

QString expectInputName(const QString &value)
{
    static const auto pattern = QStringLiteral("[A-Za-z_][A-Za-z0-9_-]*");
    return matches(value, pattern) ? QString() : QStringLiteral("the name of a workflow input");
}

QString expectSlug(const QString &value)
{
    static const auto pattern = QStringLiteral("[A-Za-z0-9_][A-Za-z0-9_-]*");
    return matches(value, pattern) ? QString() : QStringLiteral("a slug or number, as in Sentry's addresses");
}

QString expectSentryEnvironment(const QString &value)
{
    return isPrintable(value, 64) && !value.contains(QLatin1Char('/'))
               ? QString()
               : QStringLiteral("a Sentry environment: at most 64 printable characters and no slash");
}

QString expectLabel(const QString &value)
{
    return isPrintable(value, 50) && !value.contains(QLatin1Char(',')) ? QString() : QStringLiteral("a GitHub label");
}

QString expectPathPattern(const QString &value)
{
    static const auto pattern = QStringLiteral("(?!/)(?!.*//)(?!(.*/)?\\.{1,2}(/|$))[^\\\\?\\[\\]{}]+(?<!/)");
    return isPrintable(value, 500) && matches(value, pattern)
               ? QString()
               : QStringLiteral("a path in the repository like supabase/migrations/**, with * within a folder and ** "
                                "across folders");
}

QString expectFilePath(const QString &value)
{
    return isPrintable(value, 4096) && value.startsWith(QLatin1Char('/'))
               ? QString()
               : QStringLiteral("the path of a file, from the root of the file system");
}

QString expectAutoDeploy(const QString &value)
{
    return value == QLatin1String(autoDeployOff) ? QString()
                                                 : QStringLiteral("\"%1\"").arg(QLatin1String(autoDeployOff));
}

QString expectHealthPath(const QString &value)
{
    static const auto pattern = QStringLiteral("/(?!/)[^\\s?#\\\\]*");
    return isPrintable(value, 500) && matches(value, pattern)
               ? QString()
               : QStringLiteral("a path like /health, without query and fragment");
}

QString expectUrl(const QString &value)
{
    const QUrl url(value, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || url.port() == 0 || visibleText(value) != value)
        return QStringLiteral("an address like https://api.example.com");
    if (url.scheme() != QLatin1String("https") && url.scheme() != QLatin1String("http"))
        return QStringLiteral("an https address");
    if (url.authority(QUrl::FullyEncoded).contains(QLatin1Char('@')))
        return QStringLiteral("an address without user name and password (tokens do not belong in the project file)");
    if (url.hasQuery() || url.hasFragment())
        return QStringLiteral("an address without query and fragment");
    if (url.scheme() == QLatin1String("http") && !isLoopback(url))
        return QStringLiteral("https (plain http is accepted for this computer's own addresses only)");
    return {};
}

QString expectLink(const QString &value)
{
    const QUrl url(value, QUrl::StrictMode);
    if (hasSecretInQuery(url))
        return QStringLiteral("an address without secrets (tokens do not belong in the project file)");
    if (!url.isValid() || visibleText(value) != value || value.size() > longestLink)
        return QStringLiteral("an address like https://grafana.example.com/d/api?var-environment=staging");
    return expectUrl(url.adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment).toString(QUrl::FullyEncoded));
}

QString expectAlertLabel(const QString &value)
{
    static const auto pattern = QStringLiteral("[A-Za-z_][A-Za-z0-9_]*=.+");
    return isPrintable(value, 200) && matches(value, pattern)
               ? QString()
               : QStringLiteral("a label with its value, like environment=production");
}

QString expectCheckName(const QString &value)
{
    return isPrintable(value, 40) ? QString() : QStringLiteral("a name of at most 40 printable characters");
}

QString expectMethod(const QString &value)
{
    static const auto pattern = QStringLiteral("GET|HEAD|POST");
    return matches(value, pattern) ? QString() : QStringLiteral("GET, HEAD or POST");
}

QString expectCheckPath(const QString &value)
{
    static const auto pattern = QStringLiteral("/(?!/)[^\\s#\\\\]*");
    if (value.contains(secretMark) || hasSecretInQuery(QUrl(value)))
        return QStringLiteral("a path without a secret: secrets travel in headers only");
    return isPrintable(value, 500) && matches(value, pattern)
               ? QString()
               : QStringLiteral("a path like /v1/models, perhaps with a query, without fragment");
}

QString expectCheckBody(const QString &value)
{
    if (value.contains(secretMark))
        return QStringLiteral("a body without a secret: secrets travel in headers only");
    return value.toUtf8().size() <= largestCheckBody ? QString() : QStringLiteral("a body of at most 64 KiB");
}

QString expectHeaderName(const QString &value)
{
    static const auto token = QStringLiteral("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
    static const auto reserved =
        QStringLiteral("(?i)(host|content-length|transfer-encoding|connection|expect|te|trailer|upgrade)");
    if (!matches(value, token))
        return QStringLiteral("a header's name: letters, digits and dashes");
    return matches(value, reserved) ? QStringLiteral("another header: this one is the connection's own") : QString();
}

QString expectHeaderValue(const QString &value)
{
    static const auto printable = QStringLiteral("[ -~]{0,4096}");
    static const QRegularExpression secret(QStringLiteral("\\{secret:[a-z0-9][a-z0-9-]{0,39}\\}"));
    if (!matches(value, printable))
        return QStringLiteral("at most 4,096 printable ASCII characters on one line");
    const qsizetype marks = value.count(secretMark);
    if (marks > 1)
        return QStringLiteral("at most one {secret:NAME}");
    return marks == 1 && !secret.match(value).hasMatch()
               ? QStringLiteral("{secret:NAME} with a name of at most 40 small letters, digits and dashes")
               : QString();
}

QUrl urlFrom(const QString &value)
{
    QUrl url(value, QUrl::StrictMode);
    QString path = url.path(QUrl::FullyEncoded);
    while (path.endsWith(QLatin1Char('/')))
        path.chop(1);
    url.setPath(path, QUrl::StrictMode);
    return url;
}

QString sameAddressKey(const QUrl &url)
{
    QString host = url.host(QUrl::FullyEncoded).toLower();
    if (host.endsWith(QLatin1Char('.')))
        host.chop(1);
    if (host == QLatin1String("localhost") || host == QLatin1String("::1"))
        host = QStringLiteral("127.0.0.1");
    QString path = url.adjusted(QUrl::NormalizePathSegments | QUrl::StripTrailingSlash).path().toLower();
    while (path.endsWith(QLatin1Char('/')))
        path.chop(1);
    const int port = url.port(url.scheme() == QLatin1String("https") ? 443 : 80);
    return QStringLiteral("%1:%2%3").arg(host).arg(port).arg(path);
}

int lineThatIsNotUtf8(const QByteArray &bytes)
{
    const QByteArray mark("\xEF\xBB\xBF"); // fromUtf8 takes it away
    int number = 0;
    for (const QByteArray &line : bytes.mid(bytes.startsWith(mark) ? mark.size() : 0).split('\n')) {
        ++number;
        if (QString::fromUtf8(line).toUtf8() != line)
            return number;
    }
    return 0;
}

int lineOfToken(const QString &text)
{
    // Looser than the services' documented lengths, since formats change.
    static const QRegularExpression token(
        QStringLiteral("\\b(gh[pousr]_\\w{16,}|github_pat_\\w{16,}|sntry[a-z]_\\w{16,}|glsa_\\w{16,}|glc_\\w{16,}"
                       "|(?i:bearer)\\s+[\\w.~+/-]{8,}|[0-9a-fA-F]{64}\\b|eyJ[\\w-]{10,}\\.[\\w-]{10,})"));
    const auto match = token.match(text);
    if (!match.hasMatch())
        return 0;
    return int(QStringView(text).left(match.capturedStart()).count(QLatin1Char('\n'))) + 1;
}

bool namesASecret(const QString &key)
{
    static const QRegularExpression secret(QStringLiteral("token|secret|passw|credential|api_?key|authorization"),
                                           QRegularExpression::CaseInsensitiveOption);
    return secret.match(key).hasMatch();
}

bool isSecretHeader(const QString &name)
{
    static const QRegularExpression secret(QStringLiteral("cookie|key"), QRegularExpression::CaseInsensitiveOption);
    return namesASecret(name) || secret.match(name).hasMatch();
}

int editDistance(const QString &left, const QString &right)
{
    QList<int> above(right.size() + 1);
    std::iota(above.begin(), above.end(), 0);
    for (qsizetype i = 0; i < left.size(); ++i) {
        int diagonal = above.at(0);
        above[0] = int(i) + 1;
        for (qsizetype j = 0; j < right.size(); ++j) {
            const int replaced = diagonal + (left.at(i) == right.at(j) ? 0 : 1);
            diagonal = above.at(j + 1);
            above[j + 1] = std::min({replaced, above.at(j) + 1, diagonal + 1});
        }
    }
    return above.constLast();
}

QString nearestKey(const QString &key, const QStringList &known)
{
    constexpr qsizetype longest = 64; // the work grows with the length, and no key of ours comes near it
    if (key.size() > longest)
        return {};
    QString nearest;
    int best = int(key.size()) / 2 + 1;
    for (const QString &candidate : known) {
        const int distance = editDistance(key.toLower(), candidate);
        if (distance >= best)
            continue;
        best = distance;
        nearest = candidate;
    }
    return nearest;
}

QString quoted(const QString &value)
{
    constexpr qsizetype longest = 60;
    if (hasSecretInQuery(QUrl(value)))
        return QStringLiteral("what may be a secret");
    if (value.contains(QLatin1Char('@')) || value.contains(QStringLiteral("://")))
        return QUrl(value).isValid() ? QLatin1Char('"') +
                                           visibleText(QUrl(value).toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery |
                                                                            QUrl::RemoveFragment))
                                               .left(longest) +
                                           QLatin1Char('"')
                                     : QStringLiteral("something that is not an address");
    const QString visible = visibleText(value);
    if (visible.size() <= longest)
        return QLatin1Char('"') + visible + QLatin1Char('"');
    return QLatin1Char('"') + visible.left(longest) + QStringLiteral("…\"");
}

} // namespace Slipway::ProjectRules

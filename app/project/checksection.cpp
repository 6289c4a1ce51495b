// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/project/checksection.h"

#include "app/project/projectrules.h"
#include "app/project/stringplaces.h"
#include "models/values/plaintext.h"

namespace Slipway::ProjectRules {

namespace {

constexpr int mostChecks = 50;
constexpr int mostLinks = 50;
constexpr int mostHeaders = 32;
constexpr int mostConditions = 50;

/// Reads the conditions of one check, and says where the first of them is mistyped.
class ConditionsReader {
public:
    ConditionsReader(Section &section, const QString &file)
        : m_section(section)
        , m_file(file)
    {
    }

    /// A list of strings, or one string with a condition on each line.
    QList<Condition> read()
    {
        const toml::node *node = m_section.optionalNode(m_key);
        if (!node)
            return {};
        if (const toml::array *array = node->as_array()) {
            for (const toml::node &item : *array)
                readString(item);
        } else {
            readString(*node);
        }
        return m_conditions;
    }

private:
    void readString(const toml::node &node)
    {
        const auto *string = node.as_string();
        if (!string)
            return m_section.mistake(node, m_key, QStringLiteral("a list of strings, or a string of lines"),
                                     typeWord(node));
        const QString value = textOf(string->get());
        qsizetype begin = 0;
        const QStringList lines = value.split(QLatin1Char('\n'));
        for (const QString &line : lines) {
            if (!m_failed && !line.trimmed().isEmpty())
                readLine(node, value, begin, line);
            begin += line.size() + 1;
        }
    }

    void readLine(const toml::node &node, const QString &value, qsizetype begin, const QString &line)
    {
        if (m_conditions.size() == mostConditions)
            return fail(node, value, begin, QStringLiteral("at most %1 conditions").arg(mostConditions));
        const auto parsed = parseCondition(line);
        if (const auto *mistake = std::get_if<ConditionMistake>(&parsed))
            return fail(node, value, begin + mistake->column - 1, mistake->expected);
        m_conditions.append(std::get<Condition>(parsed));
    }

    void fail(const toml::node &node, const QString &value, qsizetype at, const QString &expected)
    {
        const toml::source_position begin = node.source().begin;
        const StringPlaces places(m_file, {int(begin.line), int(begin.column)}, value);
        m_section.report().mistake(places.at(at),
                                   QStringLiteral("%1: expected %2").arg(m_section.full(m_key), expected));
        m_failed = true;
    }

    Section &m_section;
    const QString &m_file;
    const QString m_key = QStringLiteral("conditions");
    QList<Condition> m_conditions;
    bool m_failed = false; ///< what follows is not read: the file has to be mended first
};

/// "Bearer {secret:chat-key}", which expectHeaderValue has accepted.
SecretHeader secretHeaderOf(const QString &name, const QString &value)
{
    const QString mark = QStringLiteral("{secret:");
    const qsizetype from = value.indexOf(mark);
    const qsizetype to = value.indexOf(QLatin1Char('}'), from);
    return {.name = name.toLatin1(),
            .before = value.left(from).toLatin1(),
            .secret = value.mid(from + mark.size(), to - from - mark.size()),
            .after = value.mid(to + 1).toLatin1()};
}

/// One header; what it says is never quoted, as it may be a secret in the wrong place.
void readHeader(const QString &name, const toml::node &node, Check &check, const std::function<void(QString)> &mistake)
{
    const QString nameExpected = expectHeaderName(name);
    if (!nameExpected.isEmpty())
        return mistake(QStringLiteral("expected %1").arg(nameExpected));
    const auto isThere = [&](const QByteArray &there) {
        return there.compare(name.toLatin1(), Qt::CaseInsensitive) == 0;
    };
    for (const auto &header : std::as_const(check.headers))
        if (isThere(header.first))
            return mistake(QStringLiteral("expected each header once"));
    for (const SecretHeader &header : std::as_const(check.secretHeaders))
        if (isThere(header.name))
            return mistake(QStringLiteral("expected each header once"));
    const auto *string = node.as_string();
    if (!string)
        return mistake(QStringLiteral("expected a string, found %1").arg(typeWord(node)));
    const QString value = textOf(string->get());
    const QString valueExpected = expectHeaderValue(value);
    if (!valueExpected.isEmpty())
        return mistake(QStringLiteral("expected %1").arg(valueExpected));
    if (value.contains(QStringLiteral("{secret:")))
        check.secretHeaders.append(secretHeaderOf(name, value));
    else if (isSecretHeader(name))
        mistake(QStringLiteral("tokens do not belong in the project file; write {secret:NAME}"));
    else
        check.headers.append({name.toLatin1(), value.toLatin1()});
}

void readHeaders(Section &section, Check &check)
{
    const QString key = QStringLiteral("headers");
    const toml::node *node = section.optionalNode(key);
    if (!node)
        return;
    const toml::table *table = node->as_table();
    if (!table)
        return section.mistake(*node, key, QStringLiteral("a table"), typeWord(*node));
    if (table->size() > mostHeaders)
        return section.mistake(*node, key, QStringLiteral("at most %1 headers").arg(mostHeaders),
                               QString::number(table->size()));
    for (const auto &[headerKey, value] : *table) {
        const QString name = textOf(headerKey.str());
        const int line = int(headerKey.source().begin.line);
        readHeader(name, value, check, [&](const QString &text) {
            const QString where = section.full(key) + QLatin1Char('.') + visibleText(name.left(mostConditions));
            section.report().mistake(line, where + QStringLiteral(": ") + text);
        });
    }
}

/// When a check is asked, and what it says of its environment.
void readOccasions(Section &section, Environment environment, Check &check)
{
    const QString counts = QStringLiteral("counts");
    const QString onRequest = QStringLiteral("on_request");
    const QString afterPromotion = QStringLiteral("after_promotion");
    check.onRequest = section.optionalFlag(onRequest, false);
    check.afterPromotion = section.optionalFlag(afterPromotion, false);
    check.counts = section.optionalFlag(counts, !check.onRequest);
    const auto mistake = [&](const QString &key, const QString &text) {
        section.report().mistake(section.line(key), section.full(key) + QStringLiteral(": ") + text);
    };
    if (check.onRequest && check.counts)
        mistake(counts, QStringLiteral("expected false: a check on request never counts"));
    if (check.name == healthCheckName && (check.onRequest || !check.counts || check.method != "GET"))
        mistake(QStringLiteral("name"), QStringLiteral("expected another name: promotions are followed by the check "
                                                       "\"health\", which is a GET that counts"));
    if (check.method != "POST")
        return;
    if (!check.onRequest && !check.afterPromotion)
        mistake(QStringLiteral("method"),
                QStringLiteral("expected GET or HEAD, or on_request = true: a POST is not sent again and again"));
    if (check.afterPromotion && environment == Environment::Production)
        mistake(afterPromotion, QStringLiteral("expected false: a POST may cost money, and is for staging only"));
    // Nothing asks for it by the clock.
    check.onRequest = true;
    check.counts = false;
}

void readBody(Section &section, Check &check)
{
    const QString key = QStringLiteral("body");
    check.body = section.optional(key, expectCheckBody, QString()).toUtf8();
    if (section.has(key) && check.method != "POST")
        section.report().mistake(section.line(key),
                                 QStringLiteral("%1: expected method = \"POST\" with a body").arg(section.full(key)));
}

Check readCheck(Section &section, const CheckPlace &place)
{
    constexpr int usualSeconds = 10;
    const auto seconds = [&section](const char *key, int least, int most) {
        return Milliseconds(1'000) * section.optionalNumber(QString::fromLatin1(key), least, most, usualSeconds);
    };
    Check check;
    check.name = section.required(QStringLiteral("name"), expectCheckName);
    check.method = section.optional(QStringLiteral("method"), expectMethod, QStringLiteral("GET")).toLatin1();
    check.path = section.required(QStringLiteral("path"), expectCheckPath);
    check.interval = seconds("interval", 5, 3'600);
    check.timeout = seconds("timeout", 1, 60);
    readHeaders(section, check);
    readBody(section, check);
    check.conditions = ConditionsReader(section, place.file).read();
    readOccasions(section, place.environment, check);
    section.warnOfUnknownKeys();
    return check;
}

} // namespace

QList<Check> readChecks(Section &address, const CheckPlace &place)
{
    const QString key = QStringLiteral("checks");
    QList<Check> checks;
    QHash<QString, int> lines; ///< of the names
    const auto tables = address.optionalTables(key, mostChecks);
    for (const toml::table *table : tables) {
        Section section(address.report(), *table, address.full(key));
        const Check check = readCheck(section, place);
        const int line = section.line(QStringLiteral("name"));
        if (!check.name.isEmpty() && lines.contains(check.name))
            address.report().mistake(line, QStringLiteral("%1: expected another name than in line %2")
                                               .arg(section.full(QStringLiteral("name")))
                                               .arg(lines.value(check.name)));
        lines.insert(check.name, line);
        checks.append(check);
    }
    return checks;
}

QList<DashboardLink> readLinks(Section &address)
{
    const QString key = QStringLiteral("links");
    QList<DashboardLink> links;
    const auto tables = address.optionalTables(key, mostLinks);
    for (const toml::table *table : tables) {
        Section section(address.report(), *table, address.full(key));
        const QString title = section.required(QStringLiteral("title"), expectName);
        links.append({title, QUrl(section.required(QStringLiteral("url"), expectLink), QUrl::StrictMode)});
        section.warnOfUnknownKeys();
    }
    return links;
}

} // namespace Slipway::ProjectRules

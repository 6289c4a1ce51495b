// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/project/section.h"

#include "app/project/projectrules.h"
#include "models/values/plaintext.h"

namespace Slipway::ProjectRules {

int lineOfNode(const toml::node &node)
{
    return int(node.source().begin.line);
}

QString textOf(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

QString typeWord(const toml::node &node)
{
    switch (node.type()) {
    case toml::node_type::none:
        break;
    case toml::node_type::table:
        return QStringLiteral("a table");
    case toml::node_type::array:
        return QStringLiteral("an array");
    case toml::node_type::string:
        return QStringLiteral("a string");
    case toml::node_type::integer:
        return QStringLiteral("an integer");
    case toml::node_type::floating_point:
        return QStringLiteral("a number");
    case toml::node_type::boolean:
        return QStringLiteral("a boolean");
    case toml::node_type::date:
    case toml::node_type::time:
    case toml::node_type::date_time:
        return QStringLiteral("a date");
    }
    return QStringLiteral("nothing");
}

Section::Section(ProjectReport &report, const toml::table &table, const QString &name)
    : m_report(report)
    , m_table(table)
    , m_name(name)
{
}

const toml::node *Section::optionalNode(const QString &key)
{
    m_known.append(key);
    return m_table.get(key.toStdString());
}

QStringList Section::optionalList(const QString &key, Rule expected, const QStringList &fallback)
{
    const toml::node *node = optionalNode(key);
    if (!node)
        return fallback;
    const toml::array *array = node->as_array();
    if (!array) {
        mistake(*node, key, QStringLiteral("a list of strings"), typeWord(*node));
        return {};
    }
    QStringList values;
    for (const toml::node &item : *array)
        values.append(checked(item, key, expected));
    return values;
}

QList<const toml::table *> Section::optionalTables(const QString &key, int most)
{
    const toml::node *node = optionalNode(key);
    if (!node)
        return {};
    const QString expected = QStringLiteral("tables [[%1]]").arg(full(key));
    const toml::array *array = node->as_array();
    if (!array) {
        mistake(*node, key, expected, typeWord(*node));
        return {};
    }
    QList<const toml::table *> tables;
    for (const toml::node &item : *array) {
        if (tables.size() == most) {
            mistake(item, key, QStringLiteral("at most %1 of them").arg(most), QStringLiteral("one more"));
            break;
        }
        if (!item.is_table())
            mistake(item, key, expected, typeWord(item));
        else
            tables.append(item.as_table());
    }
    return tables;
}

bool Section::optionalFlag(const QString &key, bool fallback)
{
    const toml::node *node = optionalNode(key);
    if (!node)
        return fallback;
    const auto *flag = node->as_boolean();
    if (!flag)
        mistake(*node, key, QStringLiteral("true or false"), found(*node));
    return flag ? flag->get() : fallback;
}

int Section::optionalNumber(const QString &key, int least, int most, int fallback)
{
    const toml::node *node = optionalNode(key);
    if (!node)
        return fallback;
    const auto *number = node->as_integer();
    if (number && number->get() >= least && number->get() <= most)
        return int(number->get());
    mistake(*node, key, QStringLiteral("an integer from %1 to %2").arg(least).arg(most), found(*node));
    return fallback;
}

int Section::line(const QString &key) const
{
    const toml::node *node = m_table.get(key.toStdString());
    return node ? lineOfNode(*node) : lineOfNode(m_table);
}

void Section::warnOfUnknownKeys() const
{
    for (const auto &[key, node] : m_table) {
        const QString name = textOf(key.str());
        if (m_known.contains(name))
            continue;
        const FilePlace at = placeOf(key.source());
        if (namesASecret(name)) {
            m_report.mistake(at, QStringLiteral("%1: tokens do not belong in the project file").arg(full(name)));
            continue;
        }
        const QString nearest = nearestKey(name, m_known);
        const QString hint = nearest.isEmpty() ? QString() : QStringLiteral("; did you mean %1?").arg(nearest);
        m_report.warn(at, QStringLiteral("%1: unknown key%2").arg(full(name), hint));
    }
}

QString Section::full(const QString &key) const
{
    const QString shown = visibleText(key);
    return m_name.isEmpty() ? shown : m_name + QLatin1Char('.') + shown;
}

QString Section::read(const QString &key, Rule expected, const QString *fallback)
{
    const toml::node *node = optionalNode(key);
    if (node)
        return checked(*node, key, expected);
    if (fallback)
        return *fallback;
    m_report.mistake(
        lineOfNode(m_table),
        QStringLiteral("%1: expected %2, found nothing%3").arg(full(key), expected(QString()), misspelt(key)));
    return {};
}

QString Section::checked(const toml::node &node, const QString &key, Rule expected)
{
    const auto *text = node.as_string();
    if (!text) {
        mistake(node, key, QStringLiteral("a string"), typeWord(node));
        return {};
    }
    QString value = textOf(text->get());
    const QString wanted = expected(value);
    if (wanted.isEmpty())
        return value;
    mistake(node, key, wanted, quoted(value));
    return {};
}

/// What stands there instead: the integer itself, else its type.
QString Section::found(const toml::node &node)
{
    const auto *number = node.as_integer();
    return number ? QString::number(number->get()) : typeWord(node);
}

void Section::mistake(const toml::node &node, const QString &key, const QString &expected, const QString &instead)
{
    refuse(node, key, QStringLiteral("expected %1, found %2").arg(expected, instead));
}

void Section::refuse(const toml::node &node, const QString &key, const QString &sentence)
{
    m_report.mistake(placeOf(node.source()), QStringLiteral("%1: %2").arg(full(key), sentence));
}

FilePlace Section::placeOf(const toml::source_region &source) const
{
    return {int(source.begin.line), m_columns ? int(source.begin.column) : 0};
}

/// A required key is missing: perhaps it is there under a wrong name.
QString Section::misspelt(const QString &wanted) const
{
    for (const auto &[key, node] : m_table) {
        const QString name = textOf(key.str());
        if (name != wanted && !namesASecret(name) && editDistance(name.left(64).toLower(), wanted) <= 2)
            return QStringLiteral(" (line %1 has %2)").arg(key.source().begin.line).arg(visibleText(name));
    }
    return {};
}

} // namespace Slipway::ProjectRules

// SPDX-License-Identifier: GPL-3.0-or-later
#include "config/projectfile.h"

#include "config/projectchecks.h"
#include "config/projectrules.h"
#include "values/plaintext.h"

#include <QFile>
#include <QFileInfo>

// Debian's package asks for its shared library, which is compiled with exceptions; without them the header is whole.
#undef TOML_HEADER_ONLY
#undef TOML_SHARED_LIB
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/impl/preprocessor.h>
// toml++ 3.3.0 assumes that a table's name begins with a letter or quote before it looks: "[." and "[=" abort a debug
// build and are undefined in a release. Without the assumption the parser's own check answers.
#undef TOML_ASSERT_ASSUME
#define TOML_ASSERT_ASSUME(expression) static_assert(true)
#include <toml++/toml.h>

namespace Slipway::ProjectRules {

namespace {

using Rule = QString (*)(const QString &value);

constexpr qint64 largestFile = qint64(1) << 20;
constexpr int mostRetentionHours = 8760; ///< a year

const QStringList &topKeys()
{
    static const QStringList keys{QStringLiteral("name"),     QStringLiteral("github"),  QStringLiteral("railway"),
                                  QStringLiteral("sentry"),   QStringLiteral("staging"), QStringLiteral("production"),
                                  QStringLiteral("rehearsal")};
    return keys;
}

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

/// One table of the file. Every key that is asked for is a known key.
class Section {
public:
    Section(ProjectReport &report, const toml::table &table, const QString &name)
        : m_report(report)
        , m_table(table)
        , m_name(name)
    {
    }

    QString required(const QString &key, Rule expected) { return read(key, expected, nullptr); }
    QString optional(const QString &key, Rule expected, const QString &fallback)
    {
        return read(key, expected, &fallback);
    }

    QStringList optionalList(const QString &key, Rule expected, const QStringList &fallback)
    {
        m_known.append(key);
        const toml::node *node = m_table.get(key.toStdString());
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

    bool optionalFlag(const QString &key, bool fallback)
    {
        m_known.append(key);
        const toml::node *node = m_table.get(key.toStdString());
        if (!node)
            return fallback;
        const auto *flag = node->as_boolean();
        if (!flag)
            mistake(*node, key, QStringLiteral("true or false"), found(*node));
        return flag ? flag->get() : fallback;
    }

    /// Within least and most.
    int optionalNumber(const QString &key, int least, int most, int fallback)
    {
        m_known.append(key);
        const toml::node *node = m_table.get(key.toStdString());
        if (!node)
            return fallback;
        const auto *number = node->as_integer();
        if (number && number->get() >= least && number->get() <= most)
            return int(number->get());
        mistake(*node, key, QStringLiteral("an integer from %1 to %2").arg(least).arg(most), found(*node));
        return fallback;
    }

    int line(const QString &key) const
    {
        const toml::node *node = m_table.get(key.toStdString());
        return node ? lineOfNode(*node) : lineOfNode(m_table);
    }

    /// To be called when everything was asked for.
    void warnOfUnknownKeys() const
    {
        for (const auto &[key, node] : m_table) {
            const QString name = textOf(key.str());
            if (m_known.contains(name))
                continue;
            const int at = int(key.source().begin.line);
            if (namesASecret(name)) {
                m_report.mistake(at, QStringLiteral("%1: tokens do not belong in the project file").arg(full(name)));
                continue;
            }
            const QString nearest = nearestKey(name, m_known);
            const QString hint = nearest.isEmpty() ? QString() : QStringLiteral("; did you mean %1?").arg(nearest);
            m_report.warn(at, QStringLiteral("%1: unknown key%2").arg(full(name), hint));
        }
    }

    QString full(const QString &key) const
    {
        const QString shown = visibleText(key);
        return m_name.isEmpty() ? shown : m_name + QLatin1Char('.') + shown;
    }

private:
    QString read(const QString &key, Rule expected, const QString *fallback)
    {
        m_known.append(key);
        const toml::node *node = m_table.get(key.toStdString());
        if (node)
            return checked(*node, key, expected);
        if (fallback)
            return *fallback;
        m_report.mistake(
            lineOfNode(m_table),
            QStringLiteral("%1: expected %2, found nothing%3").arg(full(key), expected(QString()), misspelt(key)));
        return {};
    }

    QString checked(const toml::node &node, const QString &key, Rule expected)
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
    static QString found(const toml::node &node)
    {
        const auto *number = node.as_integer();
        return number ? QString::number(number->get()) : typeWord(node);
    }

    void mistake(const toml::node &node, const QString &key, const QString &expected, const QString &instead)
    {
        m_report.mistake(lineOfNode(node),
                         QStringLiteral("%1: expected %2, found %3").arg(full(key), expected, instead));
    }

    /// A required key is missing: perhaps it is there under a wrong name.
    QString misspelt(const QString &wanted) const
    {
        for (const auto &[key, node] : m_table) {
            const QString name = textOf(key.str());
            if (name != wanted && !namesASecret(name) && editDistance(name.left(64).toLower(), wanted) <= 2)
                return QStringLiteral(" (line %1 has %2)").arg(key.source().begin.line).arg(visibleText(name));
        }
        return {};
    }

    ProjectReport &m_report;
    const toml::table &m_table;
    QString m_name;
    QStringList m_known;
};

GitHubProject readGitHub(Section &section)
{
    const GitHubProject defaults;
    return {
        .api = urlFrom(section.required(QStringLiteral("api"), expectUrl)),
        .repository = section.required(QStringLiteral("repository"), expectRepository),
        .branch = section.optional(QStringLiteral("branch"), expectBranch, defaults.branch),
        .ciWorkflow = section.required(QStringLiteral("ci_workflow"), expectWorkflowFile),
        .stagingWorkflow = section.required(QStringLiteral("staging_workflow"), expectWorkflowFile),
        .productionWorkflow = section.required(QStringLiteral("production_workflow"), expectWorkflowFile),
        .confirmInput = section.optional(QStringLiteral("confirm_input"), expectInputName, defaults.confirmInput),
        .incidentLabels = section.optionalList(QStringLiteral("incident_labels"), expectLabel, defaults.incidentLabels),
        .migrations = section.optionalList(QStringLiteral("migrations"), expectPathPattern, defaults.migrations),
    };
}

RailwayProject readRailway(Section &section)
{
    const auto uuid = [&section](const QString &key) { return section.required(key, expectUuid).toLower(); };
    return {
        .api = urlFrom(section.required(QStringLiteral("api"), expectUrl)),
        .project = {uuid(QStringLiteral("project"))},
        .service = {uuid(QStringLiteral("service"))},
        .environments = {{uuid(QStringLiteral("staging_environment"))},
                         {uuid(QStringLiteral("production_environment"))}},
        .readVariables = section.optionalFlag(QStringLiteral("read_variables"), false),
        .retentionHours = section.optionalNumber(QStringLiteral("retention_hours"), 1, mostRetentionHours, 0),
    };
}

SentryProject readSentry(Section &section)
{
    return {
        .api = urlFrom(section.required(QStringLiteral("api"), expectUrl)),
        .organization = section.required(QStringLiteral("organization"), expectSlug),
        .project = section.required(QStringLiteral("project"), expectSlug),
        .environments = {section.required(QStringLiteral("staging_environment"), expectSentryEnvironment),
                         section.required(QStringLiteral("production_environment"), expectSentryEnvironment)},
    };
}

Address readAddress(Section &section)
{
    return {.url = urlFrom(section.required(QStringLiteral("url"), expectUrl)),
            .health = section.optional(QStringLiteral("health"), expectHealthPath, Address().health)};
}

/// Reads a whole file's tables and remembers where they stand.
class ProjectReader {
public:
    ProjectReader(ProjectReport &report, const toml::table &root, const QString &fileName)
        : m_report(report)
        , m_root(root)
    {
        m_project.file = fileName;
    }

    Project read()
    {
        readTop();
        readTable(QStringLiteral("github"), Needed::Yes, [this](Section &s) { m_project.github = readGitHub(s); });
        readTable(QStringLiteral("railway"), Needed::Yes, [this](Section &s) { m_project.railway = readRailway(s); });
        readTable(QStringLiteral("sentry"), Needed::No, [this](Section &s) { m_project.sentry = readSentry(s); });
        readTable(QStringLiteral("staging"), Needed::Yes,
                  [this](Section &s) { m_project.addresses.staging = readAddress(s); });
        readTable(QStringLiteral("production"), Needed::Yes,
                  [this](Section &s) { m_project.addresses.production = readAddress(s); });
        readTable(QStringLiteral("rehearsal"), Needed::No, [this](Section &s) {
            s.required(QStringLiteral("scenario"), expectName);
            m_control = urlFrom(s.required(QStringLiteral("control"), expectUrl));
            m_project.rehearsalCa = s.optional(QStringLiteral("certificate"), expectFilePath, QString());
            m_project.rehearsal = true;
        });
        const LineOf lineOf = [this](const QString &table, const QString &key) { return line(table, key); };
        if (m_report.isClean())
            refuseMixUps(m_project, lineOf, m_report);
        if (m_report.isClean() && m_project.rehearsal)
            refuseFarRehearsal(m_project, m_control, lineOf, m_report);
        return m_project;
    }

private:
    enum class Needed { No, Yes };

    void readTop()
    {
        Section top(m_report, m_root, QString());
        m_project.name = top.required(QStringLiteral("name"), expectName);
        for (const auto &[key, node] : m_root)
            warnOfUnknownTop(textOf(key.str()), int(key.source().begin.line));
    }

    void warnOfUnknownTop(const QString &name, int at)
    {
        if (topKeys().contains(name))
            return;
        if (namesASecret(name))
            return m_report.mistake(
                at, QStringLiteral("%1: tokens do not belong in the project file").arg(visibleText(name)));
        const QString nearest = nearestKey(name, topKeys());
        const QString hint = nearest.isEmpty() ? QString() : QStringLiteral("; did you mean %1?").arg(nearest);
        m_report.warn(at, QStringLiteral("%1: unknown key%2").arg(visibleText(name), hint));
    }

    template <typename Read>
    void readTable(const QString &name, Needed needed, Read read)
    {
        const toml::node *node = m_root.get(name.toStdString());
        if (!node && needed == Needed::Yes)
            return m_report.mistake(
                0, QStringLiteral("%1: expected a table [%1], found nothing%2").arg(name, misspeltTable(name)));
        if (!node)
            return;
        if (!node->is_table())
            return m_report.mistake(lineOfNode(*node),
                                    QStringLiteral("%1: expected a table [%1], found %2").arg(name, typeWord(*node)));
        Section section(m_report, *node->as_table(), name);
        read(section);
        section.warnOfUnknownKeys();
    }

    QString misspeltTable(const QString &wanted) const
    {
        for (const auto &[key, node] : m_root) {
            const QString name = textOf(key.str());
            if (!topKeys().contains(name) && nearestKey(name, topKeys()) == wanted)
                return QStringLiteral(" (line %1 has %2)").arg(key.source().begin.line).arg(visibleText(name));
        }
        return {};
    }

    int line(const QString &table, const QString &key) const
    {
        const toml::node *node = m_root.get(table.toStdString());
        const toml::node *value = node && node->is_table() ? node->as_table()->get(key.toStdString()) : nullptr;
        return value ? lineOfNode(*value) : 0;
    }

    ProjectReport &m_report;
    const toml::table &m_root;
    Project m_project;
    QUrl m_control;
};

/// An error of the whole file: there is no key to name.
Error wholeFileError(const QString &fileName, const QString &text)
{
    return {.kind = ErrorKind::Configuration, .detail = QStringLiteral("%1: %2").arg(visibleText(fileName), text)};
}

/// A file in which a token stands is not read any further.
Result<LoadedProject> parsed(const QByteArray &toml, const QString &fileName)
{
    if (toml.size() > largestFile)
        return wholeFileError(fileName, QStringLiteral("a project file has at most 1 MiB"));
    if (toml.startsWith("\xFF\xFE") || toml.startsWith("\xFE\xFF"))
        return wholeFileError(fileName, QStringLiteral("expected UTF-8, found UTF-16; save it as UTF-8"));

    ProjectReport report(fileName);
    if (const int line = lineThatIsNotUtf8(toml)) {
        report.mistake(line, QStringLiteral("expected UTF-8; save the file as UTF-8"));
        return report.error();
    }
    if (const int line = lineOfToken(QString::fromUtf8(toml))) {
        report.mistake(line, QStringLiteral("tokens do not belong in the project file; revoke this one if the file was "
                                            "shared, and store a new one with --set-token"));
        return report.error();
    }
    const toml::parse_result document =
        toml::parse(std::string_view(toml.constData(), size_t(toml.size())), std::string_view());
    if (!document) {
        report.mistake(int(document.error().source().begin.line),
                       QStringLiteral("not TOML: %1").arg(visibleText(textOf(document.error().description()))));
        return report.error();
    }
    const Project project = ProjectReader(report, document.table(), fileName).read();
    if (!report.isClean())
        return report.error();
    return LoadedProject{.project = project, .warnings = report.warnings()};
}

/// Never opens what is not a file: a pipe would wait for its other end.
Result<LoadedProject> loaded(const QString &path)
{
    const QFileInfo info(path);
    if (!info.exists())
        return wholeFileError(path, QStringLiteral("there is no such file"));
    if (info.isDir())
        return wholeFileError(path, QStringLiteral("expected a project file, found a folder"));
    if (!info.isFile())
        return wholeFileError(path, QStringLiteral("expected a project file, found something that is not a file"));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return wholeFileError(path, QStringLiteral("cannot be read: %1").arg(visibleText(file.errorString())));
    const QByteArray bytes = file.read(largestFile + 1);
    if (file.error() != QFileDevice::NoError)
        return wholeFileError(path, QStringLiteral("cannot be read: %1").arg(visibleText(file.errorString())));
    return parsed(bytes, path);
}

} // namespace

} // namespace Slipway::ProjectRules

namespace Slipway {

Result<LoadedProject> parseProject(const QByteArray &toml, const QString &fileName)
{
    return ProjectRules::parsed(toml, fileName);
}

Result<LoadedProject> loadProject(const QString &path)
{
    return ProjectRules::loaded(path);
}

} // namespace Slipway

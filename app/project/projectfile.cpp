// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/project/projectfile.h"

#include "app/project/checksection.h"
#include "app/project/logfiltersection.h"
#include "app/project/projectchecks.h"
#include "app/project/projectrules.h"
#include "app/project/section.h"
#include "app/project/worktree.h"
#include "models/values/plaintext.h"

#include <QFile>
#include <QFileInfo>

namespace Slipway::ProjectRules {

namespace {

constexpr qint64 largestFile = qint64(1) << 20;
constexpr int mostRetentionHours = 8760; ///< a year

const QStringList &topKeys()
{
    static const QStringList keys{
        QStringLiteral("name"),       QStringLiteral("github"),     QStringLiteral("railway"),
        QStringLiteral("sentry"),     QStringLiteral("grafana"),    QStringLiteral("staging"),
        QStringLiteral("production"), QStringLiteral("log_filter"), QStringLiteral("rehearsal")};
    return keys;
}

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

GrafanaProject readGrafana(Section &section)
{
    return {
        .api = urlFrom(section.required(QStringLiteral("api"), expectUrl)),
        .labels = {section.optionalList(QStringLiteral("staging_labels"), expectAlertLabel, {}),
                   section.optionalList(QStringLiteral("production_labels"), expectAlertLabel, {})},
    };
}

Address readAddress(Section &section, const CheckPlace &place)
{
    return {.url = urlFrom(section.required(QStringLiteral("url"), expectUrl)),
            .health = section.optional(QStringLiteral("health"), expectHealthPath, Address().health),
            .checks = readChecks(section, place),
            .links = readLinks(section)};
}

/// Reads a whole file's tables and remembers where they stand.
class ProjectReader {
public:
    ProjectReader(ProjectReport &report, const toml::table &root, const QString &text, const QString &fileName)
        : m_report(report)
        , m_root(root)
        , m_text(text)
    {
        m_project.file = fileName;
    }

    Project read()
    {
        readTop();
        readTable(QStringLiteral("github"), Needed::Yes, [this](Section &s) { m_project.github = readGitHub(s); });
        readTable(QStringLiteral("railway"), Needed::Yes, [this](Section &s) { m_project.railway = readRailway(s); });
        readTable(QStringLiteral("sentry"), Needed::No, [this](Section &s) { m_project.sentry = readSentry(s); });
        readTable(QStringLiteral("grafana"), Needed::No, [this](Section &s) { m_project.grafana = readGrafana(s); });
        readTable(QStringLiteral("staging"), Needed::Yes, [this](Section &s) {
            m_project.addresses.staging = readAddress(s, {Environment::Staging, m_text});
        });
        readTable(QStringLiteral("production"), Needed::Yes, [this](Section &s) {
            m_project.addresses.production = readAddress(s, {Environment::Production, m_text});
            m_project.railway.autoDeployCheckedOff =
                !s.optional(QStringLiteral("autodeploy"), expectAutoDeploy, QString()).isEmpty();
        });
        readTable(QStringLiteral("rehearsal"), Needed::No, [this](Section &s) {
            s.required(QStringLiteral("scenario"), expectName);
            m_control = urlFrom(s.required(QStringLiteral("control"), expectUrl));
            m_project.rehearsalCa = s.optional(QStringLiteral("certificate"), expectFilePath, QString());
            m_project.rehearsal = true;
            m_project.pathInRepository = QStringLiteral("slipway.toml"); // the team's made-up repository has it
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
        m_project.logFilters = readLogFilters(top);
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
    QString m_text;
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
    const QString text = QString::fromUtf8(toml);
    if (const int line = lineOfToken(text)) {
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
    const Project project = ProjectReader(report, document.table(), text, fileName).read();
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
    auto project = parsed(bytes, path);
    if (project && !project->project.rehearsal)
        project->project.pathInRepository = pathInWorkTree(path);
    return project;
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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/railway/railwaylogs.h"

#include "app/rehearsal/world/buildlog.h"

#include <algorithm>
#include <limits>

namespace Slipway::Rehearsal {

namespace {

constexpr int usualRows = 100;
constexpr int mostRows = 5000; ///< who asks for more gets none (app/railway/README.md, 30)
constexpr size_t rowsInFrame = 500;
constexpr double linesAtOnce = 4000;
constexpr double linesLookedThrough = 60'000; ///< then a search backwards gives up
constexpr qint64 leastFrame = nanosecondsPerSecond / 20;

using Kind = LogQuestion::Kind;

struct LogRow {
    qint64 at = 0;
    std::string json;
};

Error problem()
{
    return {.kind = ErrorKind::Refused, .detail = QStringLiteral("Problem processing request")};
}

std::string unquoted(const std::string &value)
{
    const bool isQuoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
    return isQuoted ? value.substr(1, value.size() - 2) : value;
}

std::optional<std::string> valueIn(const SimLine &line, std::string_view name, const std::string &service)
{
    if (name == "service")
        return service;
    if (name == "deployment")
        return line.origin->deployment;
    if (name == "replica")
        return line.origin->replica;
    if (name == "snapshot")
        return line.origin->snapshot;
    for (const auto &[key, value] : line.attributes) {
        if (key == name)
            return name == "level" && value == "err" ? "error" : unquoted(value);
    }
    return std::nullopt;
}

std::optional<std::string> valueIn(const SimRequest &request, std::string_view name)
{
    if (name == "requestId")
        return request.id;
    if (name == "method")
        return request.method;
    if (name == "path")
        return request.path;
    if (name == "httpStatus")
        return std::to_string(request.status);
    if (name == "totalDuration" || name == "responseTime" || name == "upstreamRqDuration")
        return std::to_string(request.milliseconds);
    if (name == "srcIp")
        return request.address;
    if (name == "clientUa")
        return request.agent;
    return std::nullopt;
}

/// Rows of a question, from `from` on and before `to`.
class LogFinder {
public:
    LogFinder(const LogQuestion &question, const World &world)
        : m_question(question)
        , m_world(world)
        , m_logs(world, question.environment)
        , m_service(world.uuid(QStringLiteral("api")).toStdString())
        , m_deployment(question.deployment.toStdString())
    {
    }
    qint64 present() const { return m_logs.present(); }
    qint64 oldest() const { return m_logs.oldest(); }
    /// How long it takes until so many lines are logged.
    qint64 durationOf(double lines) const
    {
        return qint64(lines / m_logs.linesPerSecond() * double(nanosecondsPerSecond));
    }

    std::vector<LogRow> between(qint64 from, qint64 to) const
    {
        std::vector<LogRow> rows;
        if (m_question.kind == Kind::Http) {
            for (const SimRequest &request : m_logs.requests(from, to, m_deployment)) {
                if (m_question.filter.matches(
                        {.text = request.path, .value = [&](std::string_view name) { return valueIn(request, name); }}))
                    rows.push_back({request.at, m_question.json.row(request)});
            }
            return rows;
        }
        if (m_question.kind == Kind::Build) {
            append(BuildLog(m_world, *m_world.deployment(m_question.deployment)).lines(), from, to, rows);
            return rows;
        }
        append(m_logs.lines(from, to, m_deployment), from, to, rows);
        appendBuildsOfSnapshot(from, to, rows);
        return rows;
    }
    void append(const std::vector<SimLine> &lines, qint64 from, qint64 to, std::vector<LogRow> &rows) const
    {
        for (const SimLine &line : lines) {
            if (line.at >= from && line.at < to && fits(line))
                rows.push_back({line.at, m_question.json.row(line)});
        }
    }

private:
    /// An environment's log has the build of a snapshot that the filter names (app/railway/README.md, 33).
    void appendBuildsOfSnapshot(qint64 from, qint64 to, std::vector<LogRow> &rows) const
    {
        const QString snapshot = QString::fromStdString(m_question.filter.valueOf("snapshot"));
        if (snapshot.isEmpty() || m_question.kind != Kind::Environment)
            return;
        const QList<SimDeployment> all = m_world.deployments(m_question.environment);
        for (const SimDeployment &deployment : all) {
            if (snapshotId(m_world, deployment) == snapshot)
                append(BuildLog(m_world, deployment).lines(), from, to, rows);
        }
        std::stable_sort(rows.begin(), rows.end(),
                         [](const LogRow &left, const LogRow &right) { return left.at < right.at; });
    }
    bool fits(const SimLine &line) const
    {
        return m_question.filter.isEmpty() ||
               m_question.filter.matches({.text = line.message, .value = [&](std::string_view name) {
                                              return valueIn(line, name, m_service);
                                          }});
    }

    const LogQuestion &m_question;
    const World &m_world;
    WorldLogs m_logs;
    std::string m_service;
    std::string m_deployment;
};

std::vector<LogRow> lastBefore(const LogFinder &rows, const LogQuestion &question, qint64 end)
{
    std::vector<LogRow> found;
    if (question.before == 0)
        return found;
    const auto wanted = size_t(question.before) + 1; // Railway's off-by-one (app/railway/README.md, 31)
    const qint64 furthest = std::max({question.from, question.kind == Kind::Build ? 0 : rows.oldest(),
                                      question.kind == Kind::Build ? 0 : end - rows.durationOf(linesLookedThrough)});
    const qint64 step = rows.durationOf(std::clamp(double(wanted) * 1.5, 200.0, linesAtOnce));
    while (end > furthest && found.size() < wanted) {
        const qint64 begin = question.kind == Kind::Build ? furthest : std::max(furthest, end - step);
        std::vector<LogRow> earlier = rows.between(begin, end);
        earlier.insert(earlier.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
        found = std::move(earlier);
        end = begin;
    }
    if (found.size() > wanted)
        found.erase(found.begin(), found.end() - qsizetype(wanted));
    return found;
}

std::vector<LogRow> firstAfter(const LogFinder &rows, const LogQuestion &question, qint64 begin)
{
    std::vector<LogRow> found;
    const qint64 end = std::min({question.to, rows.present(), begin + rows.durationOf(linesLookedThrough)});
    const qint64 step = rows.durationOf(linesAtOnce);
    while (begin < end && found.size() < size_t(question.after)) {
        std::vector<LogRow> later = rows.between(begin, std::min(end, begin + step));
        found.insert(found.end(), std::make_move_iterator(later.begin()), std::make_move_iterator(later.end()));
        begin += step;
    }
    found.resize(std::min(found.size(), size_t(question.after)));
    return found;
}

QByteArray arrayOf(const std::vector<LogRow> &rows)
{
    std::string json("[");
    for (const LogRow &row : rows)
        json += row.json + ',';
    if (rows.empty())
        json += ']';
    else
        json.back() = ']';
    return QByteArray::fromStdString(json);
}

std::optional<Kind> kindOfLogs(const QString &field)
{
    if (field == QLatin1String("environmentLogs"))
        return Kind::Environment;
    if (field == QLatin1String("deploymentLogs"))
        return Kind::Deployment;
    if (field == QLatin1String("buildLogs"))
        return Kind::Build;
    return field == QLatin1String("httpLogs") ? std::optional(Kind::Http) : std::nullopt;
}

/// Where the rows lie that are asked for: around an anchor, or the last ones of a span.
std::optional<Error> readWindow(const QJsonObject &arguments, LogQuestion &question, qint64 present)
{
    bool bad = false;
    const auto time = [&](const char *name) -> std::optional<qint64> {
        const QString text = arguments.value(QLatin1String(name)).toString();
        const auto nanos = logTime(text.toStdString());
        bad = bad || (!text.isEmpty() && !nanos);
        return nanos;
    };
    const auto number = [&](const char *name) -> std::optional<int> {
        const QJsonValue value = arguments.value(QLatin1String(name));
        bad = bad || value.toInt() < 0;
        return value.isDouble() ? std::optional(value.toInt()) : std::nullopt;
    };
    const auto from = time(arguments.contains(QLatin1String("startDate")) ? "startDate" : "beforeDate");
    const auto to = time(arguments.contains(QLatin1String("endDate")) ? "endDate" : "afterDate");
    const auto anchor = time("anchorDate");
    const bool onlyAfter = anchor && !from && (number("afterLimit") || to);
    question.before = number("beforeLimit").value_or(number("limit").value_or(onlyAfter ? 0 : usualRows));
    question.after = number("afterLimit").value_or(onlyAfter ? usualRows : 0);
    if (bad)
        return problem();
    question.from = from.value_or(0);
    question.to = to.value_or(present);
    question.anchor = anchor.value_or(std::min(question.to, present));
    if (question.before > mostRows || question.after > mostRows)
        question.before = question.after = 0;
    return std::nullopt;
}

} // namespace

bool isAboutLogs(const QString &field)
{
    return kindOfLogs(field).has_value();
}

Result<LogQuestion> logQuestion(const GraphQlField &field, const World &world, const RailwayCaller &caller,
                                const PerEnvironment<QString> &hosts)
{
    const Error forbidden{.kind = ErrorKind::Forbidden, .detail = QStringLiteral("Not Authorized")};
    const Kind kind = kindOfLogs(field.name).value_or(Kind::Environment);
    LogQuestion question{.kind = kind};
    if (kind == Kind::Environment) {
        const QString asked = field.arguments.value(QLatin1String("environmentId")).toString();
        const bool isStaging = asked == world.id(Environment::Staging);
        question.environment = isStaging ? Environment::Staging : Environment::Production;
        if (asked != world.id(question.environment) || !caller.mayUse(question.environment))
            return forbidden;
    } else {
        const auto *deployment = world.deployment(field.arguments.value(QLatin1String("deploymentId")).toString());
        if (!deployment || !caller.mayUse(deployment->environment))
            return forbidden;
        question.environment = deployment->environment;
        question.deployment = deployment->id;
    }
    auto filter = RailwayFilter::parse(field.arguments.value(QLatin1String("filter")).toString());
    if (!filter)
        return filter.error();
    question.filter = *std::move(filter);
    auto json = LogJson::of(kind == Kind::Http ? LogJson::Type::Request : LogJson::Type::Line, field.fields,
                            {.project = world.uuid(QStringLiteral("project")).toStdString(),
                             .environment = world.id(question.environment).toStdString(),
                             .service = world.uuid(QStringLiteral("api")).toStdString(),
                             .host = hosts[question.environment].toStdString()});
    if (!json)
        return json.error();
    question.json = *std::move(json);
    if (const auto trouble = readWindow(field.arguments, question, nanoseconds(world.now())))
        return *trouble;
    if (world.ignoresLogDates())
        question.from = 0;
    return question;
}

QByteArray logAnswer(const LogQuestion &question, const World &world)
{
    const LogFinder rows(question, world);
    const qint64 behind = std::min(question.anchor, rows.present()) + 1;
    std::vector<LogRow> all = lastBefore(rows, question, behind);
    const std::vector<LogRow> later = firstAfter(rows, question, behind);
    all.insert(all.end(), later.begin(), later.end());
    return arrayOf(all);
}

LogTail::LogTail(LogQuestion question)
    : m_question(std::move(question))
{
}

LogTail::Rows LogTail::next(const World &world)
{
    if (m_question.kind == Kind::Build)
        return nextOfBuild(world);
    if (!m_until) {
        m_until = nanoseconds(world.now());
        const QByteArray backlog = logAnswer(m_question, world);
        return {.json = backlog == "[]" ? QByteArray() : backlog};
    }
    const LogFinder rows(m_question, world);
    const qint64 end = std::min(rows.present(), *m_until + std::max(rows.durationOf(double(rowsInFrame)), leastFrame));
    const std::vector<LogRow> since = rows.between(*m_until, end);
    const bool more = end < rows.present();
    m_until = std::max(*m_until, end);
    return {.json = since.empty() ? QByteArray() : arrayOf(since), .more = more};
}

LogTail::Rows LogTail::nextOfBuild(const World &world)
{
    const BuildLog build(world, *world.deployment(m_question.deployment));
    if (!build.isReady())
        return {.over = true, .trouble = QStringLiteral("Build logs are not ready yet")};
    std::vector<LogRow> rows;
    const std::vector<SimLine> fresh(build.lines().begin() + qsizetype(std::min(m_told, build.lines().size())),
                                     build.lines().end());
    LogFinder(m_question, world).append(fresh, 0, std::numeric_limits<qint64>::max(), rows);
    const auto limit = size_t(m_question.before);
    if (m_told == 0 && rows.size() > limit)
        rows.erase(rows.begin(), rows.end() - qsizetype(limit));
    m_told = build.lines().size();
    return {.json = rows.empty() ? QByteArray() : arrayOf(rows), .over = build.isOver()};
}

} // namespace Slipway::Rehearsal

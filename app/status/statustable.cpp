// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/status/statustable.h"

#include "app/status/statussources.h"
#include "models/values/plaintext.h"

#include <algorithm>

namespace Slipway {

namespace {

constexpr QChar goodGlyph(0x2713);
constexpr QChar badGlyph(0x2717);
constexpr QChar oddGlyph(u'!');
constexpr QChar unknownGlyph(u'?');
constexpr QChar waitingGlyph(0x00B7);
constexpr QChar runningGlyph(0x00BB);
constexpr QChar absentGlyph(u'-');

QChar stateGlyph(StageState state)
{
    switch (state) {
    case StageState::Passed:
        return goodGlyph;
    case StageState::Running:
        return runningGlyph;
    case StageState::Waiting:
        return waitingGlyph;
    case StageState::Degraded:
    case StageState::Blocked:
        return oddGlyph;
    case StageState::Failed:
        return badGlyph;
    case StageState::Skipped:
    case StageState::Cancelled:
        return absentGlyph;
    case StageState::Unknown:
        return unknownGlyph;
    }
    return unknownGlyph;
}

QChar stateGlyph(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Healthy:
        return goodGlyph;
    case Verdict::Degraded:
        return oddGlyph;
    case Verdict::Down:
        return badGlyph;
    case Verdict::Unknown:
        return unknownGlyph;
    }
    return unknownGlyph;
}

QChar stateGlyph(GateState state)
{
    switch (state) {
    case GateState::Pass:
        return goodGlyph;
    case GateState::Warn:
        return oddGlyph;
    case GateState::Block:
        return badGlyph;
    case GateState::Unknown:
        return unknownGlyph;
    }
    return unknownGlyph;
}

QChar stateGlyph(LinkState state)
{
    switch (state) {
    case LinkState::Proven:
        return goodGlyph;
    case LinkState::NotYet:
        return waitingGlyph;
    case LinkState::Broken:
        return badGlyph;
    case LinkState::Unproven:
        return unknownGlyph;
    }
    return unknownGlyph;
}

QChar stateGlyph(SourceState state)
{
    switch (state) {
    case SourceState::Ok:
        return goodGlyph;
    case SourceState::Stale:
        return oddGlyph;
    case SourceState::Error:
        return badGlyph;
    case SourceState::Unconfigured:
        return absentGlyph;
    case SourceState::Pending:
        return unknownGlyph;
    }
    return unknownGlyph;
}

template <typename State>
QString stateCell(State state, const QString &word)
{
    return stateGlyph(state) + QLatin1Char(' ') + word;
}

/// A heading and rows of cells, each column as wide as its widest cell.
class TextTable {
public:
    explicit TextTable(const QString &heading)
        : m_heading(heading)
    {
    }
    void add(QStringList cells)
    {
        for (QString &cell : cells)
            cell = visibleText(cell);
        while (m_widths.size() < cells.size())
            m_widths.append(0);
        for (qsizetype column = 0; column < cells.size(); ++column)
            m_widths[column] = std::max(m_widths.at(column), cells.at(column).size());
        m_rows.append(cells);
    }
    QString text() const
    {
        QString lines = m_heading + QLatin1Char('\n');
        for (const QStringList &row : m_rows) {
            QString line;
            for (qsizetype column = 0; column < row.size(); ++column)
                line += QStringLiteral("  ") + row.at(column).leftJustified(m_widths.at(column));
            while (line.endsWith(QLatin1Char(' ')))
                line.chop(1);
            lines += line + QLatin1Char('\n');
        }
        return lines + QLatin1Char('\n');
    }

private:
    QString m_heading;
    QList<QStringList> m_rows;
    QList<qsizetype> m_widths;
};

QString utcText(const QDateTime &time)
{
    return time.toUTC().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss 'UTC'"));
}

QString readAge(const std::optional<Moment> &then, Moment now)
{
    if (!then)
        return QStringLiteral("never read");
    const auto seconds = ageOf(*then, now).count() / 1000;
    return seconds < 120 ? QStringLiteral("read %1 s ago").arg(seconds)
                         : QStringLiteral("read %1 min ago").arg(seconds / 60);
}

QString sourcesText(const Snapshot &snapshot, Moment now)
{
    TextTable table(QStringLiteral("SOURCES"));
    for (const Source &source : settledSources(snapshot)) {
        const bool unconfigured = source.state == SourceState::Unconfigured;
        table.add({stateCell(source.state, sourceStateWord(source.state)), sourceIdWord(source.id),
                   unconfigured ? QString() : readAge(source.fetchedAt, now),
                   source.error ? source.error->detail : QString()});
    }
    return table.text();
}

QString stagesText(const QList<Stage> &stages)
{
    TextTable table(QStringLiteral("PIPELINE"));
    for (const Stage &stage : stages)
        table.add(
            {stateCell(stage.state, stageStateWord(stage.state)), stage.title, shortSha(stage.sha), detailText(stage)});
    return table.text();
}

QString servingCell(const EnvironmentView &view)
{
    if (!view.serving)
        return view.servingText.isEmpty() ? QStringLiteral("serving: not known") : view.servingText;
    const Serving &serving = *view.serving;
    const QString what = serving.sha.isEmpty() ? QStringLiteral("deployment ") + serving.deployment.value.left(8)
                                               : shortSha(serving.sha);
    const QString proof = serving.proof == ShaProof::Unproven ? QStringLiteral("commit unproven")
                                                              : QStringLiteral("by ") + shaProofWord(serving.proof);
    QString cell = QStringLiteral("serves %1 (%2)").arg(what, proof);
    if (serving.since.isValid())
        cell += QStringLiteral(" since ") + utcText(serving.since);
    return cell;
}

QString healthCell(const EnvironmentView &view)
{
    if (!view.health)
        return QStringLiteral("not probed");
    QString cell =
        view.health->httpStatus ? QStringLiteral("HTTP %1").arg(*view.health->httpStatus) : QStringLiteral("no answer");
    if (view.health->latencyMs)
        cell += QStringLiteral(" in %1 ms").arg(*view.health->latencyMs);
    if (!view.health->reasons.isEmpty())
        cell += QStringLiteral(": ") + view.health->reasons.join(QStringLiteral("; "));
    return cell;
}

QString rolloutCell(const EnvironmentView &view)
{
    if (!view.rollout)
        return {};
    const QString status =
        view.rollout->status == DeploymentStatus::Unknown ? view.rollout->statusText : wireWord(view.rollout->status);
    return QStringLiteral("rollout %1 %2").arg(view.rollout->deployment.value.left(8), status);
}

QString environmentsText(const PerEnvironment<EnvironmentView> &views)
{
    TextTable table(QStringLiteral("ENVIRONMENTS"));
    for (const Environment environment : environments) {
        const EnvironmentView &view = views[environment];
        table.add({stateCell(view.verdict, verdictWord(view.verdict)),
                   environment == Environment::Staging ? QStringLiteral("staging") : QStringLiteral("production"),
                   servingCell(view), healthCell(view), rolloutCell(view)});
    }
    return table.text();
}

QString gatesText(const QList<Gate> &gates)
{
    TextTable table(QStringLiteral("GATES"));
    for (const Gate &gate : gates)
        table.add({stateCell(gate.state, gateStateWord(gate.state)), gate.id, gate.reason});
    return table.text();
}

QString identityText(const QList<IdentityLink> &links)
{
    TextTable table(QStringLiteral("IDENTITY"));
    for (const IdentityLink &link : links)
        table.add({stateCell(link.state, linkStateWord(link.state)), link.id, link.title, link.evidence});
    return table.text();
}

/// Empty when every command's outcome is known.
QString unresolvedText(const QList<CommandRecord> &commands)
{
    TextTable table(QStringLiteral("UNRESOLVED COMMANDS"));
    bool any = false;
    for (const CommandRecord &command : commands) {
        if (!isUnresolved(command.state))
            continue;
        any = true;
        table.add({oddGlyph + QStringLiteral(" ") + commandStateId(command.state), orderKindId(command.order.kind),
                   shortSha(command.order.sha), utcText(command.sentAt), command.detail});
    }
    return any ? table.text() : QString();
}

/// Empty when everything was read.
QString neverReadText(const QStringList &sentences)
{
    TextTable table(QStringLiteral("NEVER READ"));
    for (const QString &sentence : sentences)
        table.add({unknownGlyph + QLatin1Char(' ') + sentence});
    return sentences.isEmpty() ? QString() : table.text();
}

} // namespace

QString statusTable(const Snapshot &snapshot, const Project &project, Moment now)
{
    const QString mark = project.rehearsal ? QStringLiteral("  REHEARSAL") : QString();
    const QString promotable = snapshot.promotable                   ? goodGlyph + QStringLiteral(" promotable")
                               : snapshot.whyNotPromotable.isEmpty() ? badGlyph + QStringLiteral(" not promotable")
                                                                     : badGlyph + QStringLiteral(" not promotable: ") +
                                                                           visibleText(snapshot.whyNotPromotable);
    return visibleText(project.name) + QStringLiteral("  ") + utcText(now.utc()) + mark + QStringLiteral("\n\n") +
           sourcesText(snapshot, now) + stagesText(snapshot.pipeline.stages) + environmentsText(snapshot.environments) +
           gatesText(snapshot.gates) + identityText(snapshot.identity) + unresolvedText(snapshot.commands) +
           neverReadText(snapshot.neverRead) + promotable + QLatin1Char('\n');
}

} // namespace Slipway

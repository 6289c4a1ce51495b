// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/github/workflowyaml.h"

#include <QRegularExpression>

#include <yaml-cpp/yaml.h>

namespace Slipway::GitHub {

namespace {

constexpr qsizetype mostBytes = 256 << 10;
constexpr int mostAliases = 20; // a few aliases of aliases make gigabytes; a workflow needs hardly any

QString text(const YAML::Node &node)
{
    return node && node.IsScalar() ? QString::fromStdString(node.Scalar()) : QString();
}

bool isTrue(const YAML::Node &node)
{
    return text(node) == QLatin1String("true");
}

/// `on:` may be a word, a list or a map; YAML 1.1 readers may take the key `on` for true.
YAML::Node triggers(const YAML::Node &root)
{
    for (const char *key : {"on", "true"}) {
        if (root[key])
            return root[key];
    }
    return {};
}

/// A push starts it for tags too, unless it asks for branches only; its patterns for tags are taken for fitting.
bool takesTags(const QString &trigger, const YAML::Node &filter)
{
    if (trigger == QLatin1String("create"))
        return true;
    if (trigger != QLatin1String("push"))
        return false;
    if (!filter.IsMap())
        return true;
    return filter["tags"] || filter["tags-ignore"] || !(filter["branches"] || filter["branches-ignore"]);
}

void readTriggerWord(WorkflowFile &file, const QString &word)
{
    file.dispatchable = file.dispatchable || word == QLatin1String("workflow_dispatch");
    file.startsOnTags = file.startsOnTags || takesTags(word, {});
}

void readTrigger(WorkflowFile &file, const YAML::Node &on)
{
    if (on.IsScalar())
        readTriggerWord(file, text(on));
    if (on.IsSequence()) {
        for (const YAML::Node &each : on)
            readTriggerWord(file, text(each));
    }
    if (!on.IsMap())
        return;
    for (const auto &trigger : on) {
        file.startsOnTags = file.startsOnTags || takesTags(text(trigger.first), trigger.second);
        if (text(trigger.first) != QLatin1String("workflow_dispatch"))
            continue;
        file.dispatchable = true;
        const YAML::Node inputs = trigger.second.IsMap() ? trigger.second["inputs"] : YAML::Node();
        if (!inputs || !inputs.IsMap())
            continue;
        for (const auto &input : inputs) {
            const QString name = text(input.first);
            file.inputs.append(name);
            const bool isMap = input.second.IsMap();
            if (isMap && isTrue(input.second["required"]) && !input.second["default"])
                file.requiredInputs.append(name);
        }
    }
}

/// Whether a condition looks at the kind or name of the ref, so that a tag may be skipped.
bool guardsBranch(const YAML::Node &condition)
{
    const QString words = text(condition);
    return words.contains(QLatin1String("refs/heads/")) || words.contains(QLatin1String("github.ref_name")) ||
           words.contains(QLatin1String("github.ref_type"));
}

/// Whether a script calls Railway's command line to upload what was checked out, or to deploy that once more.
bool uploads(const QString &script)
{
    static const QRegularExpression call(QStringLiteral(
        "\\brailway(/"
        "cli(@\\S+)?)?(\\s+-{1,2}[\\w-]+(=\\S+|\\s+(?!up\\b|redeploy\\b)[^-\\s]\\S*)?)*\\s+(up|redeploy)\\b"));
    return call.match(script).hasMatch();
}

void readJobs(WorkflowFile &file, const YAML::Node &jobs)
{
    if (!jobs || !jobs.IsMap())
        return;
    for (const auto &entry : jobs) {
        const YAML::Node job = entry.second;
        if (!job.IsMap())
            continue;
        const YAML::Node environment = job["environment"];
        const QString name = environment && environment.IsMap() ? text(environment["name"]) : text(environment);
        if (!name.isEmpty() && !file.environments.contains(name))
            file.environments.append(name);
        file.guardsMain = file.guardsMain || guardsBranch(job["if"]);
        const YAML::Node steps = job["steps"];
        if (!steps || !steps.IsSequence())
            continue;
        bool hasUpload = false;
        for (const YAML::Node &step : steps) {
            if (!step.IsMap())
                continue;
            file.guardsMain = file.guardsMain || guardsBranch(step["if"]);
            hasUpload = hasUpload || uploads(text(step["run"]));
        }
        const QString title = text(job["name"]);
        if (hasUpload)
            file.uploadingJobs.append(title.isEmpty() ? text(entry.first) : title);
    }
}

void read(WorkflowFile &file, const YAML::Node &root)
{
    if (!root.IsMap())
        return;
    if (const YAML::Node on = triggers(root))
        readTrigger(file, on);
    readJobs(file, root["jobs"]);
    const YAML::Node concurrency = root["concurrency"];
    file.hasConcurrency = bool(concurrency);
    file.cancelsInProgress = concurrency && concurrency.IsMap() && isTrue(concurrency["cancel-in-progress"]);
    file.readable = true;
}

} // namespace

WorkflowFile workflowFromYaml(const QByteArray &text, const QString &fileName)
{
    WorkflowFile file{.file = fileName};
    if (text.size() > mostBytes || text.count('*') - text.count("**") > qsizetype(mostAliases) * 10 ||
        text.count("<<:") > mostAliases)
        return file;
    try {
        read(file, YAML::Load(text.toStdString()));
    } catch (const std::exception &) { // yaml-cpp throws on what is no YAML and on nodes of another kind
        return WorkflowFile{.file = fileName};
    }
    return file;
}

} // namespace Slipway::GitHub

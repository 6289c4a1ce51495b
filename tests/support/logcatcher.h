// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLoggingCategory>
#include <QStringList>

#include <cstring>

namespace Slipway::Test {

/// What the program's own categories say while it lives; switched on, unless the test wants other rules.
class LogCatcher {
public:
    explicit LogCatcher(const QString &rules = QStringLiteral("slipway.*=true"))
    {
        QLoggingCategory::setFilterRules(rules);
        s_lines.clear();
        s_before = qInstallMessageHandler(take);
    }
    ~LogCatcher()
    {
        qInstallMessageHandler(s_before);
        QLoggingCategory::setFilterRules(QString());
    }
    LogCatcher(const LogCatcher &) = delete;
    LogCatcher &operator=(const LogCatcher &) = delete;

    /// "slipway.http: GET ..."
    const QStringList &lines() const { return s_lines; }
    QStringList takeLines() { return std::exchange(s_lines, {}); }
    bool holds(const QString &text) const { return !s_lines.filter(text).isEmpty(); }

private:
    static void take(QtMsgType type, const QMessageLogContext &context, const QString &message)
    {
        if (context.category && std::strncmp(context.category, "slipway.", 8) == 0)
            s_lines.append(QStringLiteral("%1: %2").arg(QLatin1String(context.category), message));
        else
            s_before(type, context, message);
    }

    static inline QStringList s_lines;
    static inline QtMessageHandler s_before = nullptr;
};

} // namespace Slipway::Test

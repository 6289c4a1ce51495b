// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLoggingCategory>
#include <QStringList>

#include <cstring>
#include <utility>

namespace Slipway::Test {

/// What the program's own categories say while it lives; switched on, unless the test wants other rules.
class LogCatcher {
public:
    explicit LogCatcher(const QString &rules = QStringLiteral("slipway.*=true"))
    {
        QLoggingCategory::setFilterRules(rules);
        caught().clear();
        before() = qInstallMessageHandler(take);
    }
    ~LogCatcher()
    {
        qInstallMessageHandler(before());
        QLoggingCategory::setFilterRules(QString());
    }
    LogCatcher(const LogCatcher &) = delete;
    LogCatcher &operator=(const LogCatcher &) = delete;

    /// "slipway.http: GET ..."
    const QStringList &lines() const { return caught(); }
    QStringList takeLines() { return std::exchange(caught(), {}); }
    bool holds(const QString &text) const { return !caught().filter(text).isEmpty(); }

private:
    static void take(QtMsgType type, const QMessageLogContext &context, const QString &message)
    {
        if (context.category && std::strncmp(context.category, "slipway.", 8) == 0)
            caught().append(QStringLiteral("%1: %2").arg(QLatin1String(context.category), message));
        else
            before()(type, context, message);
    }

    static QStringList &caught()
    {
        static QStringList lines;
        return lines;
    }
    static QtMessageHandler &before()
    {
        static QtMessageHandler handler = nullptr;
        return handler;
    }
};

} // namespace Slipway::Test

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QList>
#include <QString>
#include <QUrl>

#include <optional>

namespace Slipway {

/// What Railway measures of one service in one environment (app/railway/README.md, 41).
/// Each is none when Railway sent no value.
struct ServiceMetrics {
    QDateTime at;                   ///< of the newest value
    std::optional<double> cpu;      ///< vCPU in use
    std::optional<double> memoryGb; ///< in use
    std::optional<double> memoryLimitGb;
    std::optional<double> errorPercent; ///< answers of 500 and more through Railway's edge, of all, in the last 15 min
    qint64 requests = 0;                ///< that were counted for it
    std::optional<double> p95Ms;        ///< of the same requests
    bool operator==(const ServiceMetrics &) const = default;
};

/// Errors that Sentry counted in one environment (app/sentry/README.md, 10): complete minutes only.
struct ErrorRate {
    double perMinute = 0;    ///< over `minutes`
    int minutes = 0;         ///< complete ones; 0: no data yet, which is not zero errors
    QString constantRelease; ///< every event carries this one release: releases cannot tell deployments apart
    bool operator==(const ErrorRate &) const = default;
};

/// An alert of Grafana that fires now.
struct Alert {
    QString title; ///< from outside: plain text
    QString summary;
    QDateTime since;
    QUrl url;
    bool operator==(const Alert &) const = default;
};

/// A page of a dashboard, from the project file.
struct DashboardLink {
    QString title;
    QUrl url;
    bool operator==(const DashboardLink &) const = default;
};

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rehearsal/world/world.h"

#include <QUrl>

namespace Slipway::Rehearsal {

/// Where each service of a world is.
struct Origins {
    QUrl github;
    QUrl railway;
    QUrl sentry;
    QUrl grafana;
    QUrl staging;
    QUrl production;
    QUrl control;
};

/// A project file that names them (app/project/projectfile.h). `authority`: the file of what signed production's
/// certificate, where it has one.
QByteArray projectFileOf(const World &world, const Origins &at, const QString &authority = {});

} // namespace Slipway::Rehearsal

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/apicall.h"

#include <QJsonArray>
#include <QJsonObject>

/// What every answer of GitHub has in common: status and error body (app/github/README.md, 27 and 28).
namespace Slipway::GitHub {

/// None for a 2xx; otherwise what happened and what the person can do.
std::optional<Error> errorIn(const HttpResponse &response);

/// The body of a 2xx as an object or list; Malformed otherwise.
Result<QJsonObject> objectIn(const HttpResponse &response);
Result<QJsonArray> arrayIn(const HttpResponse &response);

} // namespace Slipway::GitHub

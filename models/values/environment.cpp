// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/values/environment.h"

#include "models/values/text.h"

namespace Slipway {

QString environmentName(Environment environment)
{
    return environment == Environment::Staging ? say("staging") : say("production");
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/confirm/confirmhint.h"

#include "models/project/project.h"
#include "models/values/text.h"

namespace Slipway {

QString phraseHint(const QString &typed)
{
    const QString phrase = confirmPhrase;
    const qsizetype common = std::min(typed.size(), phrase.size());
    for (qsizetype i = 0; i < common; ++i) {
        if (typed.at(i) != phrase.at(i))
            return say("does not match at character %1").arg(i + 1);
    }
    if (typed.size() < phrase.size())
        return counted(phrase.size() - typed.size(), "more character", "more characters");
    if (typed.size() > phrase.size())
        return counted(typed.size() - phrase.size(), "character too many", "characters too many");
    return {};
}

} // namespace Slipway

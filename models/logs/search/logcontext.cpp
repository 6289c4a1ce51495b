// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/search/logcontext.h"

#include <algorithm>

namespace Slipway {

std::vector<LineNumber> linesInContext(const LogStore &store, const OrderedLines &all, const OrderedLines &matches,
                                       OrderedLines::Span span, qsizetype context)
{
    std::vector<LineNumber> shown;
    const qsizetype from = std::max<qsizetype>(0, span.begin - context);
    const qsizetype end = std::min(all.size(), span.end + context);
    if (from >= end)
        return shown;
    qsizetype match = matches.indexOf(all.timeAt(from));
    qsizetype next = span.begin; ///< those of the span before it are decided
    const auto decide = [&](qsizetype index, bool isShown) {
        for (; next < std::min(index, span.end); ++next) {
            if (isShown || LogSource(store.record(all.at(next)).source) == LogSource::Note)
                shown.push_back(all.at(next));
        }
    };
    for (qsizetype index = from; index < end && match < matches.size(); ++index) {
        if (all.at(index) != matches.at(match))
            continue;
        ++match;
        decide(index - context, false);
        decide(index + context + 1, true);
    }
    decide(span.end, false);
    return shown;
}

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/logs/logstream.h"
#include "models/values/environment.h"

#include <QWidget>

namespace Slipway {

class PlainLabel;
class StatusMark;

/// How the lines of each environment arrive, and what there is of them in numbers.
class LogStateLine : public QWidget {
    Q_OBJECT
public:
    explicit LogStateLine(QWidget *parent = nullptr);

    void display(Environment environment, const LogStreamView &stream);
    void setChosen(const PerEnvironment<bool> &chosen); ///< only of those is told
    void setNow(Moment now);
    void showSummary(const QString &summary);

private:
    bool tellsOnce() const;
    void fill();

    PerEnvironment<StatusMark *> m_marks;
    PerEnvironment<PlainLabel *> m_texts;
    PerEnvironment<LogStreamView> m_streams;
    PerEnvironment<bool> m_chosen{true, true};
    std::optional<Moment> m_now;
    PlainLabel *m_summary;
};

} // namespace Slipway

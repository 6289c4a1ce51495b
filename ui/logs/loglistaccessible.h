// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/logs/logline.h"

#include <QAccessibleWidget>
#include <QHash>

namespace Slipway {

class LogList;

/// Has a LogList offer its rows as the items of a list to assistive technology. Once is enough.
void installLogListAccessible();

/// The rows of a LogList; made as they are asked for, since there may be a million.
class LogListAccessible : public QAccessibleWidget {
public:
    explicit LogListAccessible(LogList *list);
    ~LogListAccessible() override;

    int childCount() const override;
    QAccessibleInterface *child(int index) const override;
    QAccessibleInterface *childAt(int x, int y) const override;
    int indexOfChild(const QAccessibleInterface *child) const override;
    QAccessibleInterface *focusChild() const override;

private:
    LogList *list() const;
    void forgetAll() const;

    mutable QHash<LineNumber, QAccessible::Id> m_rows;
};

} // namespace Slipway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/logs/search/logfilter.h"

#include <QWidget>

class QBoxLayout;
class QButtonGroup;
class QMenu;
class QSpinBox;

namespace Slipway {

class FollowPill;
class LogFilterField;
class RoomyButton;
class SegmentButton;

/// Which lines are shown, and what is done with them: two rows of controls. Of the environments and of the sources one
/// is always chosen.
class LogToolbar : public QWidget {
    Q_OBJECT
public:
    explicit LogToolbar(QWidget *parent = nullptr);

    LogFilter filter() const;
    void setFilter(const LogFilter &filter); ///< filterChanged() comes once, when it differs
    void setSavedFilters(const QList<SavedLogFilter> &saved);
    void focusFilter();
    bool clearWords(); ///< of the filter field; false when there are none

    /// What is wrong with what is typed, for each of the two fields; empty: nothing.
    void showMistakes(const QString &include, const QString &exclude);
    void showFollowing(bool following, qint64 newLines);
    /// Why nothing can be exported; empty: it can.
    void showExportable(const QString &whyNot);
    void showFindable(bool findable); ///< there are matches to go to

    static constexpr int mostContext = 20;

Q_SIGNALS:
    void filterChanged();
    void nextRequested();
    void previousRequested();
    void followRequested();
    void exportRequested();

private:
    void buildChoices(QBoxLayout *row);
    void buildFields(QBoxLayout *row);
    QButtonGroup *addSegments(QBoxLayout *row, const QStringList &names, const QStringList &words, bool exclusive);
    RoomyButton *addButton(QBoxLayout *row, const char *name, const QString &text, const QString &title);
    void keepOne(QButtonGroup *group, int id);
    void tell();

    QButtonGroup *m_environments;
    QButtonGroup *m_sources;
    QButtonGroup *m_levels;
    SegmentButton *m_onlyNew;
    LogFilterField *m_include;
    LogFilterField *m_exclude;
    QSpinBox *m_context;
    RoomyButton *m_savedButton;
    QMenu *m_saved;
    RoomyButton *m_previous;
    RoomyButton *m_next;
    RoomyButton *m_export;
    FollowPill *m_follow;
    LogFilter m_told;
    bool m_filling = false;
};

} // namespace Slipway

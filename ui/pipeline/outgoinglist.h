// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pipeline/views.h"

#include <QWidget>

class QScrollArea;
class QVBoxLayout;

namespace Slipway {

/// The commits and database migrations that a promotion takes to production.
class OutgoingList : public QWidget {
    Q_OBJECT
public:
    explicit OutgoingList(QWidget *parent = nullptr);

    void display(const PromotionOffer &offer);

private:
    void addCommits(QVBoxLayout *column, const QList<Commit> &commits);
    void addMigrations(QVBoxLayout *column, const QStringList &migrations);
    void addNote(QVBoxLayout *column, const QString &text);

    QScrollArea *m_scroll;
    QWidget *m_body = nullptr;
    QList<Commit> m_commits;
    QStringList m_migrations;
    QString m_summary;
};

} // namespace Slipway

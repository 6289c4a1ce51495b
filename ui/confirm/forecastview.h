// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/goback/forecast.h"
#include "ui/controls/theme.h"

#include <QWidget>

class QGridLayout;
class QScrollArea;
class QVBoxLayout;

namespace Slipway {

class PlainLabel;
class StatusMark;

/// What going back would undo, and what to think of it. Everything that is not known says so.
class ForecastView : public QWidget {
    Q_OBJECT
public:
    explicit ForecastView(QWidget *parent = nullptr);

    /// `imageKept` are words: "until ...", "not known".
    void display(const Forecast &forecast, const QString &imageKept);
    /// Nothing was read for the target yet.
    void showReading(const QString &imageKept);
    void showNothing(); ///< no target is chosen

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QVBoxLayout *addRow(const QString &title, bool warns);
    void addText(QVBoxLayout *column, const QString &text, bool dim = false, int lines = 2);
    void addCode(QVBoxLayout *column, const QString &text, std::optional<Tone> tone);
    void addCommits(const Forecast &forecast);
    void addMigrations(const Forecast &forecast);
    void addVariables(const Forecast &forecast);
    void fitHeight();

    QScrollArea *m_scroll;
    QWidget *m_body = nullptr;
    QGridLayout *m_grid = nullptr;
    StatusMark *m_verdict;
    PlainLabel *m_reason;
    Forecast m_shown;
    QString m_imageKept;
};

} // namespace Slipway

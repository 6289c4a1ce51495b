// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/pipeline/views.h"

#include <QWidget>

namespace Slipway {

class PlainLabel;
class StatusMark;

/// A source beside its icon: "GitHub 3 s · 4 832 / 5 000 left". `now` empty: the age is not known.
QString sourceText(const Source &source, std::optional<Moment> now);
/// The whole of it, with what went wrong.
QString sourceToolTip(const Source &source, std::optional<Moment> now);

/// Along the bottom: each source's state, age and remaining budget; the project file and who is signed in.
class SourcesBar : public QWidget {
    Q_OBJECT
public:
    explicit SourcesBar(QWidget *parent = nullptr);

    void display(const QList<Source> &sources);
    void setNow(Moment now);
    void setProjectFile(const QString &file);
    void setLogin(const QString &login);

protected:
    void changeEvent(QEvent *event) override;

private:
    void refresh();
    void refreshWho();

    QList<Source> m_sources;
    std::optional<Moment> m_now;
    QList<StatusMark *> m_marks;
    PlainLabel *m_who;
    QString m_file;
    QString m_login;
};

} // namespace Slipway

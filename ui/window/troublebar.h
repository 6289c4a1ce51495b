// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace Slipway {

class PlainLabel;

/// Says what went wrong until it is closed. Several troubles stand under each other, each once.
class TroubleBar : public QWidget {
    Q_OBJECT
public:
    explicit TroubleBar(QWidget *parent = nullptr);

    void display(const QString &trouble);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void dismiss();

    QStringList m_troubles;
    PlainLabel *m_text;
};

} // namespace Slipway

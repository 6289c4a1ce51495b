// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/command/commandrecord.h"
#include "models/values/clockskew.h"
#include "ui/controls/marks.h"

class QVBoxLayout;

namespace Slipway {

class CommandSection;
class PlainLabel;

/// The promotion or return under way, or the last one: hidden while there is none. It scrolls inside when there is much
/// to tell.
class CommandPanel : public Card {
    Q_OBJECT
public:
    explicit CommandPanel(QWidget *parent = nullptr);

    void display(const QList<CommandRecord> &commands);
    /// Why the journal of commands cannot be trusted (the reason of the gate "journal" while it blocks); empty: it can.
    void showJournal(const QString &trouble);
    void setNow(Moment now, const ServiceClocks &clocks = {});
    /// Without the steps.
    void setBrief(bool brief);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void cancelRequested(const Slipway::OrderId &order);
    void callOffRequested(const Slipway::OrderId &order);
    void runChosen(const Slipway::OrderId &order, Slipway::RunId run);
    void dismissed(const Slipway::OrderId &order, const QString &reason);
    void journalAcknowledged();
    void reviewRequested(const Slipway::OrderId &order, bool approve); ///< what it waits for
    void alarmsAcknowledged(const Slipway::OrderId &order);
    void openRequested(const QUrl &url);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *buildJournal();
    CommandSection *addSection(const OrderId &id);
    void updateShown();
    int contentHeight() const;

    QList<CommandRecord> m_commands;
    QList<CommandSection *> m_sections;
    std::optional<Moment> m_now;
    ServiceClocks m_clocks;
    bool m_brief = false;
    QWidget *m_content;
    QVBoxLayout *m_column;
    QWidget *m_journal;
    PlainLabel *m_journalText = nullptr;
};

} // namespace Slipway

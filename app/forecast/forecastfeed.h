// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/httpclient.h"
#include "models/store/consolestore.h"

#include <QObject>

namespace Slipway {

/// Reads, on request, what tells what going back to one deployment would undo: the commits and pull requests, the
/// database migrations with their texts, and, where the project file allows it, which variables would change.
class ForecastFeed : public QObject {
    Q_OBJECT
public:
    ForecastFeed(HttpClient &client, ConsoleStore &store, const Clock &clock, QObject *parent = nullptr);

    /// Begins to read about that deployment, and again whenever what serves, the tip or its commit turns out to be
    /// another; what is still on its way about another one is dropped.
    void look(Environment environment, const DeploymentId &target);
    void stop(); ///< nobody looks any more

private:
    ForecastFacts factsOf(Environment environment, const DeploymentId &target) const;
    void lookAgain();
    /// Changes the facts and says whether anything is still being read.
    void learn(const std::function<void(ForecastFacts &)> &change);
    /// `learned` may ask for what follows; it is not called when another deployment was looked at since.
    template <typename T, typename Learned>
    void ask(const ApiCall<T> &call, const Learned &learned);

    void askUndone(const ForecastFacts &facts);
    void askPulls(const Comparison &undone);
    void askSchema(const ForecastFacts &facts);
    void askTexts(const Comparison &schema);
    void askVariables(const ForecastFacts &facts);

    const Project &project() const { return m_store.project(); }

    HttpClient &m_client;
    ConsoleStore &m_store;
    const Clock &m_clock;
    bool m_watching = false;
    int m_look = 0; ///< which look this is: answers to an earlier one are dropped
    int m_open = 0; ///< requests of this look without their answer
};

} // namespace Slipway

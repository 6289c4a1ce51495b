// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QThread>

#include <memory>

namespace Slipway::Bench {

/// An object that lives in a thread of its own, from its making to its end, so that neither waits for the other.
template <typename T>
class OtherThread {
public:
    template <typename... Arguments>
    explicit OtherThread(const Arguments &...arguments)
    {
        m_there.moveToThread(&m_thread);
        m_thread.start();
        run([&] { m_object = std::make_unique<T>(arguments...); });
    }
    ~OtherThread()
    {
        run([this] { m_object.reset(); });
        m_thread.quit();
        m_thread.wait();
    }
    Q_DISABLE_COPY_MOVE(OtherThread)

    /// For what does not change any more.
    const T *operator->() const { return m_object.get(); }
    /// Does it there, and waits for it.
    template <typename Act>
    void act(const Act &act)
    {
        run([&] { act(*m_object); });
    }

private:
    template <typename Act>
    void run(const Act &act)
    {
        QMetaObject::invokeMethod(&m_there, act, Qt::BlockingQueuedConnection);
    }

    QThread m_thread;
    QObject m_there;
    std::unique_ptr<T> m_object;
};

} // namespace Slipway::Bench

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QIODevice>

namespace Slipway {

/// A command's body, readable once. QNetworkAccessManager re-sends a POST by itself when the server closes before it
/// answers; it cannot rewind this one (app/net/README.md, 1).
class OneShotBody final : public QIODevice {
    Q_OBJECT
public:
    explicit OneShotBody(QByteArray data, QObject *parent = nullptr);

    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override { return m_data.size() - m_at + QIODevice::bytesAvailable(); }
    /// Bytes that were taken for sending. 0 proves that no server can have acted.
    qint64 consumed() const { return m_at; }

protected:
    qint64 readData(char *to, qint64 max) override;
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QByteArray m_data;
    qint64 m_at = 0;
};

} // namespace Slipway

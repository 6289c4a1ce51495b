// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace Slipway::Test {

/// How the session of a test function looks that must not touch the keyring of the person who runs it.
enum class Session {
    UnlockedKeyring, ///< a bus and an unlocked, empty keyring of its own (packaging/with-keyring)
    NoSecretService, ///< a bus of its own on which nothing is offered
    NoBus,           ///< an address at which no bus listens
};

/// Whether this process is the private one that runPrivately() started.
bool isPrivateSession();

struct PrivateRun {
    QString skipped; ///< why it could not be run, empty when it was
    int exitCode = -1;
    QByteArray output;
};

/// Runs one function of a test file again, in a process with a session of its own.
PrivateRun runPrivately(Session session, const QString &testFile, const QString &function);

} // namespace Slipway::Test

/// First line of a test function that needs a session of its own.
#define SLIPWAY_IN_SESSION(session, file)                                                                              \
    if (!Slipway::Test::isPrivateSession()) {                                                                          \
        const auto run = Slipway::Test::runPrivately(Slipway::Test::Session::session, QStringLiteral(file),            \
                                                     QString::fromLatin1(QTest::currentTestFunction()));               \
        if (!run.skipped.isEmpty())                                                                                    \
            QSKIP(qPrintable(run.skipped));                                                                            \
        QVERIFY2(run.exitCode == 0, run.output.constData());                                                           \
        return;                                                                                                        \
    }

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>

namespace Slipway::Test {

/// A file of tests/data. TEST_DATA is defined where tests are compiled, so this is a header.
inline QByteArray testData(const QString &name)
{
    QFile file(QStringLiteral(TEST_DATA "/") + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("there is no test data %s", qPrintable(file.fileName()));
    return file.readAll();
}

} // namespace Slipway::Test

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/values/result.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;

class ResultTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aValueIsTrueAndReadable()
    {
        const Result<int> seven(7);
        QVERIFY(static_cast<bool>(seven));
        QCOMPARE(*seven, 7);
    }
    void anErrorIsFalseAndSaysWhy()
    {
        const Result<int> none(Error{.kind = ErrorKind::NoToken, .detail = QStringLiteral("no token")});
        QVERIFY(!none);
        QCOMPARE(none.error().kind, ErrorKind::NoToken);
    }
};

SLIPWAY_TEST(ResultTest)
#include "result_test.moc"

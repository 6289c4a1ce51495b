// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/logjson.h"

#include "support/testmain.h"

#include <QJsonDocument>
#include <QTest>

using namespace Slipway;

namespace {

QString prettyOf(std::string_view message, qsizetype most = 65'536)
{
    return prettyJson(message, most);
}

} // namespace

class LogJsonTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anObjectGetsOneMemberALine()
    {
        QCOMPARE(prettyOf("{\"b\":1,\"a\":[1,{\"c\":\"x\"}]}"),
                 QStringLiteral("{\n  \"b\": 1,\n  \"a\": [\n    1,\n    {\n      \"c\": \"x\"\n    }\n  ]\n}"));
    }

    void itIsFoundWithinAMessage()
    {
        QCOMPARE(prettyOf("event [7] sent {\"ok\":true} to all"), QStringLiteral("{\n  \"ok\": true\n}"));
    }

    void numbersAndEscapesStayAsTheyWereLogged()
    {
        const QString text = prettyOf("{\"id\":12345678901234567890,\"x\":1.10,\"u\":\"\\u202e\"}");
        QVERIFY(text.contains(QStringLiteral("12345678901234567890")));
        QVERIFY(text.contains(QStringLiteral("1.10")));
        QVERIFY(text.contains(QLatin1String("\\u202e")));
    }

    void bracketsAndQuotesWithinStringsCountForNothing()
    {
        const QString text = prettyOf("{\"a\":\"}, {\\\"x\\\":[\",\"b\":2}");
        QVERIFY(text.contains(QStringLiteral("\"b\": 2")));
        QVERIFY(text.contains(QLatin1String("\"}, {\\\"x\\\":[\"")));
    }

    void emptyOnesStayShort()
    {
        QCOMPARE(prettyOf("{\"a\":{},\"b\":[]}"), QStringLiteral("{\n  \"a\": {},\n  \"b\": []\n}"));
    }

    void wordsInBracketsAreNoJson()
    {
        QCOMPARE(prettyOf("[INFO] all {fine} [3] {} []"), QString());
        QCOMPARE(prettyOf("cut off {\"a\":1,"), QString());
        QCOMPARE(prettyOf("{\"a\":1]}"), QString());
        QCOMPARE(prettyOf(""), QString());
    }

    void whatWasMadeIsStillTheSameJson()
    {
        const QByteArray json = "{\"a\":[1,2,[],{}],\"b\":{\"c\":\"d\\\\\\\"e\",\"f\":null},\"g\":-1e5}";
        const QString text = prettyOf({json.constData(), size_t(json.size())});
        QCOMPARE(QJsonDocument::fromJson(text.toUtf8()), QJsonDocument::fromJson(json));
        QVERIFY(!QJsonDocument::fromJson(json).isNull());
    }

    void deepAndHugeOnesAreBounded()
    {
        const std::string deep = std::string(900, '[') + "{\"a\":1}" + std::string(900, ']');
        QVERIFY(prettyOf(deep).size() < 200'000);
        QCOMPARE(prettyOf(std::string(60'000, '[')), QString());
        const std::string wide = "{\"a\":\"" + std::string(60'000, 'x') + "\"}";
        QVERIFY(prettyOf(wide, 1000).size() <= 1100);
    }
};

SLIPWAY_TEST(LogJsonTest)
#include "logjson_test.moc"

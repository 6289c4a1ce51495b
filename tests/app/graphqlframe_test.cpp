// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/net/socket/graphqlframe.h"
#include "support/testmain.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTest>

using namespace Slipway;

namespace {

constexpr qsizetype frameTestPadding = 64;

QString frameText(std::string_view view)
{
    return QString::fromUtf8(view.data(), qsizetype(view.size()));
}

/// A payload as JSON, read by the reader that is trusted.
QJsonValue trustedValue(const QByteArray &json)
{
    return QJsonDocument::fromJson("[" + json + "]").array().at(0);
}

QJsonValue payloadOf(const GraphQlFrame &frame)
{
    return trustedValue(QByteArray(frame.payload.data(), qsizetype(frame.payload.size())));
}

QString someText(QRandomGenerator &random)
{
    static const QStringList pieces{QStringLiteral("a"),       QStringLiteral("\""),
                                    QStringLiteral("\\"),      QStringLiteral("{"),
                                    QStringLiteral("}]"),      QStringLiteral("\n\t"),
                                    QStringLiteral("\u00e9"),  QStringLiteral("\u2028"),
                                    QStringLiteral("payload"), QStringLiteral(",:"),
                                    QStringLiteral("\\ud800"), QString(QChar(0)),
                                    QStringLiteral("\u001b"),  QString::fromUtf8("\xf0\x9f\x98\x80")};
    QString text = QStringLiteral(""); // Qt 6.8 reads through a key that is null
    for (quint32 length = random.bounded(6U); length > 0; --length)
        text += pieces.at(random.bounded(int(pieces.size())));
    return text;
}

QJsonValue someValue(QRandomGenerator &random, int depth)
{
    switch (random.bounded(depth > 0 ? 7 : 5)) {
    case 0:
        return someText(random);
    case 1:
        return random.bounded(100'000) - 50'000;
    case 2:
        return random.bounded(1.0);
    case 3:
        return random.bounded(2) == 0;
    case 4:
        return QJsonValue::Null;
    case 5: {
        QJsonArray array;
        for (int count = random.bounded(4); count > 0; --count)
            array.append(someValue(random, depth - 1));
        return array;
    }
    default: {
        QJsonObject object;
        for (int count = random.bounded(4); count > 0; --count)
            object.insert(someText(random), someValue(random, depth - 1));
        return object;
    }
    }
}

/// Any character of a string may also be written as an escape.
QByteArray escapedAtRandom(QRandomGenerator &random, const QString &text)
{
    QByteArray json = "\"";
    for (const QChar unit : text) {
        const bool must =
            unit < QChar(0x20) || unit == QLatin1Char('"') || unit == QLatin1Char('\\') || unit.isSurrogate();
        if (must || random.bounded(3) == 0)
            json += "\\u" + QByteArray::number(unit.unicode(), 16).rightJustified(4, '0');
        else
            json += QString(unit).toUtf8();
    }
    return json + '"';
}

QByteArray writtenAtRandom(QRandomGenerator &random, const QJsonValue &value)
{
    const QByteArray gap = random.bounded(4) == 0 ? " \n" : "";
    if (value.isString())
        return gap + escapedAtRandom(random, value.toString()) + gap;
    QByteArrayList parts;
    if (value.isArray()) {
        const QJsonArray array = value.toArray();
        for (const auto &item : array)
            parts.append(writtenAtRandom(random, item));
        return gap + '[' + parts.join(',') + ']' + gap;
    }
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto entry = object.begin(); entry != object.end(); ++entry)
            parts.insert(random.bounded(int(parts.size()) + 1),
                         escapedAtRandom(random, entry.key()) + gap + ':' + writtenAtRandom(random, entry.value()));
        return gap + '{' + parts.join(',') + '}' + gap;
    }
    const QByteArray inArray = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return gap + inArray.mid(1, inArray.size() - 2) + gap;
}

QJsonObject someMessage(QRandomGenerator &random)
{
    static const QStringList types{QStringLiteral("next"), QStringLiteral("error"), QStringLiteral("ping"),
                                   QStringLiteral("stranger")};
    QJsonObject message{{QStringLiteral("type"), types.at(random.bounded(int(types.size())))}};
    if (random.bounded(5) != 0)
        message.insert(QStringLiteral("id"), someText(random));
    if (random.bounded(5) != 0)
        message.insert(QStringLiteral("payload"), someValue(random, 4));
    if (random.bounded(3) == 0)
        message.insert(QStringLiteral("extra"), someValue(random, 2));
    return message;
}

FrameType expectedType(const QString &word)
{
    if (word == QLatin1String("next"))
        return FrameType::Next;
    if (word == QLatin1String("error"))
        return FrameType::Error;
    return word == QLatin1String("ping") ? FrameType::Ping : FrameType::Other;
}

} // namespace

/// What is read of a message of graphql-transport-ws, next to what QJsonDocument reads of it.
class GraphQlFrameTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyTypeHasItsName_data()
    {
        QTest::addColumn<QString>("word");
        QTest::addColumn<int>("type");
        QTest::newRow("ack") << QStringLiteral("connection_ack") << int(FrameType::Acknowledged);
        QTest::newRow("next") << QStringLiteral("next") << int(FrameType::Next);
        QTest::newRow("error") << QStringLiteral("error") << int(FrameType::Error);
        QTest::newRow("complete") << QStringLiteral("complete") << int(FrameType::Complete);
        QTest::newRow("ping") << QStringLiteral("ping") << int(FrameType::Ping);
        QTest::newRow("pong") << QStringLiteral("pong") << int(FrameType::Pong);
        QTest::newRow("unknown") << QStringLiteral("ka") << int(FrameType::Other);
    }
    void everyTypeHasItsName()
    {
        QFETCH(QString, word);
        QFETCH(int, type);
        GraphQlFrameReader reader;
        const auto frame = reader.read(QStringLiteral("{\"type\":\"%1\"}").arg(word));
        QVERIFY(frame);
        QCOMPARE(int(frame->type), type);
        QVERIFY(frame->id.empty());
        QVERIFY(frame->payload.empty());
    }
    void itReadsWhatQJsonDocumentReads()
    {
        QRandomGenerator random(7);
        GraphQlFrameReader reader;
        for (int round = 0; round < 3'000; ++round) {
            const QJsonObject message = someMessage(random);
            const QByteArray json = writtenAtRandom(random, message);
            QCOMPARE(QJsonDocument::fromJson(json).object(), message); // the generator writes what it means
            const auto frame = reader.read(QString::fromUtf8(json));
            QVERIFY2(frame, json);
            QCOMPARE(int(frame->type), int(expectedType(message.value(QStringLiteral("type")).toString())));
            QCOMPARE(frameText(frame->id), message.value(QStringLiteral("id")).toString());
            const QJsonValue payload = message.value(QStringLiteral("payload"));
            QCOMPARE(frame->payload.empty(), payload.isUndefined());
            if (!payload.isUndefined())
                QCOMPARE(payloadOf(*frame), payload);
        }
    }
    void aCutFrameIsRefused()
    {
        QRandomGenerator random(11);
        GraphQlFrameReader reader;
        for (int round = 0; round < 40; ++round) {
            const QString whole = QString::fromUtf8(writtenAtRandom(random, someMessage(random)).trimmed());
            QVERIFY(reader.read(whole));
            for (qsizetype length = 0; length < whole.size(); ++length)
                QVERIFY2(!reader.read(whole.left(length)), qPrintable(whole.left(length)));
        }
    }
    void thePayloadHasItsPaddingBehindIt_data() { payloads(); }
    void thePayloadHasItsPaddingBehindIt()
    {
        QFETCH(QString, payload);
        GraphQlFrameReader reader;
        const auto frame = reader.read(QStringLiteral("{\"payload\":%1,\"type\":\"next\",\"id\":\"1\"}").arg(payload));
        QVERIFY(frame);
        QVERIFY(frame->capacity >= qsizetype(frame->payload.size()) + frameTestPadding);
        unsigned sum = 0; // a sanitizer says so if it may not be read
        for (const char byte : std::string_view(frame->payload.data(), size_t(frame->capacity)))
            sum += static_cast<unsigned char>(byte);
        QVERIFY(sum > 0);
    }
    void brokenTextLosesNoFrame_data() { payloads(); }
    void brokenTextLosesNoFrame()
    {
        QFETCH(QString, payload);
        QFETCH(QString, field);
        GraphQlFrameReader reader;
        const auto frame = reader.read(QStringLiteral("{\"id\":\"1\",\"type\":\"next\",\"payload\":%1}").arg(payload));
        QVERIFY(frame);
        QCOMPARE(frameText(frame->id), QStringLiteral("1"));
        const QJsonObject read = payloadOf(*frame).toObject();
        QCOMPARE(read.value(QStringLiteral("a")).toString(), field);
        QCOMPARE(read.value(QStringLiteral("b")).toInt(), 2);
    }
    void aLoneSurrogateBecomesTheReplacementCharacter()
    {
        GraphQlFrameReader reader;
        using Pair = std::pair<const char *, const char *>;
        for (const auto &[broken, mended] :
             {Pair{"\\ud800", "\\ufffd"}, Pair{"\\udc00\\ud83d", "\\ufffd\\ufffd"},
              Pair{"\\ud83d\\uD83D\\ude00", "\\ufffd\\uD83D\\ude00"}, Pair{"\\uDbFfA\\u0041", "\\ufffdA\\u0041"},
              Pair{"\\\\\\udfff", "\\\\\\ufffd"}, Pair{"\\\\udfff", "\\\\udfff"}}) {
            const auto frame =
                reader.read(QStringLiteral("{\"type\":\"next\",\"payload\":\"%1\"}").arg(QLatin1String(broken)));
            QVERIFY2(frame, broken);
            QCOMPARE(frameText(frame->payload), QStringLiteral("\"%1\"").arg(QLatin1String(mended)));
        }
    }
    void aPairOfSurrogatesIsHandedOnAsItCame()
    {
        GraphQlFrameReader reader;
        const QString text = QStringLiteral("{ \"a\" : \"\\uD83D\\ude00 \\\\ud800\" }");
        const auto frame = reader.read(QStringLiteral("{\"type\":\"next\",\"payload\":%1 }").arg(text));
        QVERIFY(frame);
        QCOMPARE(frameText(frame->payload), text);
    }
    void whatIsNoMessageIsRefused_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text : {"", " ", "null", "[]", "\"next\"", "{}", "{\"type\":null}", "{\"type\":7}",
                                 "{\"type\":\"next\"}}", "{\"type\":\"next\"} {}", "{\"type\":\"next\",}",
                                 "{\"type\" \"next\"}", "<html>", "{\"id\":\"1\",\"payload\":{}}"})
            QTest::addRow("%s", text) << QString::fromLatin1(text);
    }
    void whatIsNoMessageIsRefused()
    {
        QFETCH(QString, text);
        GraphQlFrameReader reader;
        QVERIFY(!reader.read(text));
        QVERIFY(reader.read(QStringLiteral("{\"type\":\"next\"}"))); // and the next one is read
    }
    void emptyPartsAreEmpty()
    {
        GraphQlFrameReader reader;
        QVERIFY(!reader.read(QString()));
        for (const char *text : {R"({"id":"","type":"next","payload":""})", R"({"type":"next","id":"","payload":{}})",
                                 R"({"payload":[],"type":"next","":"","\u00e9":{"":""}})",
                                 "{\"\":\"\x01\",\"\u00e9\":1,\"type\":\"next\",\"id\":\"\",\"payload\":null}"}) {
            const auto frame = reader.read(QString::fromUtf8(text));
            QVERIFY2(frame, text);
            QCOMPARE(int(frame->type), int(FrameType::Next));
            QVERIFY(frame->id.empty());
            QVERIFY(frame->payload.size() <= 4);
            QVERIFY(frame->capacity >= qsizetype(frame->payload.size()) + frameTestPadding);
        }
    }
    void anIdThatIsNoTextIsNone()
    {
        GraphQlFrameReader reader;
        const auto frame = reader.read(QStringLiteral("{\"id\":12,\"type\":\"next\"}"));
        QVERIFY(frame);
        QVERIFY(frame->id.empty());
    }
    void endlessNestingIsNoTrouble()
    {
        GraphQlFrameReader reader;
        const QString deep = QString(100'000, QLatin1Char('['));
        QVERIFY(!reader.read(QStringLiteral("{\"type\":\"next\",\"payload\":") + deep));
        QVERIFY(reader.read(QStringLiteral("{\"type\":\"next\"}")));
    }
    void aSmallFrameFollowsALargeOne()
    {
        GraphQlFrameReader reader;
        const QString large = QString(3 << 20, QChar(0xe9));
        const auto first = reader.read(QStringLiteral("{\"type\":\"next\",\"payload\":\"%1\"}").arg(large));
        QVERIFY(first);
        QCOMPARE(payloadOf(*first).toString(), large);
        const auto second = reader.read(QStringLiteral("{\"type\":\"next\",\"id\":\"2\",\"payload\":[1]}"));
        QVERIFY(second);
        QCOMPARE(frameText(second->payload), QStringLiteral("[1]"));
        QVERIFY(second->capacity >= 3 + frameTestPadding);
    }

private:
    static void payloads()
    {
        QTest::addColumn<QString>("payload");
        QTest::addColumn<QString>("field");
        const auto row = [](const char *name, const char *text, const QString &field) {
            QTest::newRow(name) << QStringLiteral("{\"a\":\"%1\",\"b\":2}").arg(QString::fromUtf8(text)) << field;
        };
        row("plain", "x", QStringLiteral("x"));
        row("lone surrogate", "x\\ud800y", QStringLiteral("x\ufffdy"));
        row("raw control character", "x\x01y", QStringLiteral("x\u0001y"));
        row("raw line end", "x\ny", QStringLiteral("x\ny"));
        row("NUL", "x\\u0000y", QStringLiteral("x%1y").arg(QChar(0)));
    }
};

SLIPWAY_TEST(GraphQlFrameTest)
#include "graphqlframe_test.moc"

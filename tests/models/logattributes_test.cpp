// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/logattributes.h"
#include "support/testmain.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Slipway;

namespace {

using AttributePairs = QList<std::pair<QString, QString>>;

AttributePairs someAttributes()
{
    return {{QStringLiteral("level"), QStringLiteral("info")},
            {QStringLiteral("leer"), QString()},
            {QString(), QStringLiteral("ohne Namen")},
            {QStringLiteral("gr\u00F6\u00DFe"), QString(300, QLatin1Char('x'))},
            {QStringLiteral("lang"), QString(40'000, QLatin1Char('y'))},
            {QStringLiteral("level"), QStringLiteral("twice")}};
}

std::string packedList(const AttributePairs &attributes)
{
    std::string packed;
    for (const auto &[name, value] : attributes)
        packAttribute(packed, name.toStdString(), value.toStdString());
    return packed;
}

} // namespace

class LogAttributesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theyComeBackInTheirOrder()
    {
        QCOMPARE(unpackAttributes(packedList(someAttributes())), someAttributes());
        QCOMPARE(unpackAttributes({}), AttributePairs());
    }
    void lengthsAroundASeventhBitComeBack()
    {
        for (const qsizetype length : {0, 1, 126, 127, 128, 129, 16'383, 16'384, 16'385, 3'000'000}) {
            const AttributePairs attributes{{QString(length, QLatin1Char('n')), QString(length, QLatin1Char('v'))},
                                            {QStringLiteral("next"), QStringLiteral("one")}};
            QCOMPARE(unpackAttributes(packedList(attributes)), attributes);
        }
    }
    void whatIsCutOffIsLeftOut()
    {
        const AttributePairs whole = someAttributes();
        const std::string packed = packedList(whole);
        for (size_t size = 0; size < packed.size(); size += size < 400 ? 1 : 997) {
            const AttributePairs attributes = unpackAttributes(std::string_view(packed).substr(0, size));
            QVERIFY(attributes.size() < whole.size());
            QCOMPARE(attributes, whole.first(attributes.size()));
        }
    }
    void oneThatIsCutOffStaysWhereItIs()
    {
        const std::string packed = "\x04name\x7Fvalue";
        std::string_view rest = packed;
        std::string_view name;
        std::string_view value;
        QVERIFY(!takeAttribute(rest, name, value));
        QVERIFY(rest == packed);
    }
    void ofAnyBytesNothingBeyondThemIsRead()
    {
        QRandomGenerator random(3);
        for (int round = 0; round < 20'000; ++round) {
            std::string bytes(size_t(random.bounded(40)), '\0');
            for (char &byte : bytes)
                byte = random.bounded(3) == 0 ? char(random.bounded(256)) : char(random.bounded(8));
            const std::vector<char> exactly(bytes.begin(), bytes.end()); // no byte behind it
            qsizetype length = 0;
            for (const auto &[name, value] : unpackAttributes({exactly.data(), exactly.size()}))
                length += 2 + name.size() + value.size();
            QVERIFY(length <= qsizetype(bytes.size()));
        }
        QCOMPARE(unpackAttributes("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01"), AttributePairs());
    }
};

SLIPWAY_TEST(LogAttributesTest)
#include "logattributes_test.moc"

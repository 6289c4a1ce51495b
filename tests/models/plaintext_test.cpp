// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/values/plaintext.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;

class PlainTextTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void ordinaryTextStaysAsItIs()
    {
        const QString text = QString::fromUtf8("Füge <b>Zahlungen</b> hinzu: a < b && c > d \xF0\x9F\x9A\x80 日本");
        QCOMPARE(visibleText(text), text);
    }
    void whatReordersOrHidesIsShown_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown");
        const auto row = [](const char *name, char32_t character, const char *shown) {
            const QString one = QStringView(QChar::fromUcs4(character)).toString(); // QString::fromUcs4 eats U+FEFF
            QTest::newRow(name) << QString(QLatin1Char('a') + one + QLatin1Char('b'))
                                << QStringLiteral("a%1b").arg(QLatin1String(shown));
        };
        row("right-to-left override", 0x202E, "<U+202E>");
        row("isolate", 0x2066, "<U+2066>");
        row("right-to-left mark", 0x200F, "<U+200F>");
        row("arabic letter mark", 0x061C, "<U+061C>");
        row("zero width space", 0x200B, "<U+200B>");
        row("byte order mark", 0xFEFF, "<U+FEFF>");
        row("escape", 0x1B, "<U+001B>");
        row("nul", 0, "<U+0000>");
        row("line feed", 0x0A, "<U+000A>");
        row("c1 control", 0x9B, "<U+009B>");
        row("line separator", 0x2028, "<U+2028>");
        row("paragraph separator", 0x2029, "<U+2029>");
        row("soft hyphen", 0xAD, "<U+00AD>");
        row("hangul filler", 0x3164, "<U+3164>");
        row("tag letter beyond the first plane", 0xE0041, "<U+E0041>");
    }
    void whatReordersOrHidesIsShown()
    {
        QFETCH(QString, text);
        QFETCH(QString, shown);
        QCOMPARE(visibleText(text), shown);
    }
    void halfACharacterIsShown()
    {
        QCOMPARE(visibleText(QString(QChar(0xD83D))), QStringLiteral("<U+D83D>"));
        QCOMPARE(visibleText(QString(QChar(0xDE80))), QStringLiteral("<U+DE80>"));
    }
};

SLIPWAY_TEST(PlainTextTest)
#include "plaintext_test.moc"

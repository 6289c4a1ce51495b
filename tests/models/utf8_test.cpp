// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/utf8.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;

namespace {

/// As the library reads it, which gives U+FFFD for what is none.
bool readsLikeTheLibrary(const QByteArray &bytes)
{
    const Utf8Character first = firstCharacter({bytes.constData(), size_t(bytes.size())});
    const QList<uint> read = QStringView(QString::fromUtf8(bytes.left(qsizetype(first.bytes)))).toUcs4();
    return first.code ? read == QList<uint>{uint(*first.code)} : first.bytes == 1 && read == QList<uint>{0xFFFD};
}

} // namespace

class Utf8Test : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theFirstCharacterIsThatOfTheLibrary()
    {
        for (const int second : {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBB, 0xBF, 0xC0, 0xFF}) {
            for (int first = 0; first < 0x100; ++first) {
                for (const char *rest : {"", "\x80", "\xBE\x80", "\xBF\xBF", "\xBFx"}) {
                    const QByteArray bytes = QByteArray(1, char(first)) + char(second) + rest;
                    QVERIFY2(readsLikeTheLibrary(bytes) || bytes.startsWith("\xEF\xBB\xBF"), bytes.toHex().constData());
                }
                QVERIFY(readsLikeTheLibrary(QByteArray(1, char(first))));
            }
        }
    }
};

SLIPWAY_TEST(Utf8Test)
#include "utf8_test.moc"
